# Keras, through reticulate or through keras3, on the backend of KERAS_BACKEND; with the Python package sgdr beside it, or without.

keras <- function() {
  skip_if_not_installed("reticulate")
  skip_if_not(nzchar(Sys.getenv("RETICULATE_PYTHON")), "RETICULATE_PYTHON is not set")
  skip_if_not(reticulate::py_module_available("keras"), "Keras is not installed")
  reticulate::import("keras")
}

has_wheel <- function() sgdr:::keras_door()$by_wheel

# A number of Keras' backend as one of R's, and any shape of them. Arrays go through lists, for reticulate's own conversion depends on
# the version of NumPy.
number <- function(tensor) reticulate::import_builtins()$float(tensor)
numbers <- function(tensor) {
  to_list <- reticulate::py_eval("lambda x: __import__('keras').ops.convert_to_numpy(x).ravel().tolist()")
  as.numeric(to_list(tensor))
}
ones <- function() reticulate::import("numpy", convert = FALSE)$ones(list(4L, 1L))

# The schedules that Keras has a class for.
keras_has <- list(
  learning_rate_schedule_cosine_decay_restarts(0.001, 1000),
  learning_rate_schedule_cosine_decay_restarts(0.1, 30, t_mul = 1.5, m_mul = 0.9, alpha = 0.01, name = "mine"),
  learning_rate_schedule_cosine_decay(0.1, 1000),
  learning_rate_schedule_cosine_decay(0, 1000, alpha = 0.1, warmup_target = 0.1, warmup_steps = 10),
  learning_rate_schedule_exponential_decay(0.1, 1000, 0.96, staircase = TRUE),
  learning_rate_schedule_inverse_time_decay(0.1, 1, 0.5),
  learning_rate_schedule_piecewise_constant_decay(c(100, 200), c(0.1, 0.01, 0.001)),
  learning_rate_schedule_piecewise_constant_decay(100, c(0.1, 0.01)),
  learning_rate_schedule_polynomial_decay(0.1, 1000, power = 0.5, cycle = TRUE)
)

# The relative error of a rate: what Keras computes in float32 itself is that of its formula, any other that of a rounding, where
# a graph may give the float32 beside the nearest one.
expect_rates <- function(rates, expected, computed_by_keras = FALSE) {
  error <- max(abs(rates - expected) / pmax(expected, 1e-12))
  expect_lte(error, if (computed_by_keras) 5e-6 else 1.2e-7)
}

# A model of one weight, whose gradient is 1: each step of SGD subtracts the rate.
one_weight <- function(keras, optimizer) {
  model <- keras$Sequential(list(keras$layers$Input(list(1L)), keras$layers$Dense(1L, use_bias = FALSE, kernel_initializer = "zeros")))
  model$compile(optimizer = optimizer, loss = mean_prediction(keras))
  model
}

mean_prediction <- function(keras) {
  reticulate::py_run_string(paste(
    "import keras",
    "@keras.saving.register_keras_serializable('sgdr_tests')",
    "def mean_prediction(y_true, y_pred): return keras.ops.mean(y_pred)",
    sep = "\n"
  ))$mean_prediction
}

# Trains for some steps, one an epoch; for each the rate that the optimizer shows before it, and the way that the weight moved.
train <- function(keras, model, steps) {
  log <- list(rate = numeric(), moved = numeric())
  weight <- function() number(keras$ops$reshape(model$weights[[1]]$value, list()))
  before <- weight()
  callback <- keras$callbacks$LambdaCallback(
    on_epoch_begin = function(epoch, logs) log$rate <<- c(log$rate, number(model$optimizer$learning_rate)),
    on_epoch_end = function(epoch, logs) {
      log$moved <<- c(log$moved, before - weight())
      before <<- weight()
    }
  )
  model$fit(ones(), ones(), epochs = as.integer(steps), batch_size = 4L, verbose = 0L, callbacks = list(callback))
  log
}

# A run in an R of its own, with the same libraries and Python.
in_a_fresh_session <- function(code) {
  rscript <- file.path(R.home("bin"), "Rscript")
  file <- tempfile(fileext = ".R")
  on.exit(unlink(file))
  writeLines(code, file)
  libraries <- paste0("R_LIBS=", paste(.libPaths(), collapse = .Platform$path.sep))
  suppressWarnings(system2(rscript, c("--vanilla", file), stdout = TRUE, stderr = TRUE, env = libraries))
}

# The R package keras3: its reference page, https://keras3.posit.co/reference/learning_rate_schedule_cosine_decay_restarts.html,
# with this package's function.

schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 5, m_mul = 0.8, alpha = 0.01)

keras3 <- function() {
  keras <- keras()
  skip_if_not_installed("keras3")
  keras
}

test_that("the page's example, then an optimizer, compile, fit, save_model, load_model, fit", {
  keras <- keras3()
  first_decay_steps <- 5
  lr_decayed_fn <- learning_rate_schedule_cosine_decay_restarts(
          0.001,
          first_decay_steps)

  model <- keras3::keras_model_sequential(input_shape = 1)
  model <- keras3::layer_dense(model, 1, use_bias = FALSE, kernel_initializer = "zeros")
  keras3::compile(model, optimizer = keras3::optimizer_adam(learning_rate = lr_decayed_fn), loss = "mse")
  rates <- numeric()
  log_rates <- function(model) {
    keras3::callback_lambda(on_epoch_begin = function(epoch, logs) rates <<- c(rates, number(model$optimizer$learning_rate)))
  }
  fit <- function(model, epochs) {
    keras3::fit(model, ones(), ones(), epochs = epochs, batch_size = 4, verbose = 0, callbacks = list(log_rates(model)))
  }
  fit(model, 7)
  file <- tempfile(fileext = ".keras")
  on.exit(unlink(file))
  keras3::save_model(model, file)
  again <- keras3::load_model(file)
  fit(again, 13)
  expect_rates(rates, lr_decayed_fn(0:19), computed_by_keras = !has_wheel())

  ours <- rates
  rates <- numeric()
  own <- keras3::learning_rate_schedule_cosine_decay_restarts(0.001, first_decay_steps)
  keras3::compile(model, optimizer = keras3::optimizer_adam(learning_rate = own), loss = "mse")
  fit(model, 20)
  expect_equal(ours, rates, tolerance = 1e-5)
})

test_that("every optimizer of keras3 takes a schedule", {
  keras3()
  optimizers <- grep("^optimizer_(?!loss_scale)", getNamespaceExports("keras3"), perl = TRUE, value = TRUE)
  expect_gt(length(optimizers), 10)
  for (name in optimizers) {
    optimizer <- do.call(getExportedValue("keras3", name), list(learning_rate = schedule))
    if (name != "optimizer_muon") expect_rates(number(optimizer$learning_rate), 0.1)
    expect_identical(deserialize_learning_rate_schedule(optimizer$get_config()$learning_rate), schedule)
  }
})

test_that("serialize_keras_object and deserialize_keras_object take it", {
  keras3()
  config <- keras3::serialize_keras_object(keras_schedule(schedule))
  expect_identical(deserialize_learning_rate_schedule(config), schedule)
  expect_identical(deserialize_learning_rate_schedule(keras3::deserialize_keras_object(config)), schedule)
})

test_that("a backend variable or tensor as step answers as keras3's own schedule does", {
  keras3()
  own <- keras3::learning_rate_schedule_cosine_decay_restarts(0.1, 5, m_mul = 0.8, alpha = 0.01)
  optimizer <- keras3::optimizer_adam(learning_rate = schedule)
  for (step in list(optimizer$iterations, keras3::op_convert_to_tensor(7L), keras3::op_convert_to_tensor(c(0L, 5L, 14L)))) {
    theirs <- own(step)
    rate <- schedule(step)
    expect_identical(class(rate), class(theirs))
    expect_identical(as.character(rate$dtype), as.character(theirs$dtype))
    expect_equal(numbers(rate), numbers(theirs), tolerance = 1e-5)
  }
})

test_that("callback_learning_rate_scheduler() takes a schedule of epochs", {
  keras <- keras3()
  model <- one_weight(keras, keras3::optimizer_sgd(1))
  callback <- keras3::callback_learning_rate_scheduler(schedule)
  history <- keras3::fit(model, ones(), ones(), epochs = 12, verbose = 0, callbacks = list(callback))
  expect_rates(as.numeric(history$metrics$learning_rate), schedule(0:11), computed_by_keras = !has_wheel())
})

test_that("sgdr attached first: keras3's functions mask ours, and what they make goes everywhere", {
  keras3()
  output <- in_a_fresh_session(c(
    "suppressMessages({ library(sgdr); library(keras3) })",
    "pdf(NULL)",
    "schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)",
    "cat(inherits(schedule, 'sgdr_schedule'), nrow(plot(schedule)) > 100, '\\n')",
    "print(schedule |> warmup(100))",
    "print(restarts(schedule, 4000))",
    "plan <- schedule |> warmup(100)",
    "optimizer <- optimizer_adam(learning_rate = keras_schedule(plan, steps = 1000))",
    "cat('rate', reticulate::import_builtins()$float(optimizer$learning_rate), '\\n')"
  ))
  expected <- c("FALSE TRUE ", "  warmup(100)", "[1] 1000 3000", "rate 0 ")
  expect_true(all(expected %in% output), info = paste(output, collapse = "\n"))
})

# Keras through reticulate, and optimizers of the kind that torch has.

keras <- function() {
  skip_if_not_installed("reticulate")
  skip_if_not(nzchar(Sys.getenv("RETICULATE_PYTHON")), "RETICULATE_PYTHON is not set")
  skip_if_not(reticulate::py_module_available("keras"), "Keras is not installed")
  reticulate::import("keras")
}

# A number of Keras' backend as one of R's.
number <- function(tensor) reticulate::import_builtins()$float(tensor)

keras_s_own <- list(
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

test_that("Keras makes its own object of each of its classes, and gives the same text back", {
  keras <- keras()
  for (schedule in keras_s_own) {
    object <- keras_schedule(schedule)
    expect_s3_class(object, "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule")
    serialize <- reticulate::import("keras", convert = FALSE)$optimizers$schedules$serialize
    text <- reticulate::py_to_r(reticulate::import("json", convert = FALSE)$dumps(serialize(object)))
    expect_identical(text, serialize_learning_rate_schedule(schedule))
    expect_identical(deserialize_learning_rate_schedule(keras$optimizers$schedules$serialize(object)), schedule)
    steps <- c(0L, 7L, 29L)
    theirs <- vapply(steps, function(step) number(object(step)), 0)
    expect_equal(theirs, schedule(steps), tolerance = 1e-5)
  }
})

test_that("an optimizer of Keras takes the object", {
  keras <- keras()
  optimizer <- keras$optimizers$SGD(learning_rate = keras_schedule(keras_s_own[[1]]))
  expect_equal(number(optimizer$learning_rate), 0.001, tolerance = 1e-6)
  expect_identical(deserialize_learning_rate_schedule(optimizer$get_config()$learning_rate), keras_s_own[[1]])
})

test_that("what Keras does not have is refused", {
  plan <- keras_s_own[[1]] |> with_warmup(10)
  expect_error(keras_schedule(plan), "`schedule` must be of a class that Keras has (received Warmup)", fixed = TRUE)
  expect_error(keras_schedule(3), "`schedule` must be a schedule of this package (received 3)", fixed = TRUE)
})

# The optimizers of torch are environments with a list of groups.
fake_optimizer <- function(groups) {
  optimizer <- new.env()
  optimizer$param_groups <- rep(list(list(params = list(), lr = 1)), groups)
  optimizer
}

test_that("set_learning_rate sets the rate of each group", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)
  optimizer <- fake_optimizer(2)
  rate <- function() vapply(optimizer$param_groups, function(group) group$lr, 0)
  expect_identical(set_learning_rate(optimizer, schedule(500)), optimizer)
  expect_identical(rate(), c(0.25, 0.25))
  set_learning_rate(optimizer, c(0.1, 0.2))
  expect_identical(rate(), c(0.1, 0.2))
  expect_error(set_learning_rate(optimizer, 1:3), "`learning_rate` must be one number, or 2 for as many groups")
  expect_error(set_learning_rate(optimizer, NA_real_), "`learning_rate`")
  expect_error(set_learning_rate(list(), 0.1), "`optimizer` must be an optimizer of torch")
})

# Keras through reticulate: what keras3 does to a schedule.

schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 5, m_mul = 0.8, alpha = 0.01)
plan <- schedule |> warmup(3) |> clamp_rates(max = 0.09)

test_that("Keras makes an object of each of its classes, and gives the same config back", {
  keras <- keras()
  for (schedule in keras_has) {
    object <- keras_schedule(schedule)
    expect_s3_class(object, "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule")
    # As sgdr.keras does, it writes its name as a registered one: without that, the text of Keras' own class.
    serialize <- reticulate::import("keras", convert = FALSE)$optimizers$schedules$serialize
    text <- reticulate::py_to_r(reticulate::import("json", convert = FALSE)$dumps(serialize(object)))
    expect_identical(sub('("registered_name": )"[A-Za-z]+"', "\\1null", text), serialize_learning_rate_schedule(schedule))
    expect_identical(deserialize_learning_rate_schedule(keras$optimizers$schedules$serialize(object)), schedule)
    expect_identical(deserialize_learning_rate_schedule(object), schedule)
    steps <- c(0L, 7L, 29L)
    theirs <- vapply(steps, function(step) number(object(step)), 0)
    expect_rates(theirs, schedule(steps), computed_by_keras = !has_wheel())
    expect_match(capture.output(print(object))[[1L]], if (has_wheel()) "computed by the Python package sgdr" else "computed by Keras")
  }
})

test_that("keras$optimizers$schedules serializes and deserializes a schedule", {
  keras <- keras()
  for (schedule in keras_has) {
    list <- keras$optimizers$schedules$serialize(schedule)
    expect_identical(list$class_name, as.list(schedule)$class_name)
    expect_identical(deserialize_learning_rate_schedule(list), schedule)
    # R has no list of one number: what it makes of Keras' [100] is no boundary for Keras.
    if (length(schedule$boundaries) != 1) {
      expect_identical(deserialize_learning_rate_schedule(keras$optimizers$schedules$deserialize(list)), schedule)
    }
    expect_identical(deserialize_learning_rate_schedule(keras$optimizers$schedules$deserialize(as.list(schedule))), schedule)
  }
})

test_that("every optimizer takes a schedule itself, as optimizer_*(learning_rate = ) of keras3 passes it", {
  keras <- keras()
  optimizers <- c(
    "Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lamb", "Lion", "Nadam", "RMSprop", "SGD"
  )
  for (name in optimizers) {
    optimizer <- do.call(keras$optimizers[[name]], list(learning_rate = schedule))
    expect_rates(number(optimizer$learning_rate), 0.1)
    expect_identical(deserialize_learning_rate_schedule(optimizer$get_config()$learning_rate), schedule)
  }
})

test_that("compile, fit, save, load and fit again follow the schedule", {
  keras <- keras()
  file <- tempfile(fileext = ".keras")
  on.exit(unlink(file))
  model <- one_weight(keras, keras$optimizers$SGD(learning_rate = schedule))
  first <- train(keras, model, 7)
  model$save(file)
  expect_identical(deserialize_learning_rate_schedule(file), schedule)
  second <- train(keras, keras$saving$load_model(file), 13)
  rates <- c(first$rate, second$rate)
  expect_rates(rates, schedule(0:19), computed_by_keras = !has_wheel())
  expect_equal(c(first$moved, second$moved), schedule(0:19), tolerance = 1e-5)

  own <- keras$optimizers$schedules$CosineDecayRestarts(0.1, 5L, m_mul = 0.8, alpha = 0.01)
  theirs <- train(keras, one_weight(keras, keras$optimizers$SGD(learning_rate = own)), 20)$rate
  if (has_wheel()) expect_equal(rates, theirs, tolerance = 1e-5) else expect_identical(rates, theirs)
})

test_that("without the Python package a plan needs the length of the run, and follows the table of its rates", {
  keras <- keras()
  skip_if(has_wheel(), "the Python package sgdr is installed")
  way_out <- "keras_schedule\\(schedule, steps = "
  expect_error(keras_schedule(plan), way_out)
  expect_error(keras$optimizers$SGD(learning_rate = plan), way_out)
  object <- keras_schedule(plan, steps = 20)
  expect_match(capture.output(print(object))[[1L]], "a table of exact rates")
  steps <- c(0:19, 20, 1000, 2^31 - 1, -1, -5)
  expected <- plan(pmin(pmax(steps, 0), 19))
  expect_rates(vapply(steps, function(step) number(object(step)), 0), expected)
  expect_rates(numbers(object(keras$ops$convert_to_tensor(as.integer(steps)))), expected)
  # A float that is no number has the rate of step 0.
  expect_rates(numbers(object(keras$ops$convert_to_tensor(c(NaN, -Inf, Inf, 2.5)))), plan(c(0, 0, 19, 2)))
  # Keras' own classes are exact by a table, too.
  exact <- keras_schedule(schedule, steps = 20)
  expect_rates(vapply(0:19, function(step) number(exact(step)), 0), schedule(0:19))
})

test_that("a plan trains, is saved and loaded, and read by this package", {
  keras <- keras()
  file <- tempfile(fileext = ".keras")
  on.exit(unlink(file))
  learning_rate <- if (has_wheel()) plan else keras_schedule(plan, steps = 20)
  if (has_wheel()) learning_rate <- warmup(schedule, 3)
  expected <- if (has_wheel()) learning_rate else plan
  model <- one_weight(keras, keras$optimizers$SGD(learning_rate = learning_rate))
  first <- train(keras, model, 7)
  model$save(file)
  expect_identical(deserialize_learning_rate_schedule(file), expected)
  second <- train(keras, keras$saving$load_model(file), 13)
  expect_rates(c(first$rate, second$rate), expected(0:19))
  expect_equal(c(first$moved, second$moved), expected(0:19), tolerance = 1e-5)
})

test_that("with the Python package a plan is one of sgdr.keras, and Keras reads its config", {
  keras <- keras()
  skip_if_not(has_wheel(), "the Python package sgdr is not installed")
  simple <- warmup(schedule, 3)
  object <- keras$optimizers$schedules$deserialize(as.list(simple))
  expect_identical(deserialize_learning_rate_schedule(object), simple)
  expect_identical(vapply(0:50, function(step) number(object(step)), 0), vapply(0:50, function(step) number(keras_schedule(simple)(step)), 0))
  expect_rates(vapply(0:50, function(step) number(object(step)), 0), simple(0:50))
  # Of very many different cycles it has only a table.
  many <- learning_rate_schedule_cosine_decay_restarts(0.1, 1, t_mul = 1.0001) |> warmup(3)
  expect_error(keras$optimizers$SGD(learning_rate = many), "keras_schedule\\(schedule, steps = .*different cycles")
  table <- keras_schedule(many, steps = 20)
  expect_rates(vapply(0:19, function(step) number(table(step)), 0), many(0:19))
  # Any number is a step.
  for (schedule in list(schedule, simple)) {
    steps <- c(-5, -0.5, 0.5, 4.75, 5, 1e6)
    expected <- schedule(pmax(steps, 0))
    object <- keras_schedule(schedule)
    expect_rates(vapply(steps, function(step) number(object(step)), 0), expected)
    expect_rates(numbers(object(keras$ops$convert_to_tensor(steps, dtype = "float32"))), expected)
  }
  # Every restart of these is exact, where Keras' own formula can be in the wrong cycle.
  for (t_mul in c(1, 1.5, 2, 3)) {
    schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 6, t_mul = t_mul)
    steps <- as.integer(restarts(schedule, 10000))
    expect_rates(numbers(keras_schedule(schedule)(keras$ops$convert_to_tensor(steps))), schedule(steps))
  }
})

test_that("a model that was saved with a plan loads in a session that has only loaded the package", {
  keras <- keras()
  skip_if_not(sgdr:::has_load_hooks(), "this reticulate has no hooks")
  file <- tempfile(fileext = ".keras")
  on.exit(unlink(file))
  model <- one_weight(keras, "sgd")
  model$compile(optimizer = keras$optimizers$SGD(learning_rate = keras_schedule(warmup(schedule, 3), steps = 20)), loss = "mse")
  model$save(file)
  code <- c(
    "suppressMessages(library(sgdr))", "keras <- reticulate::import('keras')",
    sprintf("model <- keras$saving$load_model(%s)", deparse(file)),
    "cat('rate', reticulate::import_builtins()$float(model$optimizer$`_learning_rate`(6L)), '\\n')"
  )
  output <- in_a_fresh_session(code)
  expect_true(any(output == sprintf("rate %s ", format(warmup(schedule, 3)(6), digits = 7))), info = paste(output, collapse = "\n"))
})

test_that("a variable or a tensor as step has a tensor, by the rule of frameworks", {
  keras <- keras()
  optimizer <- keras$optimizers$SGD(learning_rate = schedule)
  dtype <- function(tensor) keras$backend$standardize_dtype(tensor$dtype)
  for (schedule in c(keras_has, plan)) {
    rate <- schedule(optimizer$iterations)
    expect_s3_class(rate, class(keras$ops$convert_to_tensor(0.1)), exact = TRUE)
    expect_identical(dtype(rate), "float32")
    expect_length(keras$ops$shape(rate), 0)
    expect_rates(number(rate), schedule(0))
  }
  optimizer$iterations$assign(7L)
  expect_rates(number(schedule(optimizer$iterations)), schedule(7))
  set.seed(1)
  steps <- as.integer(c(sample.int(1e6, 50), 0, 4, 5, 14, 15, 2^31 - 1, -1, -7))
  expect_rates(numbers(schedule(keras$ops$convert_to_tensor(steps))), schedule(pmax(steps, 0)))
  square <- keras$ops$reshape(keras$ops$convert_to_tensor(0:5), list(2L, 3L))
  expect_identical(unlist(keras$ops$shape(schedule(square))), c(2L, 3L))
  expect_rates(numbers(schedule(square)), schedule(0:5))
  real <- c(0.5, 2.25, 4.75, 5, 1e6)
  expect_rates(numbers(schedule(keras$ops$convert_to_tensor(real, dtype = "float32"))), schedule(real))
  for (wrong in c(NaN, Inf)) expect_error(schedule(keras$ops$convert_to_tensor(wrong)), "`step` must be a number >= 0")
  # NumPy's numbers are numbers.
  expect_identical(schedule(reticulate::import("numpy", convert = FALSE)$array(c(0L, 5L))), array(schedule(c(0, 5))))
  expect_identical(schedule(reticulate::py_eval("5", convert = FALSE)), schedule(5))
})

test_that("inside a compiled function the step is not known yet", {
  keras <- keras()
  rate <- switch(keras$backend$backend(),
    jax = reticulate::import("jax")$jit(schedule)(5L),
    tensorflow = reticulate::import("tensorflow")$`function`(keras_schedule(schedule)$`__call__`)(5L),
    skip("nothing is compiled by default")
  )
  expect_rates(number(rate), schedule(5), computed_by_keras = !has_wheel())
})

test_that("Keras' callback LearningRateScheduler takes a schedule of epochs", {
  keras <- keras()
  model <- one_weight(keras, keras$optimizers$SGD(learning_rate = 1))
  callback <- keras$callbacks$LearningRateScheduler(schedule)
  history <- model$fit(ones(), ones(), epochs = 12L, verbose = 0L, callbacks = list(callback))
  expect_rates(as.numeric(history$history$learning_rate), schedule(0:11), computed_by_keras = !has_wheel())
})

test_that("Keras' own schedules go where those of this package go", {
  keras <- keras()
  own <- keras$optimizers$schedules$CosineDecayRestarts(0.1, 5L, m_mul = 0.8, alpha = 0.01)
  expect_identical(deserialize_learning_rate_schedule(own), schedule)
  expect_identical(warmup(own, 3), warmup(schedule, 3))
  expect_identical(cycle_limit(own, 2), cycle_limit(schedule, 2))
  expect_identical(chain_schedules(list(own, schedule), 10), chain_schedules(list(schedule, schedule), 10))
  expect_identical(go_on_with(own, 3, own), go_on_with(schedule, 3, schedule))
  for (f in c(cycles, restarts, snapshots)) expect_identical(f(own, 100), f(schedule, 100))
  expect_identical(cycle_at(own, 7), cycle_at(schedule, 7))
  expect_identical(is_last_step_of_cycle(own, 4), TRUE)
  expect_identical(rate_at(own, 0:20), schedule(0:20))
  expect_identical(serialize_learning_rate_schedule(own), serialize_learning_rate_schedule(schedule))
  expect_identical(summary(own), summary(schedule))
  expect_identical(as.data.frame(own), as.data.frame(schedule))
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_identical(plot(own), plot(schedule))
  expect_identical(lines(own), lines(schedule))
  skip_if_not_installed("generics")
  for (f in c(generics::tidy, generics::glance, generics::augment)) expect_identical(f(own, steps = 100), f(schedule, steps = 100))
  skip_if_not_installed("ggplot2")
  expect_identical(ggplot2::autoplot(own)$data, ggplot2::autoplot(schedule)$data)
})

test_that("what is no schedule is refused", {
  keras()
  expect_error(keras_schedule(3), "`schedule` must be a schedule of this package or of Keras (received 3)", fixed = TRUE)
  expect_error(keras_schedule(plan, steps = 0), "`steps` must be a whole number >= 1 (received 0)", fixed = TRUE)
  expect_error(keras_schedule(plan, steps = 1e9), "`steps` must be <= 100000000")
})

test_that("where Keras is not loaded a schedule is a function to Python", {
  keras()
  output <- in_a_fresh_session(c(
    "library(sgdr)",
    "schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)",
    "cat('rate', reticulate::py_eval('lambda f: f(500)')(schedule), '\\n')",
    "cat('keras', sgdr:::is_keras_loaded(), '\\n')"
  ))
  expect_true(all(c("rate 0.25 ", "keras FALSE ") %in% output), info = paste(output, collapse = "\n"))
})

test_that("keras_schedule() may be the first call, and prints nothing", {
  keras()
  output <- in_a_fresh_session(c(
    "library(sgdr)",
    "object <- keras_schedule(learning_rate_schedule_cosine_decay_restarts(0.5, 1000))",
    "cat('rate', reticulate::import_builtins()$float(object(500L)), '\\n')"
  ))
  expect_true("rate 0.25 " %in% output, info = paste(output, collapse = "\n"))
  # TensorFlow has information that nothing turns off.
  output <- output[!grepl("^I0000|^WARNING: All log messages before absl", output)]
  expect_false(any(grepl("error|^E0000|^W0000|rebuild TensorFlow", output, ignore.case = TRUE)), info = paste(output, collapse = "\n"))
})

test_that("what sgdr.keras.Schedule saves is read", {
  saved <- sprintf(
    '{"module": "sgdr.keras", "class_name": "Schedule", "config": {"schedule": %s, "steps": null}, "registered_name": "sgdr>Schedule"}',
    serialize_learning_rate_schedule(plan)
  )
  expect_identical(deserialize_learning_rate_schedule(saved), plan)
})

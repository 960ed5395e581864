# Schedules as code, in summaries, and as Keras' JSON.

page <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)

test_that("print shows the code and the restarts", {
  expect_identical(capture.output(print(page)), c(
    "learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)",
    "# restarts at steps 1,000, 3,000, 7,000, ..."
  ))
  expect_identical(capture.output(print(page |> warmup(100, shape = "cosine") |> cycle_limit(3))), c(
    "learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01) |>",
    "  warmup(100, shape = \"cosine\") |>",
    "  cycle_limit(3)",
    "# restarts at steps 1,100, 3,100"
  ))
  expect_identical(capture.output(print(learning_rate_schedule_piecewise_constant_decay(c(1e5, 110000), c(1, 0.5, 0.1)))),
    "learning_rate_schedule_piecewise_constant_decay(c(100000, 110000), c(1, 0.5, 0.1))"
  )
  restarts_shown <- function(schedule) utils::tail(capture.output(print(schedule)), 1)
  expect_identical(restarts_shown(cycle_limit(page, 1)), "# no restarts")
  expect_identical(restarts_shown(cycle_limit(page, 4)), "# restarts at steps 1,000, 3,000, 7,000")
  expect_identical(restarts_shown(cycle_limit(page, 5)), "# restarts at steps 1,000, 3,000, 7,000, ...")
  steady <- learning_rate_schedule_cosine_decay_restarts(0.1, 1, t_mul = 1) |> cycle_limit(2^60)
  expect_identical(restarts_shown(steady), "# restarts at steps 1, 2, 3, ...")
  cut <- chain_schedules(list(page, learning_rate_schedule_cosine_decay(0.1, 100)), 1500)
  expect_identical(restarts_shown(cut), "# restarts at steps 1,000, 1,500")
  expect_identical(restarts_shown(learning_rate_schedule_cosine_decay_restarts(0.1, 10, t_mul = 0.5)), "# restarts at steps 10, 15, 18")
})

test_that("the defaults are those of the core", {
  required <- list(
    cosine_decay_restarts = list(0.1, 10), cosine_decay = list(0.1, 10), exponential_decay = list(0.1, 10, 0.5),
    inverse_time_decay = list(0.1, 10, 0.5), piecewise_constant_decay = list(10, c(0.1, 0.2)), polynomial_decay = list(0.1, 10),
    cosine_cycles = list(0.1, 10), constant_rate = list(0.1)
  )
  for (class in names(required)) {
    maker <- paste0("learning_rate_schedule_", class)
    schedule <- do.call(maker, required[[class]])
    # Without the optional keys the core uses its own defaults.
    config <- as.list(schedule)
    config$config <- config$config[seq_along(required[[class]])]
    expect_identical(deserialize_learning_rate_schedule(config), schedule)
    expect_setequal(names(formals(maker)), names(as.list(schedule)$config))
  }
})

test_that("the code makes the same schedule again", {
  numbers <- c(0.1, 1 / 3, pi, 1e-300, 5e-324, .Machine$double.xmax, 2^-1074 * 3, 1 - 2^-53, 123456789.123456789)
  for (number in numbers) {
    schedule <- learning_rate_schedule_cosine_decay_restarts(number, 10)
    expect_identical(eval(parse(text = format(schedule))), schedule)
  }
  odd <- list(
    learning_rate_schedule_exponential_decay(0.1, 1000, 0.9, staircase = TRUE, name = "a \"quoted\" \\ n\u00e4me\n"),
    learning_rate_schedule_cosine_decay(0, 10, warmup_target = 1, warmup_steps = 5),
    learning_rate_schedule_cosine_cycles(0.1, 10, closed = TRUE),
    learning_rate_schedule_constant_rate(0.1, name = "floor"),
    chain_schedules(list(page, warmup(page, 3), page), c(10, 20), starts = c(0, 5, 0)),
    chain_schedules(list(page)),
    clamp_rates(page, min = 0.001),
    normalized_weight_decay(page, 0.05, 128, 50000, 391) |> scale_rates(2)
  )
  for (schedule in odd) expect_identical(eval(parse(text = format(schedule))), schedule)
})

test_that("the code is the same in every locale", {
  names <- c("n\u00e4me", "\u5b66\u7fd2\U0001f600", "a'b\"c\\d\te", "")
  schedules <- lapply(names, function(name) learning_rate_schedule_cosine_decay_restarts(0.1, 10, name = name))
  code <- vapply(schedules, format, "")
  locale <- Sys.getlocale("LC_CTYPE")
  on.exit(Sys.setlocale("LC_CTYPE", locale))
  Sys.setlocale("LC_CTYPE", "C")
  expect_identical(vapply(schedules, format, ""), code)
  expect_identical(lapply(code, function(text) eval(parse(text = text))), schedules)
})

test_that("summary shows the cycles and where the run ends", {
  expect_identical(capture.output(print(summary(page, 10000))), c(
    "learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)",
    "",
    " cycle first_step last_step length     peak floor  last_rate",
    "     0          0       999   1000      0.1 0.001 0.00100024",
    "     1      1,000     2,999   2000   0.0802 0.001 0.00100005",
    "     2      3,000     6,999   4000  0.06436 0.001 0.00100001",
    "     3      7,000    14,999   8000 0.051688 0.001      0.001",
    "",
    "10,000 steps end 38 % into cycle 3; 7,000 or 15,000 steps end on a cycle's end"
  ))
  end <- function(...) summary(...)$end
  expect_identical(end(page, 7000), "7,000 steps end where cycle 2 ends")
  expect_identical(end(page |> cycle_limit(3), 8000), "8,000 steps end on the floor, which is held from step 7,000 on")
  expect_identical(end(page |> warmup(10), 5), "5 steps end in the warm-up of cycle 0; 1,010 steps end on a cycle's end")
  # A plan whose last part is a cycle that never ends.
  part <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
  endless <- chain_schedules(list(part, learning_rate_schedule_polynomial_decay(0.1, 1000)), 6000)
  expect_identical(end(endless, 16000), "16,000 steps end in cycle 3; 6,000 steps end on a cycle's end")
  expect_identical(end(page, 4), "4 steps end less than 1 % into cycle 0; 1,000 steps end on a cycle's end")
  expect_identical(end(page, 6999), "6,999 steps end more than 99 % into cycle 2; 3,000 or 7,000 steps end on a cycle's end")
  expect_identical(end(page, 1), "1 step ends less than 1 % into cycle 0; 1,000 steps end on a cycle's end")
  expect_identical(end(learning_rate_schedule_polynomial_decay(0.5, 10, 0.25), 11), "11 steps end at the rate 0.25")
  expect_null(summary(learning_rate_schedule_polynomial_decay(0.5, 10))$cycles)
})

test_that("the JSON is that of Keras", {
  expect_identical(serialize_learning_rate_schedule(page), paste0(
    '{"module": "keras.optimizers.schedules", "class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, ',
    '"first_decay_steps": 1000, "t_mul": 2.0, "m_mul": 0.8, "alpha": 0.01, "name": "SGDRDecay"}, "registered_name": null}'
  ))
  plan <- chain_schedules(list(page |> warmup(10), page), 500) |> clamp_rates(max = 0.05)
  for (schedule in list(page, plan)) {
    expect_identical(deserialize_learning_rate_schedule(serialize_learning_rate_schedule(schedule)), schedule)
    expect_identical(deserialize_learning_rate_schedule(as.list(schedule)), schedule)
  }
})

test_that("files are read", {
  file <- tempfile(fileext = ".json")
  on.exit(unlink(file))
  writeLines(serialize_learning_rate_schedule(page), file)
  expect_identical(deserialize_learning_rate_schedule(file), page)
})

test_that("lists are read as reticulate makes them of Python's dicts", {
  dict <- list(
    module = "keras.optimizers.schedules", class_name = "PiecewiseConstantDecay",
    config = list(boundaries = 1000L, values = c(0.1, 0.01), name = "PiecewiseConstant"), registered_name = NULL
  )
  expect_identical(
    deserialize_learning_rate_schedule(dict),
    learning_rate_schedule_piecewise_constant_decay(1000, c(0.1, 0.01))
  )
  optimizer <- list(class_name = "SGD", config = list(name = "SGD", learning_rate = as.list(page), momentum = 0))
  expect_identical(deserialize_learning_rate_schedule(optimizer), page)
})

test_that("jsonlite reads and writes the same", {
  skip_if_not_installed("jsonlite")
  list <- jsonlite::fromJSON(serialize_learning_rate_schedule(page))
  expect_identical(deserialize_learning_rate_schedule(list), page)
  text <- jsonlite::toJSON(as.list(page), auto_unbox = TRUE, null = "null", digits = NA)
  expect_identical(deserialize_learning_rate_schedule(text), page)
})

test_that("what is no schedule is refused with its place", {
  refused <- function(config, message) {
    error <- tryCatch(deserialize_learning_rate_schedule(config), error = identity)
    expect_null(conditionCall(error))
    expect_match(conditionMessage(error), message, fixed = TRUE)
  }
  config <- function(...) list(class_name = "CosineDecay", config = list(...))
  refused("{", "no JSON")
  refused('{"class_name": "Foo", "config": {}}', "no schedule is known as \"Foo\"")
  refused(config(initial_learning_rate = 0.1, decay_steps = 10.7), "config.decay_steps: must be a whole number >= 0 (received 10.7)")
  refused(config(initial_learning_rate = NA, decay_steps = 10), "config.initial_learning_rate: must be a number (received null)")
  refused(config(initial_learning_rate = 0.1), "the key \"decay_steps\" is missing")
  refused(config(initial_learning_rate = sum, decay_steps = 1), "config: initial_learning_rate: must be a number")
  refused(list(), "holds no schedule")
  refused(3, "`config` must be JSON text, a nested list or a schedule of Keras (received 3)")
  refused("model.keras", "`config` must be the path of a file that exists (received \"model.keras\")")
  refused(NA_character_, "no JSON")
  deep <- 1
  for (level in 1:10000) deep <- list(a = deep)
  refused(deep, "at most 200 deep")
})

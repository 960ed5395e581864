# Every error names the argument and shows the value received; and it is an error of R, without a call.

expect_refused <- function(call, name, shown = NULL) {
  error <- tryCatch(call, error = identity)
  expect_s3_class(error, "simpleError")
  expect_null(conditionCall(error))
  message <- conditionMessage(error)
  expect_match(message, sprintf("^`%s", name))
  expect_no_match(message, "panic|unwrap|src/|Robj")
  if (!is.null(shown)) expect_match(message, shown, fixed = TRUE)
}

bad <- list(
  "NULL" = NULL, "NA" = NA, "NA" = NA_real_, "NA" = NA_integer_, "NaN" = NaN, "Inf" = Inf, "-Inf" = -Inf, "-1" = -1, "-1" = -1L,
  "\"a\"" = "a", "TRUE" = TRUE, "a factor" = factor(1), "a list of 1" = list(1), "a function" = sum, "1i" = 1i
)

test_that("numbers of schedules", {
  make <- function(...) {
    given <- list(...)
    usual <- list(initial_learning_rate = 0.1, first_decay_steps = 1000)
    usual[names(given)] <- given
    do.call(learning_rate_schedule_cosine_decay_restarts, usual, quote = TRUE)
  }
  for (name in c("initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha")) {
    for (index in seq_along(bad)) {
      argument <- structure(list(bad[[index]]), names = name)
      expect_refused(do.call(make, argument, quote = TRUE), name, names(bad)[[index]])
    }
    expect_refused(do.call(make, structure(list(c(1, 2)), names = name)), name, "a vector of length 2")
    expect_refused(do.call(make, structure(list(numeric()), names = name)), name, "a vector of length 0")
  }
  expect_refused(make(first_decay_steps = 10.7), "first_decay_steps", "must be a whole number >= 1 (received 10.7)")
  expect_refused(make(first_decay_steps = 0), "first_decay_steps", "must be a whole number >= 1 (received 0)")
  expect_refused(make(first_decay_steps = -5), "first_decay_steps", "must be a whole number >= 1 (received -5)")
  expect_refused(make(first_decay_steps = 2^64), "first_decay_steps", "18446744073709551615")
  expect_refused(make(t_mul = 0), "t_mul", "must be finite and > 0 (received 0)")
  expect_refused(make(alpha = 1.5), "alpha", "must be between 0 and 1 (received 1.5)")
  for (name in list(NA, NA_character_, 3, c("a", "b"), list("a"))) expect_refused(make(name = name), "name")
  expect_refused(learning_rate_schedule_cosine_decay_restarts(0.1), "first_decay_steps", "must be given")
})

test_that("large whole numbers are fine", {
  expect_s3_class(learning_rate_schedule_cosine_decay_restarts(0.1, 2^60), "sgdr_schedule")
  expect_identical(learning_rate_schedule_cosine_decay_restarts(0.1, 1, t_mul = 1)(2^63), 0.1)
})

test_that("steps", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
  for (index in which(names(bad) != "NA")) expect_refused(schedule(bad[[index]]), "step", names(bad)[[index]])
  expect_refused(schedule(2^64), "step", "must be a number >= 0 and < 2^64 (received 1.8446744073709552e+19)")
  expect_refused(schedule(c(1, NaN, 3)), "step", "received NaN, element 2")
  expect_refused(schedule(c(1, 2, -0.5)), "step", "received -0.5, element 3")
  expect_refused(schedule(replace(numeric(3e6), 2500000, -1)), "step", "received -1, element 2500000")
  expect_refused(is_last_step_of_cycle(schedule, replace(numeric(3e6), 2500000, 0.5)), "step", "received 0.5, element 2500000")
  expect_refused(schedule(as.Date("2026-01-01")), "step")
  expect_refused(schedule(), "step", "must be given")
})

test_that("flags, choices and lists", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
  for (flag in list(NULL, NA, 1, "TRUE", c(TRUE, FALSE))) {
    expect_refused(learning_rate_schedule_exponential_decay(0.1, 10, 0.5, staircase = flag), "staircase")
    expect_refused(learning_rate_schedule_polynomial_decay(0.1, 10, cycle = flag), "cycle")
    expect_refused(warmup(schedule, 10, to_peak = flag), "to_peak")
  }
  expect_refused(warmup(schedule, 10, place = "somewhere"), "place", "\"prefix\", \"inside\", \"every_cycle\"")
  expect_refused(warmup(schedule, 10, shape = NULL), "shape", "received NULL")
  expect_refused(warmup(schedule, 1000, place = "inside"), "warmup_steps", "must be < 1000")
  expect_refused(learning_rate_schedule_cosine_decay(0.1, 10, warmup_target = "a"), "warmup_target", "\"a\"")
  expect_refused(clamp_rates(schedule, min = -1), "min", "-1")
  expect_refused(clamp_rates(schedule, 2, 1), "min", "must be <= max, 1 (received 2)")
  expect_refused(learning_rate_schedule_constant_rate(-1), "learning_rate", "must be finite and >= 0 (received -1)")
  expect_refused(learning_rate_schedule_constant_rate(), "learning_rate", "must be given")
  pieces <- learning_rate_schedule_piecewise_constant_decay
  expect_refused(pieces(c(1, 2.5), 1:3), "boundaries[[]2]", "received 2.5")
  expect_refused(pieces(c(2, 1), 1:3), "boundaries", "received 1 after 2, element 2")
  expect_refused(pieces(c(1, NA), 1:3), "boundaries", "received NA, element 2")
  expect_refused(pieces(NULL, 1), "boundaries", "NULL")
  expect_refused(pieces("a", 1), "boundaries", "\"a\"")
  expect_refused(pieces(1, c(0.1, -1)), "values", "received -1, element 2")
  expect_refused(pieces(1, list(0.1, "b")), "values", "a list of 2")
  expect_refused(pieces(1, 0.1), "values", "received 1 values, 1 boundaries")
})

test_that("schedules inside", {
  expect_refused(warmup(), "schedule", "must be given")
  expect_refused(learning_rate_schedule_piecewise_constant_decay(values = 1), "boundaries", "must be given")
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
  for (other in list(NULL, 3, "a", sum, list(schedule))) {
    expect_refused(warmup(other, 10), "schedule")
    expect_refused(cycle_limit(other, 10), "schedule")
    expect_refused(cycles(other), "schedule")
    expect_refused(serialize_learning_rate_schedule(other), "schedule")
  }
  expect_refused(cycle_limit(schedule, 0), "cycles", "must be a whole number >= 1 (received 0)")
  expect_refused(normalized_weight_decay(schedule, 0.05, 0, 100), "batch_size", "must be a whole number >= 1 (received 0)")
  expect_refused(normalized_weight_decay(schedule, 0.05, 128, -1), "dataset_size", "received -1")
  expect_refused(cycle_limit(learning_rate_schedule_cosine_decay(0.1, 10), 2), "schedule", "must have cycles")
  expect_refused(chain_schedules(list(), 1), "schedules", "a list of 0")
  expect_refused(chain_schedules(schedule, 1), "schedules", "a function")
  expect_refused(chain_schedules(list(schedule, 3), 1), "schedules[[][[]2]]", "received 3")
  expect_refused(chain_schedules(list(schedule, schedule), c(1, 2)), "boundaries", "received 2")
  expect_refused(chain_schedules(list(schedule, schedule), 10.7), "boundaries[[]1]", "received 10.7")
})

test_that("runs", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
  for (steps in list(0, -1, 10.7, NA, "a", c(1, 2))) {
    expect_refused(cycles(schedule, steps), "steps")
    expect_refused(summary(schedule, steps), "steps")
    expect_refused(as.data.frame(schedule, steps = steps), "steps")
    expect_refused(fit_first_decay_steps(steps, 3), "steps")
    expect_refused(plot(schedule, steps), "steps")
  }
  expect_refused(as.data.frame(schedule, steps = 1e9), "steps", "must be <= 100000000 where each step has a row (received 1000000000)")
  expect_refused(fit_first_decay_steps(100, 8), "cycles", "must be <= 6 to fit in 100 steps (received 8)")
  expect_refused(fit_first_decay_steps(100, 2, 0), "t_mul", "received 0")
  expect_refused(cycles(learning_rate_schedule_cosine_decay_restarts(0.1, 1, t_mul = 1), 1e9), "steps", "10000000")
  expect_refused(skip_cycle(cycle_limit(schedule, 1), 5000), "steps", "received 5000")
})

# Schedules of schedules, cycles and budgets; their rates are in test-golden.R.

page <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)

test_that("adaptors do what they say", {
  expect_identical(warmup(page, 100)(c(0, 50, 100, 600, 1100)), c(0, 0.25, 0.5, 0.25, 0.5))
  expect_identical(scale_rates(page, 0.25)(500), 0.0625)
  expect_identical(clamp_rates(page, max = 0.25)(c(0, 500)), c(0.25, 0.25))
  expect_identical(cycle_limit(page, 2)(c(1000, 3000, 2^50)), c(0.5, 0, 0))
  expect_identical(chain_schedules(list(page, page), 10, starts = c(0, 500))(c(0, 10)), c(0.5, 0.25))
  expect_identical(chain_schedules(list(page))(0:10), page(0:10))
  expect_identical(learning_rate_schedule_constant_rate(0.5)(c(0, 1.5, 2^60)), c(0.5, 0.5, 0.5))
  expect_identical(learning_rate_schedule_cosine_cycles(0.5, 1001, closed = TRUE, eta_min = 0.25)(c(0, 1000)), c(0.5, 0.25))
  decay <- normalized_weight_decay(page, 0.025, 128, 50000)
  expect_identical(decay$steps_per_epoch, 391L)
  expect_identical(decay(3000), decay(0) / 2)
})

test_that("cycles, restarts and snapshots", {
  table <- cycles(page, 10000)
  expect_identical(names(table), c("cycle", "first_step", "last_step", "length", "peak", "floor", "last_rate"))
  expect_identical(table$first_step, c(0, 1000, 3000, 7000))
  expect_identical(table$last_step, c(999, 2999, 6999, 14999))
  expect_identical(table$length, c(1000, 2000, 4000, 8000))
  expect_identical(table$last_rate, page(table$last_step))
  expect_identical(nrow(cycles(page)), 4L)
  expect_identical(restarts(page, 7000), c(1000, 3000))
  expect_identical(restarts(page, 7001), c(1000, 3000, 7000))
  expect_identical(snapshots(page, 6999), c(999, 2999))
  expect_identical(snapshots(page, 7000), c(999, 2999, 6999))
  expect_identical(is_last_step_of_cycle(page, c(2998, 2999, 3000)), c(FALSE, TRUE, FALSE))
  expect_false(is_last_step_of_cycle(learning_rate_schedule_cosine_decay(0.1, 10), 9))
  limited <- cycle_limit(page, 2)
  expect_identical(restarts(limited, 1e6), 1000)
  expect_identical(cycles(limited, 1e6)$last_step, c(999, 2999, Inf))
  expect_identical(cycle_at(page, c(999, 1000))$position, c(0.999, 0))
})

test_that("cycles do not overlap, and a run that was fitted ends with one", {
  for (t_mul in c(0.7, 1, 1.1, 1.5, 2, 10)) {
    schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 97, t_mul = t_mul)
    table <- cycles(schedule, 5000)
    expect_identical(table$first_step[-1], table$last_step[-nrow(table)] + 1)
    fitted <- fit_first_decay_steps(5000, 2, t_mul)
    for (row in seq_len(nrow(fitted))) {
      schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, fitted$first_decay_steps[[row]], t_mul = t_mul)
      expect_true(is_last_step_of_cycle(schedule, fitted$steps[[row]] - 1))
      expect_identical(cycle_at(schedule, fitted$steps[[row]] - 1)$cycle, 1)
    }
  }
  expect_identical(
    fit_first_decay_steps(7000, cycles = 3),
    data.frame(first_decay_steps = 1000, steps = 7000, whole = TRUE)
  )
  expect_identical(fit_first_decay_steps(10000, cycles = 3)$first_decay_steps, c(1428, 1429))
})

test_that("a change of plan keeps what is done", {
  done <- 0:4999
  for (changed in list(skip_cycle(page, 5000), repeat_cycle(page, 5000), go_on_with(page, 5000, scale_rates(page, 0.5)))) {
    expect_identical(changed(done), page(done))
  }
  expect_identical(skip_cycle(page, 5000)(5000 + 0:99), page(7000 + 0:99))
  expect_identical(restarts(repeat_cycle(page, 5000), 12000), c(1000, 3000, 7000, 11000))
  expect_identical(go_on_with(page, 5000, scale_rates(page, 0.5))(7000), 0.25)
})

test_that("the usual length of a run", {
  usual <- sgdr:::usual_steps
  expect_identical(usual(page), 15000)
  expect_identical(usual(cycle_limit(page, 2)), 3000)
  expect_identical(usual(learning_rate_schedule_cosine_decay_restarts(1, 10, t_mul = 0.5)), 19)
  expect_identical(usual(learning_rate_schedule_cosine_decay(0.1, 100)), 100)
  expect_identical(usual(learning_rate_schedule_cosine_decay(0, 2^31 - 1, warmup_target = 1, warmup_steps = 2^31 - 1)), 2^32 - 2)
  expect_identical(usual(learning_rate_schedule_exponential_decay(0.1, 2^63, 0.5)), 2^63)
  expect_identical(usual(learning_rate_schedule_cosine_decay(0, 100, warmup_target = 1, warmup_steps = 20)), 120)
  expect_identical(usual(learning_rate_schedule_exponential_decay(0.1, 100, 0.5)), 1000)
  expect_identical(usual(learning_rate_schedule_inverse_time_decay(0.1, 100, 0.5)), 1000)
  expect_identical(usual(learning_rate_schedule_polynomial_decay(0.1, 100)), 100)
  expect_identical(usual(learning_rate_schedule_polynomial_decay(0.1, 100, cycle = TRUE)), 401)
  expect_identical(usual(learning_rate_schedule_piecewise_constant_decay(c(99, 149), c(3, 2, 1))), 200)
  expect_identical(usual(learning_rate_schedule_piecewise_constant_decay(99, c(3, 2))), 200)
  decay <- learning_rate_schedule_cosine_decay(0.1, 100)
  expect_identical(usual(warmup(decay, 10)), 110)
  expect_identical(usual(scale_rates(clamp_rates(decay, max = 1), 2)), 100)
  expect_identical(usual(chain_schedules(list(page, decay), 500)), 600)
})

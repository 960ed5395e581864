# Data frames.

page <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
decay <- learning_rate_schedule_exponential_decay(0.1, 100, 0.5)

test_that("as.data.frame has a row a step", {
  expect_identical(as.data.frame(page, steps = 3), data.frame(step = c(0, 1, 2), learning_rate = page(0:2)))
  expect_identical(nrow(as.data.frame(page)), 15000L)
  expect_identical(nrow(as.data.frame(decay)), 1000L)
})

test_that("broom's generics work", {
  skip_if_not_installed("generics")
  expect_identical(generics::tidy(page, steps = 10000), cycles(page, 10000))
  glance <- generics::glance(page, steps = 10000)
  expect_identical(nrow(glance), 1L)
  expect_identical(glance$restarts, 3L)
  expect_identical(glance$position, 0.375)
  expect_identical(c(glance$end_before, glance$end_after), c(7000, 15000))
  expect_identical(generics::glance(decay)$restarts, NA_integer_)
  expect_identical(names(generics::glance(decay)), names(glance))
  expect_identical(generics::glance(decay)$last_rate, decay(999))

  augmented <- generics::augment(page, steps = 3000)
  expect_identical(names(augmented), c("step", ".learning_rate", ".cycle", ".position", ".last_step_of_cycle"))
  expect_identical(augmented$.learning_rate, page(0:2999))
  expect_identical(which(augmented$.last_step_of_cycle), c(1000L, 3000L))
  log <- data.frame(step = c(0, 999, 1000), loss = c(3, 1, 2))
  expect_identical(generics::augment(page, log)$loss, log$loss)
  expect_identical(generics::augment(page, log)$.cycle, c(0, 0, 1))
  expect_identical(names(generics::augment(decay, log)), c("step", "loss", ".learning_rate"))
  missing <- generics::augment(page, data.frame(step = c(0, NA, 999.5)))
  expect_identical(missing$.learning_rate, page(c(0, NA, 999.5)))
  expect_identical(missing$.cycle, c(0, NA, 0))
  expect_identical(missing$.last_step_of_cycle, c(FALSE, NA, TRUE))
  expect_error(generics::augment(page, data.frame(loss = 1)), "`data` must be a data frame with a column step")
  expect_error(generics::tidy(decay), "`schedule` must have cycles")
})

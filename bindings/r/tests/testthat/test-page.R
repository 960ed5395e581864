# The reference page of keras3, word for word.

test_that("the signature is that of the page", {
  expect_identical(
    formals(learning_rate_schedule_cosine_decay_restarts),
    formals(function(initial_learning_rate, first_decay_steps, t_mul = 2, m_mul = 1, alpha = 0, name = "SGDRDecay") NULL)
  )
})

test_that("the example runs verbatim", {
  first_decay_steps <- 1000
  lr_decayed_fn <- learning_rate_schedule_cosine_decay_restarts(
          0.001,
          first_decay_steps)
  expect_true(is.function(lr_decayed_fn))
  expect_identical(names(formals(lr_decayed_fn)), "step")
  expect_identical(lr_decayed_fn(0), 0.001)
  expect_identical(lr_decayed_fn(500), 0.0005)
  expect_identical(lr_decayed_fn(c(1000, 3000, 7000)), rep(0.001, 3))
})

test_that("the siblings have the signatures of their pages", {
  expect_identical(
    formals(learning_rate_schedule_cosine_decay),
    formals(function(initial_learning_rate, decay_steps, alpha = 0, name = "CosineDecay", warmup_target = NULL, warmup_steps = 0L) NULL)
  )
  expect_identical(
    formals(learning_rate_schedule_exponential_decay),
    formals(function(initial_learning_rate, decay_steps, decay_rate, staircase = FALSE, name = "ExponentialDecay") NULL)
  )
  expect_identical(
    formals(learning_rate_schedule_inverse_time_decay),
    formals(function(initial_learning_rate, decay_steps, decay_rate, staircase = FALSE, name = "InverseTimeDecay") NULL)
  )
  expect_identical(
    formals(learning_rate_schedule_piecewise_constant_decay),
    formals(function(boundaries, values, name = "PiecewiseConstant") NULL)
  )
  expect_identical(
    formals(learning_rate_schedule_polynomial_decay),
    formals(function(initial_learning_rate, decay_steps, end_learning_rate = 1e-04, power = 1, cycle = FALSE,
                     name = "PolynomialDecay") NULL)
  )
})

test_that("the siblings' examples run", {
  boundaries <- c(100000, 110000)
  values <- c(1.0, 0.5, 0.1)
  learning_rate_fn <- learning_rate_schedule_piecewise_constant_decay(boundaries, values)
  expect_identical(learning_rate_fn(c(0, 100000, 100001, 110000, 110001)), c(1, 1, 0.5, 0.5, 0.1))
  expect_identical(learning_rate_schedule_piecewise_constant_decay(as.list(boundaries), as.list(values)), learning_rate_fn)

  decayed <- learning_rate_schedule_exponential_decay(0.1, decay_steps = 100000, decay_rate = 0.96, staircase = TRUE)
  expect_identical(decayed(99999), 0.1)
  warm <- learning_rate_schedule_cosine_decay(0, 1000, warmup_target = 0.1, warmup_steps = 1000)
  expect_identical(warm(c(0, 1000, 2000)), c(0, 0.1, 0))
})

# Optimizers and schedulers of the R package torch.

schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)

# The optimizers of torch are environments with a list of groups.
fake_optimizer <- function(groups) {
  optimizer <- new.env()
  optimizer$param_groups <- rep(list(list(params = list(), lr = 1)), groups)
  optimizer
}

test_that("set_learning_rate sets the rate of each group", {
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

# An optimizer of torch: a real one where libtorch is, else one of torch's class without tensors.
optimizer <- function(..., lr = 0.1) {
  skip_if_not_installed("torch")
  if (torch::torch_is_installed()) {
    groups <- lapply(list(lr, ...), function(lr) list(params = list(torch::torch_zeros(1, requires_grad = TRUE)), lr = lr))
    return(torch::optim_sgd(groups, lr = 0.1))
  }
  make <- torch::optimizer("without_tensors", initialize = function(lrs) {
    self$defaults <- list()
    self$param_groups <- lapply(lrs, function(lr) list(params = list(), lr = lr))
  })
  make(list(lr, ...))
}

rates_of_groups <- function(optimizer) vapply(optimizer$param_groups, function(group) group$lr, 0)

# The rates of the next steps, as a training loop has them.
run <- function(optimizer, scheduler, steps) {
  rates <- numeric()
  for (step in seq_len(steps)) {
    rates <- c(rates, rates_of_groups(optimizer)[[1L]])
    scheduler$step()
  }
  rates
}

test_that("lr_scheduled follows a schedule, as a scheduler of torch", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 5, m_mul = 0.8) |> warmup(3)
  optimizer <- optimizer()
  scheduler <- lr_scheduled(optimizer, schedule)
  expect_s3_class(scheduler, "LRScheduler")
  expect_identical(scheduler$get_last_lr(), schedule(0))
  expect_identical(run(optimizer, scheduler, 30), schedule(0:29))
  expect_identical(scheduler$last_epoch, 30)
})

test_that("lr_cosine_annealing_warm_restarts has PyTorch's rates in each group", {
  optimizer <- optimizer(0.02, lr = 0.1)
  scheduler <- lr_cosine_annealing_warm_restarts(optimizer, T_0 = 4, T_mult = 2, eta_min = 0.01)
  # PyTorch's formula, of its documentation.
  theirs <- function(lr, step) {
    start <- if (step < 4) 0 else if (step < 12) 4 else 12
    length <- if (step < 4) 4 else if (step < 12) 8 else 16
    0.01 + (lr - 0.01) * (1 + cos(pi * (step - start) / length)) / 2
  }
  for (step in 0:20) {
    expect_equal(rates_of_groups(optimizer), c(theirs(0.1, step), theirs(0.02, step)), tolerance = 1e-14)
    scheduler$step()
  }
  expect_error(lr_cosine_annealing_warm_restarts(optimizer, 0), "`T_0` must be a whole number >= 1 (received 0)", fixed = TRUE)
})

test_that("groups have schedules of their own, and one that is added later has one, too", {
  optimizer <- optimizer(0.02, lr = 0.1)
  scheduler <- lr_scheduled(optimizer, list(schedule, schedule * 0.1))
  scheduler$step()
  expect_identical(rates_of_groups(optimizer), c(schedule(1), (schedule * 0.1)(1)))
  expect_error(lr_scheduled(optimizer, list(schedule)), "`schedule` must be a list of 2 or more")
  expect_error(lr_scheduled(optimizer, list(schedule, 3)), "`schedule[[2]]` must be a schedule of this package", fixed = TRUE)
  expect_error(lr_scheduled(optimizer), "`schedule` must be given")

  one <- lr_scheduled(optimizer, function(lr) learning_rate_schedule_cosine_decay_restarts(lr, 10))
  one$step()
  optimizer$param_groups <- c(optimizer$param_groups, list(list(params = list(), lr = 0.3)))
  one$step()
  expect_identical(rates_of_groups(optimizer)[[3L]], learning_rate_schedule_cosine_decay_restarts(0.3, 10)(2))
})

test_that("a run stopped at any step resumes with the rates of the whole run", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 5) |> warmup(3)
  for (stopped in 0:29) {
    first <- optimizer()
    scheduler <- lr_scheduled(first, schedule)
    run(first, scheduler, stopped)
    file <- tempfile(fileext = ".rds")
    saveRDS(scheduler$state_dict(), file)
    second <- optimizer()
    resumed <- lr_scheduled(second, schedule)
    resumed$load_state_dict(readRDS(file))
    unlink(file)
    expect_identical(resumed$get_last_lr(), schedule(stopped))
    expect_identical(run(second, resumed, 30 - stopped), schedule(stopped:29))
    # From the step alone, on an optimizer that knows nothing.
    third <- optimizer()
    from_step <- lr_scheduled(third, schedule, last_epoch = stopped - 1)
    expect_identical(run(third, from_step, 30 - stopped), schedule(stopped:29))
  }
})

test_that("a state of another schedule is refused, and the choice is the user's", {
  given <- optimizer()
  other <- schedule * 0.5
  saved <- lr_scheduled(optimizer(), other)
  saved$step()
  scheduler <- lr_scheduled(given, schedule)
  before <- rates_of_groups(given)
  expect_error(scheduler$load_state_dict(saved$state_dict()), "scale_rates.*given learning_rate_schedule.*on_mismatch = \"saved\"")
  expect_identical(rates_of_groups(given), before)
  expect_identical(scheduler$last_epoch, 0)
  scheduler$load_state_dict(saved$state_dict(), on_mismatch = "new")
  expect_identical(rates_of_groups(given), schedule(1))
  scheduler$load_state_dict(saved$state_dict(), on_mismatch = "saved")
  expect_identical(rates_of_groups(given), other(1))
})

test_that("luz's callback runs it once a batch", {
  skip_if_not_installed("luz")
  another <- optimizer()
  optimizer <- optimizer()
  callback <- luz::luz_callback_lr_scheduler(lr_scheduled, schedule = schedule, call_on = "on_train_batch_end")
  begin <- function(callback, optimizer) {
    # What fit() does with each callback.
    context <- list(optimizers = list(opt = optimizer))
    callback$set_ctx(context)
    utils::getFromNamespace("bind_context", "luz")(callback, context)
    callback$on_fit_begin()
  }
  begin(callback, optimizer)
  rates <- numeric()
  for (step in 1:5) {
    rates <- c(rates, rates_of_groups(optimizer))
    callback$on_train_batch_end()
  }
  expect_identical(rates, schedule(0:4))
  state <- callback$state_dict()
  again <- luz::luz_callback_lr_scheduler(lr_scheduled, schedule = schedule, call_on = "on_train_batch_end")
  other <- another
  begin(again, other)
  again$load_state_dict(state)
  expect_identical(rates_of_groups(other), schedule(5))
})

test_that("a tensor of torch is a step", {
  skip_if_not_installed("torch")
  skip_if_not(torch::torch_is_installed(), "libtorch is not installed")
  expect_identical(schedule(torch::torch_tensor(500)), 0.25)
})

# torch: the rate of an optimizer's groups.

#' Set the learning rate of a torch optimizer
#'
#' For the R package torch, whose optimizers keep a learning rate in each group of parameters. [lr_scheduled()] is a scheduler that
#' does it at each step; this function sets rates once.
#'
#' @param optimizer An optimizer: an environment with the list `param_groups`.
#' @param learning_rate The rate for all groups, or one for each.
#' @return The optimizer, invisibly.
#' @examples
#' # An environment as torch's optimizers are one.
#' optimizer <- new.env()
#' optimizer$param_groups <- list(list(lr = 1), list(lr = 1))
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' backbone <- schedule |> scale_rates(0.1)
#' set_learning_rate(optimizer, c(backbone(500), schedule(500)))
#' str(optimizer$param_groups)
#' @export
set_learning_rate <- function(optimizer, learning_rate) {
  groups <- length(check_optimizer(optimizer)$param_groups)
  learning_rate <- check_numbers(learning_rate)
  if (!length(learning_rate) %in% c(1L, groups)) {
    fail("learning_rate", sprintf("one number, or %d for as many groups", groups), learning_rate)
  }
  learning_rate <- rep_len(learning_rate, groups)
  for (group in seq_len(groups)) optimizer$param_groups[[group]]$lr <- learning_rate[[group]]
  invisible(optimizer)
}

check_optimizer <- function(optimizer) {
  if (!is.environment(optimizer) || !is.list(optimizer$param_groups)) {
    fail("optimizer", "an optimizer of torch, with param_groups", optimizer)
  }
  optimizer
}

#' A learning-rate scheduler for torch
#'
#' A `lr_scheduler` of the R package torch that follows a schedule: make it after the optimizer, and call its `step()` after each
#' `optimizer$step()`. `lr_cosine_annealing_warm_restarts()` is that of PyTorch, with the names used there.
#'
#' ```
#' optimizer <- optim_sgd(model$parameters, lr = 0.1)
#' scheduler <- lr_scheduled(optimizer, learning_rate_schedule_cosine_decay_restarts(0.1, 1000))
#' for (step in 1:7000) {
#'   optimizer$zero_grad()
#'   loss <- nnf_mse_loss(model(x), y)
#'   loss$backward()
#'   optimizer$step()
#'   scheduler$step()
#' }
#' ```
#'
#' In luz, once a batch:
#'
#' ```
#' luz_callback_lr_scheduler(lr_scheduled, schedule = schedule, call_on = "on_train_batch_end")
#' ```
#'
#' # Resuming
#' `state_dict()` has the schedule's parameters beside the step. A new scheduler that loads it sets the rates of that step. Where the
#' schedule that it was made with is another one, `load_state_dict()` is an error that shows both; `on_mismatch = "saved"` takes the
#' saved one, `"new"` the one given.
#'
#' @param optimizer An optimizer of torch.
#' @param schedule A schedule, of this package or of Keras; or a function that is given a group's learning rate and returns the schedule
#'   for it, so that groups keep their ratio. Or a list of these, one for each group.
#' @param last_epoch The step that was done last; -1 at the beginning.
#' @param verbose Whether torch prints each new rate.
#' @param T_0 The length of the first cycle in steps.
#' @param T_mult Each cycle is this many times as long as the one before.
#' @param eta_min The lowest rate.
#' @return A scheduler, with the methods of all `lr_scheduler`s of torch: `step()`, `get_last_lr()`, `state_dict()`,
#'   `load_state_dict(state_dict, on_mismatch = "error")`.
#' @examplesIf requireNamespace("torch", quietly = TRUE) && torch::torch_is_installed()
#' model <- torch::nn_linear(2, 1)
#' optimizer <- torch::optim_sgd(model$parameters, lr = 0.1)
#' scheduler <- lr_scheduled(optimizer, learning_rate_schedule_cosine_decay_restarts(0.1, 1000))
#' scheduler$step()
#' scheduler$get_last_lr()
#' @export
lr_scheduled <- function(optimizer, schedule, last_epoch = -1, verbose = FALSE) {
  check_suggested("torch", "for its schedulers")
  check_optimizer(optimizer)
  not_missing(schedule, "schedule")
  check_whole(last_epoch, -1)
  scheduler <- torch::lr_scheduler(
    "lr_scheduled",
    initialize = function(optimizer, schedule, last_epoch, verbose) {
      # A group that is added later needs one, too.
      self$schedule_of <- function(index) schedule_of_group(schedule, index, self$optimizer$param_groups[[index]], last_epoch)
      self$optimizer <- optimizer
      self$configs <- character()
      self$extend()
      # torch wants this of a run that is resumed, and nothing here depends on it.
      if (last_epoch != -1) {
        for (index in seq_along(optimizer$param_groups)) {
          group <- optimizer$param_groups[[index]]
          if (is.null(group[["initial_lr"]])) optimizer$param_groups[[index]]$initial_lr <- group$lr
        }
      }
      super$initialize(optimizer, last_epoch, verbose)
    },
    extend = function() {
      groups <- seq_along(self$optimizer$param_groups)
      for (index in groups[groups > length(self$configs)]) {
        self$configs[[index]] <- attr(self$schedule_of(index), "json")
      }
    },
    get_lr = function() {
      self$extend()
      vapply(self$configs, function(json) rates_of(new_schedule(json), self$last_epoch, at_door = TRUE), 0, USE.NAMES = FALSE)
    },
    load_state_dict = function(state_dict, on_mismatch = "error") {
      check_choice(on_mismatch, c("error", "saved", "new"))
      saved <- state_dict$configs
      self$extend()
      if (is.null(saved) || on_mismatch == "new") {
        state_dict$configs <- self$configs
      } else if (on_mismatch == "error" && !identical(saved, self$configs)) {
        stop_mismatch(saved, self$configs)
      }
      super$load_state_dict(state_dict)
      if (self$last_epoch >= 0) {
        set_learning_rate(self$optimizer, self$get_lr())
        self$.last_lr <- vapply(self$optimizer$param_groups, function(group) group$lr, 0)
      }
      invisible(self)
    },
    parent_env = environment()
  )
  scheduler(optimizer, schedule, last_epoch, verbose)
}

#' @rdname lr_scheduled
#' @export
lr_cosine_annealing_warm_restarts <- function(optimizer, T_0, T_mult = 1, eta_min = 0, last_epoch = -1, verbose = FALSE) {
  check_whole(T_0)
  check_whole(T_mult)
  check_number(eta_min)
  cycles <- function(lr) learning_rate_schedule_cosine_cycles(lr, T_0, T_mult, eta_min = eta_min)
  lr_scheduled(optimizer, cycles, last_epoch, verbose)
}

# The schedule for a group; `schedule` is the argument of lr_scheduled(). A run that is resumed began with the initial rate.
schedule_of_group <- function(schedule, index, group, last_epoch) {
  name <- "schedule"
  if (is.list(schedule)) {
    if (index > length(schedule)) {
      fail("schedule", sprintf("a list of %d or more, one for each group", index), schedule)
    }
    name <- sprintf("schedule[[%d]]", index)
    schedule <- schedule[[index]]
  }
  if (is.function(schedule) && !inherits(schedule, "sgdr_schedule") && !is_keras_schedule(schedule)) {
    lr <- if (last_epoch == -1 || is.null(group[["initial_lr"]])) group$lr else group[["initial_lr"]]
    schedule <- schedule(lr)
  }
  check_schedule(schedule, name)
}

stop_mismatch <- function(saved, given) {
  shown <- function(configs) {
    codes <- vapply(configs, function(json) format(new_schedule(json)), "", USE.NAMES = FALSE)
    paste(unique(codes), collapse = "; ")
  }
  stop(sprintf(
    "the saved schedule is another one: saved %s, given %s. Choose with load_state_dict(state_dict, on_mismatch = \"saved\") or \"new\"",
    shown(saved), shown(given)
  ), call. = FALSE)
}

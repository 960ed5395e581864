# torch: the rate of an optimizer's groups.

#' Set the learning rate of a torch optimizer
#'
#' For the R package torch, whose optimizers keep a learning rate in each group of parameters. Call it before each step:
#'
#' ```
#' optimizer <- optim_sgd(model$parameters, lr = schedule(0))
#' for (step in 0:6999) {
#'   set_learning_rate(optimizer, schedule(step))
#'   optimizer$zero_grad()
#'   loss <- nnf_mse_loss(model(x), y)
#'   loss$backward()
#'   optimizer$step()
#' }
#' ```
#'
#' torch's own `lr_lambda(optimizer, lr_lambda = schedule)` follows a schedule too, where the optimizer was made with `lr = 1`.
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
  if (!is.environment(optimizer) || !is.list(optimizer$param_groups)) {
    fail("optimizer", "an optimizer of torch, with param_groups", optimizer)
  }
  groups <- length(optimizer$param_groups)
  learning_rate <- check_numbers(learning_rate)
  if (!length(learning_rate) %in% c(1L, groups)) {
    fail("learning_rate", sprintf("one number, or %d for as many groups", groups), learning_rate)
  }
  learning_rate <- rep_len(learning_rate, groups)
  for (group in seq_len(groups)) optimizer$param_groups[[group]]$lr <- learning_rate[[group]]
  invisible(optimizer)
}

# The same rate at every step.

#' A constant learning rate
#'
#' The same rate at every step: a part of [chain_schedules()], or wherever a schedule is needed. Keras has no such class; there a
#' number is passed instead.
#'
#' @param learning_rate The rate. Finite, at least 0.
#' @param name Carried along, never interpreted. `NULL` for the default.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_constant_rate(0.5) |> warmup(100)
#' schedule(c(0, 50, 100, 1000))
#' @export
learning_rate_schedule_constant_rate <- function(learning_rate, name = "ConstantRate") {
  make_own_schedule("ConstantRate", list(learning_rate = check_number(learning_rate), name = check_name(name)))
}

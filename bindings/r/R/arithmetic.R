# Schedules in formulas.

#' Schedules times a number
#'
#' `schedule * 0.5` and `0.5 * schedule` are [scale_rates()], `schedule / 2` is that of the reciprocal. `==` and `!=` compare the
#' parameters. Any other operator is an error: apply it to rates, `schedule(step) + 0.01`.
#'
#' @param e1,e2 A schedule and a number, or for comparisons two schedules.
#' @return A schedule; `TRUE` or `FALSE` for comparisons.
#' @family plans
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000)
#' backbone <- schedule * 0.25
#' backbone(500)
#' schedule / 2 == schedule * 0.5
#' @export
Ops.sgdr_schedule <- function(e1, e2) {
  if (.Generic %in% c("==", "!=")) {
    same <- isTRUE(all.equal(e1, e2)) && inherits(e2, "sgdr_schedule")
    return(if (.Generic == "==") same else !same)
  }
  is_first <- inherits(e1, "sgdr_schedule")
  if (!missing(e2) && .Generic == "*" && is_first != inherits(e2, "sgdr_schedule")) {
    return(if (is_first) scale_rates(e1, e2) else scale_rates(e2, e1))
  }
  if (!missing(e2) && .Generic == "/" && is_first && is.numeric(e2)) return(scale_rates(e1, 1 / check_number(e2, "e2")))
  rule <- "is defined for the rates of a schedule, schedule(step), but not for the schedule (only *, / with a number, == and != are)"
  stop(sprintf("`%s` %s", .Generic, rule), call. = FALSE)
}

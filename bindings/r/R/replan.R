# A change of plan during a run.

#' A change of plan during a run
#'
#' Each function returns a schedule with the same rates as the old one for all steps that are done, so that it can replace it in
#' the run and in its checkpoint.
#'
#' @param schedule The schedule of the run, which must have cycles.
#' @param steps The number of steps that are done.
#' @param next_schedule The schedule to continue with when the current cycle is over, from its step 0.
#' @return A schedule. `skip_cycle()` skips the rest of the current cycle: the next step restarts. `repeat_cycle()` runs the current
#'   cycle once more when it is over, and then continues. `go_on_with()` continues with another schedule when it is over: one for a
#'   longer or a shorter budget, or with other peaks.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' # 5000 steps of 7000 are done, and the budget grows: two more cycles.
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' longer <- go_on_with(schedule, 5000, learning_rate_schedule_cosine_decay_restarts(0.1, 3000))
#' restarts(longer, steps = 16000)
#' restarts(skip_cycle(schedule, 5000), steps = 16000)
#' restarts(repeat_cycle(schedule, 5000), steps = 16000)
#' @name replan
NULL

#' @rdname replan
#' @export
skip_cycle <- function(schedule, steps) {
  replan(check_schedule(schedule), check_number(steps), "skip")
}

#' @rdname replan
#' @export
repeat_cycle <- function(schedule, steps) {
  replan(check_schedule(schedule), check_number(steps), "repeat")
}

#' @rdname replan
#' @export
go_on_with <- function(schedule, steps, next_schedule) {
  replan(check_schedule(schedule), check_number(steps), "go on", attr(check_schedule(next_schedule), "json"))
}

replan <- function(schedule, steps, change, next_json = NULL) {
  new_schedule(rust(.Call(wrap__replan, attr(schedule, "json"), steps, change, next_json)))
}

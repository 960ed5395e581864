# The cycles of a schedule.

#' The cycles of a schedule
#'
#' `cycles()` lists them, `cycle_at()` finds those of given steps. `restarts()` gives the first steps of all cycles
#' but the first, `snapshots()` the last steps of all cycles: there the rate is lowest, and a copy of the network is worth keeping
#' (Huang et al., "Snapshot Ensembles", arXiv:1704.00109).
#'
#' @param schedule A schedule that has cycles. Made by [learning_rate_schedule_cosine_decay_restarts()] or
#'   [learning_rate_schedule_cosine_cycles()], or from one of these.
#' @param steps The length of a run in steps: cycles that begin in it are listed. `NULL` for 4 cycles, or all where they come to
#'   an end.
#' @param step Steps, whole numbers from 0 on.
#' @return `cycles()` and `cycle_at()`: a data frame with the columns
#'   \describe{
#'     \item{step, position}{only in `cycle_at()`: the step, and how much of the cycle is done before it, from 0 to 1}
#'     \item{cycle}{the index of the cycle, counted from 0}
#'     \item{first_step, last_step}{its first and its last step; the last step of a cycle that never ends is infinite}
#'     \item{length}{its length in steps, which need not be a whole number}
#'     \item{peak, floor}{the rate that it falls from, and the rate that it falls to}
#'     \item{last_rate}{the rate of its last step}
#'   }
#'   `restarts()`, `snapshots()`: steps. `is_last_step_of_cycle()`: for each step `TRUE` or `FALSE`.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)
#' cycles(schedule, steps = 10000)
#' cycle_at(schedule, c(999, 1000))
#' restarts(schedule, steps = 10000)
#' snapshots(schedule, steps = 10000)
#' is_last_step_of_cycle(schedule, 2999)
#' @export
cycles <- function(schedule, steps = NULL) {
  table <- cycle_table(schedule, steps)
  table[names(table) != "hold"]
}

#' @rdname cycles
#' @export
cycle_at <- function(schedule, step) {
  schedule <- check_schedule(schedule)
  json <- attr(schedule, "json")
  of_part <- function(part, done) rust(.Call(wrap__cycles_of, json, part, done))
  # Twenty numbers for each step.
  table <- list2DF(in_parts(check_numeric(step), of_part, most = 2^16))
  table[union(c("step", "cycle", "position"), names(table))]
}

#' @rdname cycles
#' @export
restarts <- function(schedule, steps = NULL) {
  table <- cycle_table(schedule, steps)
  table$first_step[table$cycle > 0 & table$hold == 0]
}

#' @rdname cycles
#' @export
snapshots <- function(schedule, steps = NULL) {
  schedule <- check_schedule(schedule)
  steps <- run_steps(schedule, steps)
  last_steps <- cycle_table(schedule, steps)$last_step
  last_steps[last_steps < steps]
}

#' @rdname cycles
#' @export
is_last_step_of_cycle <- function(schedule, step) {
  schedule <- check_schedule(schedule)
  json <- attr(schedule, "json")
  in_parts(check_numeric(step), function(part, done) rust(.Call(wrap__are_last_steps, json, part, done)))
}

cycle_table <- function(schedule, steps) {
  schedule <- check_schedule(schedule)
  list2DF(rust(.Call(wrap__cycles_before, attr(schedule, "json"), run_steps(schedule, steps))))
}

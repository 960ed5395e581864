# Schedules as data frames.

#' The rates of a run as a data frame
#'
#' @param x A schedule.
#' @param row.names,optional As in [as.data.frame()].
#' @param steps The length of the run in steps. `NULL` for 4 cycles, or all where they come to an end; for schedules without
#'   cycles, a few times their `decay_steps`.
#' @param ... Not used.
#' @return A data frame with a row for each step and the columns `step` and `learning_rate`.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' head(as.data.frame(schedule, steps = 5000))
#' @export
as.data.frame.sgdr_schedule <- function(x, row.names = NULL, optional = FALSE, ..., steps = NULL) {
  step <- steps_of_run(x, steps)
  data.frame(step = step, learning_rate = x(step), row.names = row.names)
}

#' Tidy a schedule
#'
#' Methods for the generic functions of the package generics, which broom has too. `tidy()` gives a row for each cycle, `glance()` one
#' row for a run, `augment()` a row for each step.
#'
#' @param x A schedule; for `tidy()` one that has cycles.
#' @param steps The length of the run in steps. `NULL` for 4 cycles, or all where they come to an end; for schedules without
#'   cycles, a few times their `decay_steps`.
#' @param data A data frame with a column `step`, such as the log of a run. Unless given, all steps of the run. Where the step is `NA`,
#'   so are the new columns.
#' @param ... Not used.
#' @return `tidy()`: what [cycles()] returns. `glance()`: a data frame with one row and the columns
#'   \describe{
#'     \item{class, steps}{the class of the schedule, as Keras calls it, and the length of the run}
#'     \item{first_rate, last_rate}{the rates of its first and of its last step}
#'     \item{restarts}{how many there are in the run}
#'     \item{cycle, position}{the cycle of the last step, counted from 0, and how much of it is done}
#'     \item{end_before, end_after}{the nearest lengths of a run that end where a cycle does}
#'   }
#'   with `NA` for what only cycles have. `augment()`: `data` with the columns `.learning_rate`, and for a schedule with cycles `.cycle`,
#'   `.position` and `.last_step_of_cycle`.
#' @examplesIf requireNamespace("generics", quietly = TRUE)
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' generics::tidy(schedule)
#' generics::glance(schedule, steps = 10000)
#' generics::augment(schedule, data.frame(step = c(0, 999, 1000), loss = c(2.3, 0.7, 0.9)))
#' @name tidiers
NULL

#' @rdname tidiers
#' @exportS3Method generics::tidy
tidy.sgdr_schedule <- function(x, steps = NULL, ...) cycles(x, steps)

#' @rdname tidiers
#' @exportS3Method generics::glance
glance.sgdr_schedule <- function(x, steps = NULL, ...) {
  steps <- run_steps(x, steps)
  standing <- standing_of(x, steps)
  if (is.null(standing)) standing <- list(cycle = NA_real_, position = NA_real_, end_before = NA_real_, end_after = NA_real_)
  data.frame(
    class = class_name(x),
    steps = steps,
    first_rate = x(0),
    last_rate = x(steps - 1),
    restarts = if (has_cycles(x)) length(restarts(x, steps)) else NA_integer_,
    standing[c("cycle", "position", "end_before", "end_after")]
  )
}

#' @rdname tidiers
#' @exportS3Method generics::augment
augment.sgdr_schedule <- function(x, data = NULL, steps = NULL, ...) {
  if (is.null(data)) data <- data.frame(step = steps_of_run(x, steps))
  if (!is.data.frame(data) || !"step" %in% names(data)) fail("data", "a data frame with a column step", data)
  data$.learning_rate <- x(data$step)
  if (has_cycles(x)) {
    # A step that is missing is in no cycle.
    known <- which(!is.na(data$step))
    step <- floor(data$step[known])
    at <- cycle_at(x, step)
    data[c(".cycle", ".position")] <- NA_real_
    data$.last_step_of_cycle <- NA
    data$.cycle[known] <- at$cycle
    data$.position[known] <- at$position
    data$.last_step_of_cycle[known] <- is_last_step_of_cycle(x, step)
  }
  data
}

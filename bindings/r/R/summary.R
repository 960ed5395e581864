# A run in numbers: its cycles, and where it ends among them.

#' A run in numbers
#'
#' The cycles of a run and where it ends among them; for a schedule without cycles, some of its rates.
#'
#' @param object A schedule.
#' @param steps The length of the run in steps. `NULL` for 4 cycles, or all where they come to an end; for schedules without
#'   cycles, a few times their `decay_steps`.
#' @param x A summary.
#' @param ... Not used.
#' @return An object of class `summary.sgdr_schedule`: a list of the code that makes the schedule, `steps`, the data frame `cycles`
#'   (`NULL` if there are none), the data frame `rates` of some steps, and the sentence `end`.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)
#' summary(schedule, steps = 10000)
#' @export
summary.sgdr_schedule <- function(object, steps = NULL, ...) {
  steps <- run_steps(object, steps)
  step <- unique(round(seq(0, steps - 1, length.out = 5)))
  structure(
    list(
      code = format(object),
      steps = steps,
      cycles = if (has_cycles(object)) cycles(object, steps),
      rates = data.frame(step = step, learning_rate = object(step)),
      end = end_of_run(object, steps)
    ),
    class = "summary.sgdr_schedule"
  )
}

#' @rdname summary.sgdr_schedule
#' @export
print.summary.sgdr_schedule <- function(x, ...) {
  cat(x$code, "\n\n", sep = "")
  table <- if (is.null(x$cycles)) x$rates else x$cycles
  print_table(table)
  cat("\n", x$end, "\n", sep = "")
  invisible(x)
}

# A row a cycle or a step, and not more of them than fit on a screen.
print_table <- function(table, most = 20L) {
  shown <- utils::head(table, most)
  is_step <- names(shown) %in% c("first_step", "last_step", "step")
  shown[is_step] <- lapply(shown[is_step], grouped)
  is_rate <- vapply(shown, is.numeric, NA)
  shown[is_rate] <- lapply(shown[is_rate], function(values) vapply(values, format, "", digits = 6L))
  print(shown, row.names = FALSE)
  if (nrow(table) > most) cat("and", grouped(nrow(table) - most), "more\n")
}

# Where a run ends among the cycles, in a sentence; without cycles, at which rate.
end_of_run <- function(schedule, steps) {
  sentence <- rust(.Call(wrap__run_end, attr(schedule, "json"), steps))
  if (!is.null(sentence)) return(sentence)
  run <- paste(grouped(steps), if (steps == 1) "step ends" else "steps end")
  sprintf("%s at the rate %s", run, format(schedule(steps - 1), digits = 6L))
}

standing_of <- function(schedule, steps) rust(.Call(wrap__standing, attr(schedule, "json"), steps))

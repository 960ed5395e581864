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

# Where a run ends among the cycles, in a sentence.
end_of_run <- function(schedule, steps) {
  run <- sprintf("%s %s end", grouped(steps), if (steps == 1) "step" else "steps")
  standing <- standing_of(schedule, steps)
  if (is.null(standing)) return(sprintf("%s at the rate %s", run, format(schedule(steps - 1), digits = 6L)))
  cycle <- grouped(standing$cycle)
  if (standing$hold) return(sprintf("%s on the floor, which is held from step %s on", run, grouped(standing$first_step)))
  if (identical(standing$end_after, steps)) return(sprintf("%s where cycle %s ends", run, cycle))
  ends <- c(standing$end_before, standing$end_after)
  better <- paste(grouped(ends[!is.na(ends)]), collapse = " or ")
  place <- if (standing$position == 0) "in the warm-up of" else sprintf("%.0f %% into", 100 * standing$position)
  sprintf("%s %s cycle %s%s", run, place, cycle, if (nzchar(better)) sprintf("; %s steps end on a cycle's end", better) else "")
}

standing_of <- function(schedule, steps) rust(.Call(wrap__standing, attr(schedule, "json"), steps))

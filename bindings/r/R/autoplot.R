# A run as a picture of ggplot2.

#' Plot a schedule with ggplot2
#'
#' @param object A schedule.
#' @inheritParams plot.sgdr_schedule
#' @param ... Passed on to `ggplot2::geom_line()`.
#' @return A ggplot, whose data has a row for each step drawn.
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8)
#' ggplot2::autoplot(schedule, steps = 10000)
#' @exportS3Method ggplot2::autoplot
autoplot.sgdr_schedule <- function(object, steps = NULL, restarts = TRUE, ...) {
  steps <- run_steps(object, steps)
  data <- drawing(object, steps)
  mapping <- ggplot2::aes(x = .data$step, y = .data$learning_rate, group = .data$piece)
  marks <- if (check_flag(restarts)) restarts_to_mark(object, steps)
  ggplot2::ggplot(data, mapping) +
    ggplot2::geom_vline(xintercept = as.numeric(marks), linetype = "dotted", colour = "grey60") +
    ggplot2::geom_line(...) +
    ggplot2::scale_x_continuous(labels = tick_labels) +
    ggplot2::expand_limits(y = 0) +
    ggplot2::labs(x = "step", y = "learning rate")
}
utils::globalVariables(".data")

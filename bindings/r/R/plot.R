# A run as a picture, in base graphics.

#' Plot a schedule
#'
#' The learning rate of each step of a run, with its restarts. `lines()` adds another schedule to a plot.
#'
#' However long the run is, only steps that can be told apart in a picture are computed, among them both sides of each
#' restart; each point drawn is a step with its own rate.
#'
#' @param x A schedule.
#' @param steps The length of the run in steps. `NULL` for 4 cycles, or all where they come to an end; for schedules without
#'   cycles, a few times their `decay_steps`. In `lines()`, as far as the plot goes.
#' @param restarts Whether to mark them.
#' @param xlab,ylab,main,xlim,ylim,log,type,lwd,bty As in [graphics::plot.default()].
#' @param ... Other graphical parameters, as in [graphics::par()].
#' @return The drawn steps and rates as a data frame, invisibly.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8, alpha = 0.01)
#' plot(schedule, main = "Three cycles and a half", steps = 11000)
#' lines(schedule |> warmup(500, place = "every_cycle"), col = "firebrick")
#' @export
plot.sgdr_schedule <- function(x, steps = NULL, restarts = TRUE, xlab = "step", ylab = "learning rate", main = NULL,
                               xlim = c(0, steps), ylim = range(0, drawn$learning_rate), log = "", type = "l", lwd = 2,
                               bty = graphics::par("bty"), ...) {
  steps <- run_steps(x, steps)
  drawn <- drawing(x, steps)
  if (grepl("y", log) && missing(ylim)) ylim <- range(drawn$learning_rate[drawn$learning_rate > 0])
  graphics::plot(xlim, ylim, type = "n", xlab = xlab, ylab = ylab, main = main, log = log, axes = FALSE, ...)
  draw_axes(is_log = grepl("y", log))
  graphics::box(bty = bty)
  if (check_flag(restarts)) mark_restarts(x, steps)
  draw(drawn, type = type, lwd = lwd, ...)
}

#' @rdname plot.sgdr_schedule
#' @importFrom graphics lines
#' @export
lines.sgdr_schedule <- function(x, steps = NULL, type = "l", lwd = 2, ...) {
  if (is.null(steps)) steps <- max(1, end_of_plot())
  draw(drawing(x, run_steps(x, steps)), type = type, lwd = lwd, ...)
}

# The last step of the x axis, without the 4 % of room that a plot has at both ends.
end_of_plot <- function() {
  ends <- graphics::par("usr")[1:2]
  room <- if (graphics::par("xaxs") == "r") 0.04 / 1.08 else 0
  round(ends[[2L]] - room * diff(ends))
}

# Thousands apart, as long as there is room for all zeros.
tick_labels <- function(at) if (max(at, na.rm = TRUE) < 1e10) grouped(at) else format(at)

# Rates as decimals, as long as these are short; all alike, or where they are powers of ten each as short as it can be.
rate_labels <- function(at, is_log) {
  is_short <- all(at == 0 | at >= 1e-5)
  format(at, scientific = !is_short, trim = TRUE, drop0trailing = is_log)
}

# Both axes; the labels of the rates lie flat where they leave room for the title.
draw_axes <- function(is_log) {
  at <- graphics::axTicks(1)
  graphics::axis(1, at = at, labels = tick_labels(at))
  at <- graphics::axTicks(2)
  labels <- rate_labels(at, is_log)
  lines <- max(graphics::strwidth(labels, "inches")) / (graphics::par("csi") * graphics::par("mex"))
  flat <- graphics::par("mgp")[[2L]] + lines < graphics::par("mgp")[[1L]] - 0.2
  graphics::axis(2, at = at, labels = labels, las = if (flat) 1 else 0)
}

# A line for each piece: at a restart nothing is drawn, because there is no step between.
draw <- function(drawn, ...) {
  broken <- drawn[sort(c(seq_len(nrow(drawn)), which(diff(drawn$piece) != 0))), ]
  broken$learning_rate[duplicated(broken$step)] <- NA
  graphics::lines(broken$step, broken$learning_rate, ...)
  invisible(drawn[c("step", "learning_rate")])
}

# A dotted line at each restart, as long as these can be told apart.
mark_restarts <- function(schedule, steps, most = 50L) {
  at <- restarts_to_mark(schedule, steps, most)
  if (length(at) > 0L) graphics::abline(v = at, lty = "dotted", col = "grey60")
}

restarts_to_mark <- function(schedule, steps, most = 50L) {
  if (!has_cycles(schedule) || standing_of(schedule, steps)$cycle > most) return(numeric())
  restarts(schedule, steps)
}

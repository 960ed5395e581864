# The length of a run that shows a schedule, and the steps of it to draw.

# The number of steps given, or the usual one.
run_steps <- function(schedule, steps) {
  if (is.null(steps)) return(usual_steps(schedule))
  rust(.Call(wrap__length_of_run, check_whole(steps)))
}

# The length that shows everything: four cycles, or all of them where they come to an end; of schedules without cycles, a few times their
# decay_steps. The command `sgdr plot` shows the same. R counts steps only so far.
usual_steps <- function(schedule) min(rust(.Call(wrap__usual_steps, attr(schedule, "json"))), 2^63)

steps_of_run <- function(schedule, steps) as.double(seq(0, check_rows(run_steps(schedule, steps)) - 1))

# A row or a rate for each step must fit in memory: with 16 bytes a step, this much does in most.
check_rows <- function(steps, most = 1e8) {
  if (steps > most) {
    stop(sprintf("`steps` must be <= %.0f where each step has a row (received %.0f)", most, steps), call. = FALSE)
  }
  steps
}

class_name <- function(schedule) as.list(schedule)$class_name

has_cycles <- function(schedule) rust(.Call(wrap__has_cycles, attr(schedule, "json")))

# Some thousands of steps at most, among them both sides of every jump that can be told apart, with their rates and the number of
# the piece that they belong to: a cycle, or a step of a staircase.
drawing <- function(schedule, steps) {
  drawn <- rust(.Call(wrap__drawing, attr(schedule, "json"), steps))
  data.frame(step = drawn$step, learning_rate = schedule(drawn$step), piece = drawn$piece)
}

# How long a run is that shows a schedule, and which of its steps are worth drawing.

# The number of steps asked for, or the usual one.
run_steps <- function(schedule, steps) {
  if (is.null(steps)) return(usual_steps(schedule))
  rust(.Call(wrap__length_of_run, check_number(steps)))
}

# All that there is to see: four cycles, or all of them where they come to an end; what comes before schedules without cycles
# and a few times their decay_steps. The command `sgdr plot` shows the same.
usual_steps <- function(schedule, cycles = 4) {
  end <- if (has_cycles(schedule)) rust(.Call(wrap__end_of_cycles, attr(schedule, "json"), cycles)) else Inf
  if (is.finite(end)) return(end)
  config <- as.list(schedule)$config
  inner <- function() usual_steps(schedule$schedule)
  steps <- switch(class_name(schedule),
    CosineDecay = as.double(config$decay_steps) + if (is.null(config$warmup_target)) 0 else config$warmup_steps,
    ExponentialDecay = ,
    InverseTimeDecay = 10 * config$decay_steps,
    PiecewiseConstantDecay = usual_steps_of_pieces(unlist(config$boundaries)),
    PolynomialDecay = if (config$cycle) 4 * config$decay_steps + 1 else config$decay_steps,
    Warmup = inner() + if (config$place == "prefix") config$warmup_steps else 0,
    Chain = usual_steps_of_chain(schedule),
    CycleLimit = ,
    Scale = ,
    Clamp = ,
    NormalizedWeightDecay = inner(),
    2^63
  )
  min(as.double(steps), 2^63)
}

# The last value lasts as long as the one before it.
usual_steps_of_pieces <- function(boundaries) {
  ends <- c(0, 0, boundaries + 1)
  last <- ends[[length(ends)]]
  2 * last - ends[[length(ends) - 1L]]
}

# All schedules, and of the last one what would be shown of it alone.
usual_steps_of_chain <- function(schedule) {
  schedules <- schedule$schedules
  last <- length(schedules)
  first_step <- c(0, schedule$boundaries)[[last]]
  first_step + max(1, usual_steps(schedules[[last]]) - schedule$starts[[last]])
}

steps_of_run <- function(schedule, steps) as.double(seq(0, run_steps(schedule, steps) - 1))

has_cycles <- function(schedule) rust(.Call(wrap__has_cycles, attr(schedule, "json")))

class_name <- function(schedule) as.list(schedule)$class_name

# Some thousands of steps at most, among them both sides of every restart that can be told apart, with their rates and the number
# of the piece that they belong to.
drawing <- function(schedule, steps, columns = 1000) {
  step <- unique(rust(.Call(wrap__steps_to_draw, attr(schedule, "json"), steps, columns)))
  cycle <- if (has_cycles(schedule)) rust(.Call(wrap__cycles_of, attr(schedule, "json"), step))$cycle else 0
  data.frame(step = step, learning_rate = schedule(step), cycle = cycle)
}

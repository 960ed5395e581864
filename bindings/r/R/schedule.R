# A schedule in R: a function of the step that carries its parameters as the JSON text that Keras would save.
#
# The text is an attribute of the function, whose environment is this package. So schedules of equal parameters are identical, and
# saving, copying to another process and reading back need nothing else. R computes no rate.

#' @noRd
new_schedule <- function(json) {
  structure(schedule_function, json = json, class = c("sgdr_schedule", "function"))
}

# It names the package, so that what dput() writes runs elsewhere.
schedule_function <- function(step) sgdr::rate_at(sys.function(), step)

#' The rates of a schedule
#'
#' `rate_at(schedule, step)` is `schedule(step)`, also where the schedule is one of Keras, which by itself gives tensors.
#'
#' @param schedule A schedule, of this package or of Keras.
#' @param step Steps: numbers from 0 on. Between two whole ones the rate is that of the formula at this real number. `NA` has the
#'   rate `NA`; negative and infinite numbers, `NaN`, and numbers from 2^64 on are errors. A tensor or a variable of Keras,
#'   TensorFlow, JAX or PyTorch has a tensor of Keras' default type, as with Keras' own schedules, and then a negative step has the
#'   rate of step 0.
#' @return The rates: doubles with the names and dimensions of the steps, or a tensor.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' rate_at(schedule, c(0, 0.5, 1000))
#' identical(rate_at(schedule, 0:5), schedule(0:5))
#'
#' # Functions of R that evaluate between whole steps.
#' curve(schedule, 0, 3000)
#' optimize(schedule, c(0, 999))$minimum
#' @export
rate_at <- function(schedule, step) {
  not_missing(step, "step")
  json <- attr(schedule, "json")
  # One number, as in a training loop: without the checks that only other steps need, a call takes half the time.
  if (is.character(json) && is.null(attributes(step)) && is.numeric(step) && length(step) == 1L) {
    return(rust(.Call(wrap__rates, json, step, 0, FALSE)))
  }
  rates_of(check_schedule(schedule), step)
}

# The most steps in one call. So long vectors are allocated by R, and running out of memory is R's error.
most_steps <- 2^20

# The rates of steps; names and dimensions stay, as in R's arithmetic. `at_door`: the steps come from a framework, so only NaN and
# infinity are errors.
rates_of <- function(schedule, step, at_door = FALSE) {
  if (inherits(step, "python.builtin.object")) return(rates_of_python(schedule, step))
  if (inherits(step, "torch_tensor")) return(rates_of(schedule, as.numeric(step$cpu()), at_door = TRUE))
  steps <- if (is.logical(step) && !is.factor(step) && all(is.na(step))) as.double(step) else check_numeric(step)
  json <- attr(schedule, "json")
  rates <- in_parts(steps, function(part, done) rust(.Call(wrap__rates, json, part, done, at_door)))
  if (!is.null(attributes(step))) {
    kept <- c("names", "dim", "dimnames")
    attributes(rates) <- attributes(step)[intersect(kept, names(attributes(step)))]
  }
  rates
}

# The result of a call for the elements of a vector, one part at a time: a vector, or columns. `of_part` gets the number done before.
in_parts <- function(steps, of_part, most = most_steps) {
  if (length(steps) <= most) return(of_part(steps, 0))
  answers <- NULL
  for (done in seq(0, length(steps) - 1, by = most)) {
    part <- seq(done + 1, min(done + most, length(steps)))
    answer <- of_part(steps[part], done)
    empty <- function(column) vector(typeof(column), length(steps))
    if (is.null(answers)) answers <- if (is.list(answer)) lapply(answer, empty) else empty(answer)
    if (is.list(answer)) {
      for (name in names(answer)) answers[[name]][part] <- answer[[name]]
    } else {
      answers[part] <- answer
    }
  }
  answers
}

# The rates of the first steps of a run.
rates_until <- function(schedule, steps) rates_of(schedule, seq_len(steps) - 1)

# The result of a call; R raises an error that Rust has returned.
rust <- function(result) {
  if (inherits(result, "extendr_error")) stop(result$value, call. = FALSE)
  result
}

make_schedule <- function(class_name, arguments, registered_name = NULL) {
  new_schedule(rust(.Call(wrap__make, class_name, registered_name, arguments)))
}

# A schedule of a class that Keras does not have.
make_own_schedule <- function(class_name, arguments) {
  make_schedule(class_name, arguments, paste0("sgdr>", class_name))
}

#' Whether two schedules are the same
#'
#' Schedules of equal parameters are [identical()]. The code that [dput()] writes makes a schedule that is equal in the sense of
#' `all.equal()` and `==`: the same schedule in another environment.
#'
#' @param target,current Schedules.
#' @param ... Not used.
#' @return `TRUE`, or a text that shows both.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' again <- eval(parse(text = capture.output(dput(schedule))))
#' all.equal(again, schedule)
#' @method all.equal sgdr_schedule
#' @export
all.equal.sgdr_schedule <- function(target, current, ...) {
  if (inherits(current, "sgdr_schedule") && identical(attr(target, "json"), attr(current, "json"))) return(TRUE)
  shown <- if (inherits(current, "sgdr_schedule")) format(current) else describe(current)
  sprintf("target is %s, current is %s", format(target), shown)
}

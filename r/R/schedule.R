# A schedule in R: a function of the step that carries its parameters with it, as the text that Keras would save.
#
# The text is an attribute of the function, whose environment is this package: so schedules of equal parameters are identical, and
# saving, copying to another process and reading back need nothing else. No number is computed on this side.

#' @noRd
new_schedule <- function(json) {
  structure(schedule_function, json = json, class = c("sgdr_schedule", "function"))
}

schedule_function <- function(step) rates_of(sys.function(), step)

# The rates of steps; names and dimensions stay, as in R's arithmetic.
rates_of <- function(schedule, step) {
  rates <- rust(.Call(wrap__rates, attr(schedule, "json"), check_numeric(step)))
  if (!is.null(attributes(step))) {
    kept <- c("names", "dim", "dimnames")
    attributes(rates) <- attributes(step)[intersect(kept, names(attributes(step)))]
  }
  rates
}

# What a call returned, unless it is what is wrong.
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

#' The parameters of a schedule
#'
#' `as.list()` gives what Keras saves, as nested lists; `$` one parameter, or the schedule inside.
#'
#' @param x A schedule.
#' @param name The name of a parameter, as in the call that made the schedule.
#' @param ... Not used.
#' @return `as.list()`: a list with the elements `module`, `class_name`, `config` and `registered_name`, as
#'   `keras$optimizers$schedules$serialize` returns it. `$`: the parameter, `NULL` if there is none of that name. Whole numbers
#'   beyond R's integers are doubles, beyond 2^53 rounded; the schedule itself keeps all their digits.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000) |> with_warmup(100)
#' schedule$warmup_steps
#' schedule$schedule$t_mul
#' str(as.list(schedule$schedule))
#' @name parameters
NULL

#' @rdname parameters
#' @export
as.list.sgdr_schedule <- function(x, ...) {
  rust(.Call(wrap__config, attr(x, "json")))
}

#' @rdname parameters
#' @export
`$.sgdr_schedule` <- function(x, name) {
  value <- as.list(x)$config[[name]]
  if (is.list(value)) inner_value(value) else value
}

# Schedules inside as schedules, numbers as a vector.
inner_value <- function(value) {
  if (!is.null(names(value))) {
    new_schedule(rust(.Call(wrap__read_list, value)))
  } else if (any(vapply(value, is.list, NA))) {
    lapply(value, inner_value)
  } else {
    unlist(value)
  }
}

#' @importFrom utils .DollarNames
#' @export
.DollarNames.sgdr_schedule <- function(x, pattern = "") {
  grep(pattern, names(as.list(x)$config), value = TRUE)
}

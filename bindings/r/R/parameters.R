# The parameters of a schedule, read and changed.

#' The parameters of a schedule
#'
#' `as.list()` gives what Keras saves, as nested lists; `$` and `[[` one parameter, or the schedule inside; `update()` the same
#' schedule with other parameters.
#'
#' @param x,object A schedule.
#' @param name The name of a parameter, as in the call that made the schedule.
#' @param ... For `update()`, parameters by name. Else not used.
#' @return `as.list()`: a list with the elements `module`, `class_name`, `config` and `registered_name`, as
#'   `keras$optimizers$schedules$serialize` returns it. `$` and `[[`: the parameter, `NULL` if there is none of that name. Whole
#'   numbers beyond R's integers are doubles, beyond 2^53 rounded; the schedule itself keeps all their digits. `update()`: a schedule.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000) |> warmup(100)
#' schedule$warmup_steps
#' schedule$schedule[["t_mul"]]
#' str(as.list(schedule$schedule))
#' update(schedule, warmup_steps = 200)
#' @name parameters
NULL

#' @rdname parameters
#' @export
as.list.sgdr_schedule <- function(x, ...) {
  rust(.Call(wrap__config, attr(x, "json")))
}

#' @rdname parameters
#' @export
`$.sgdr_schedule` <- function(x, name) parameters(x)[[name]]

#' @rdname parameters
#' @export
`[[.sgdr_schedule` <- function(x, name) {
  if (!is.character(name) || length(name) != 1L) fail("name", "the name of a parameter", name)
  parameters(x)[[name]]
}

#' @rdname parameters
#' @importFrom stats update
#' @export
update.sgdr_schedule <- function(object, ...) {
  changes <- list(...)
  known <- names(parameters(object))
  unknown <- if (is.null(names(changes))) seq_along(changes) else which(!names(changes) %in% known)
  if (length(unknown) > 0L) {
    received <- if (is.null(names(changes))) describe(changes[[1L]]) else encodeString(names(changes)[[unknown[[1L]]]], quote = "\"")
    stop(sprintf("`...` must be named %s (received %s)", paste(known, collapse = ", "), received), call. = FALSE)
  }
  arguments <- parameters(object)
  arguments[names(changes)] <- changes
  do.call(makers[[class_name(object)]], arguments, quote = TRUE)
}

#' @importFrom utils .DollarNames
#' @export
.DollarNames.sgdr_schedule <- function(x, pattern = "") {
  grep(pattern, names(parameters(x)), value = TRUE)
}

# All of them, by name.
parameters <- function(schedule) {
  lapply(as.list(schedule)$config, function(value) if (is.list(value)) inner_value(value) else value)
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

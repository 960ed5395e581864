# Keras: schedules as the JSON that it saves, and as its own objects.

#' Schedules as Keras saves them
#'
#' `serialize_learning_rate_schedule()` gives the JSON text that Python's
#' `json.dumps(keras.optimizers.schedules.serialize(schedule))` gives for the same parameters, byte for byte;
#' `deserialize_learning_rate_schedule()` reads it, and more: the config of an optimizer or of a whole model with a schedule in it, and
#' nested lists as `keras$optimizers$schedules$serialize()` returns them.
#'
#' What Keras does not have (plans and [learning_rate_schedule_cosine_cycles()]) is written as custom objects of the package "sgdr". What
#' Keras reads without a word, such as an unknown class or a parameter that is not a number, is an error that tells where it is.
#'
#' @param schedule A schedule.
#' @param config JSON text, or a nested list.
#' @return The text; the schedule.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' json <- serialize_learning_rate_schedule(schedule)
#' json
#' identical(deserialize_learning_rate_schedule(json), schedule)
#' identical(deserialize_learning_rate_schedule(as.list(schedule)), schedule)
#' @export
serialize_learning_rate_schedule <- function(schedule) attr(check_schedule(schedule), "json")

#' @rdname serialize_learning_rate_schedule
#' @export
deserialize_learning_rate_schedule <- function(config) {
  if (is.list(config)) return(new_schedule(rust(.Call(wrap__read_list, config))))
  if (!is.character(config)) fail("config", "JSON text or a nested list", config)
  new_schedule(rust(.Call(wrap__read_text, check_text(paste(config, collapse = "\n"), "config"))))
}

#' A schedule for an optimizer of Keras
#'
#' Makes Keras' own object of the same parameters, through the package reticulate, for `optimizer_sgd(learning_rate = )` and the other
#' optimizers of keras3. Keras computes the rates itself, in its default type: near a restart they can be those of the wrong
#' cycle, where the rates here are exact.
#'
#' @param schedule A schedule of one of Keras' classes: one made by a function of the page family
#'   `learning_rate_schedule_...` except [learning_rate_schedule_cosine_cycles()].
#' @return A Python object, an instance of `keras.optimizers.schedules.LearningRateSchedule`.
#' @examplesIf interactive() && requireNamespace("reticulate", quietly = TRUE) && reticulate::py_module_available("keras")
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' keras_schedule(schedule)
#' # keras3::optimizer_sgd(learning_rate = keras_schedule(schedule))
#' @export
keras_schedule <- function(schedule) {
  parts <- as.list(check_schedule(schedule))
  if (!is.null(parts$registered_name)) {
    stop(sprintf("`schedule` must be of a class that Keras has (received %s)", parts$class_name), call. = FALSE)
  }
  check_suggested("reticulate", "to reach Keras")
  if (!reticulate::py_module_available("keras")) {
    stop("the Python of reticulate has no Keras: install it with keras3::install_keras(), or choose another Python ",
      "with reticulate::use_python()",
      call. = FALSE
    )
  }
  reticulate::import("keras")$optimizers$schedules$deserialize(parts)
}

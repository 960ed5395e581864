#' sgdr: Learning-Rate Schedules with Warm Restarts
#'
#' A schedule is a function of the step. [learning_rate_schedule_cosine_decay_restarts()] makes the one of the paper, with the
#' signature of keras3; it can be printed, plotted, and summarised, it is called with any steps, and [cycles()] and [restarts()] tell
#' when it restarts. [warmup()], [cycle_limit()], [chain_schedules()] and others make plans of schedules;
#' [fit_first_decay_steps()] finds cycles that end with the run.
#'
#' Steps are counted from 0: the first update of a run uses the rate of step 0. Cycles are decided in exact arithmetic, and
#' rates are within one unit in the last place of the formula. They have the same bits on every platform, and in the command
#' `sgdr`, the Python package and the Rust crate of that name.
#'
#' Optimizers of keras3 take schedules as they are ([keras_schedule()]), optimizers of torch through [lr_scheduled()].
#'
#' @useDynLib sgdr, .registration = TRUE
"_PACKAGE"

.onLoad <- function(libname, pkgname) {
  if (isNamespaceLoaded("reticulate")) wait_for_keras() else setHook(packageEvent("reticulate", "onLoad"), wait_for_keras)
}

# As soon as Keras is loaded it knows the schedules of this package: so a model that was saved with one can be loaded. reticulate before
# 1.42 has no such hooks: there keras_schedule() is called before a plan is loaded.
wait_for_keras <- function(...) {
  meet_keras <- function() {
    tryCatch(keras_door(), error = function(e) {
      message("sgdr: Keras cannot load the schedules of this package: ", conditionMessage(e))
    })
  }
  if (has_load_hooks()) getExportedValue("reticulate", "py_register_load_hook")("keras", meet_keras)
}

has_load_hooks <- function() "py_register_load_hook" %in% getNamespaceExports("reticulate")

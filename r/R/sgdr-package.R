# The package's own page, and the library that it loads.

#' @details
#' [learning_rate_schedule_cosine_decay_restarts()] is the schedule of the paper; [with_warmup()], [limit_cycles()],
#' [chain_schedules()], [scale_rates()] and [clamp_rates()] make a schedule of schedules. [cycles()], `summary()` and `plot()`
#' show a run before it is paid for, [fit_first_decay_steps()] ends it where a cycle ends. [keras_schedule()] hands a schedule to
#' Keras, [set_learning_rate()] a rate to a torch optimizer.
#'
#' Steps are counted from 0; the first update of a run uses the rate of step 0. R's numbers have all digits of steps up to 2^53;
#' vectors of `bit64::integer64` are taken, too.
#' @references I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, arXiv:1608.03983.
#' @useDynLib sgdr, .registration = TRUE
#' @keywords internal
"_PACKAGE"

# The schedule of the paper.

#' Cosine decay with warm restarts
#'
#' The schedule of SGDR: in each cycle the learning rate falls along half a cosine from a peak to the floor, and then restarts.
#' Signature, names and defaults are those of keras3.
#'
#' ```
#' lr(n) = initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi * (n - S_i) / T_i)) / 2 + alpha)
#'
#' T_i = first_decay_steps * t_mul^i      the length of cycle i in steps, a real number
#' S_i = T_0 + ... + T_(i-1)              its start; it holds the steps n with S_i <= n < S_(i+1)
#' ```
#'
#' The floor is `alpha * initial_learning_rate` in every cycle, because `m_mul` does not scale it. `t_mul` means the simplest
#' fraction that rounds to it, so 1.1 is 11/10. With `t_mul` below 1 the cycles become shorter; from the first
#' cycle shorter than a step on, the rate stays at the floor. Cycles are found in exact arithmetic; rates are within 0.65 units in
#' the last place of the formula, for any step up to 2^64 - 1.
#'
#' @param initial_learning_rate The rate of step 0. Finite, at least 0.
#' @param first_decay_steps The length of the first cycle in steps. A whole number, at least 1.
#' @param t_mul Each cycle is this many times as long as the one before. Finite, above 0.
#' @param m_mul Each peak is this many times as high above the floor as the one before. Finite, at least 0.
#' @param alpha The floor as a fraction of `initial_learning_rate`, between 0 and 1.
#' @param name Carried along, never interpreted. `NULL` for the default.
#' @return A function of one argument, `step`, of class `sgdr_schedule`: the steps are whole numbers from 0 on, double, integer or
#'   `integer64`; the rates are doubles with the names and dimensions of the steps. It holds its parameters as text, so it can be
#'   saved with [saveRDS()], compared with [identical()] and sent to other processes. Anything else is an error that names
#'   the argument.
#' @references I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, arXiv:1608.03983.
#' @family schedules
#' @seealso [cycles()] for the cycles, [warmup()] and [cycle_limit()] for plans, [keras_schedule()] for Keras.
#' @examples
#' first_decay_steps <- 1000
#' lr_decayed_fn <- learning_rate_schedule_cosine_decay_restarts(
#'         0.001,
#'         first_decay_steps)
#'
#' lr_decayed_fn(0) # the first peak
#' lr_decayed_fn(c(999, 1000, 2999, 3000)) # both sides of two restarts
#' lr_decayed_fn
#' plot(lr_decayed_fn)
#' @export
learning_rate_schedule_cosine_decay_restarts <- function(initial_learning_rate, first_decay_steps, t_mul = 2, m_mul = 1,
                                                         alpha = 0, name = "SGDRDecay") {
  make_schedule("CosineDecayRestarts", list(
    initial_learning_rate = check_number(initial_learning_rate),
    first_decay_steps = check_whole(first_decay_steps),
    t_mul = check_number(t_mul),
    m_mul = check_number(m_mul),
    alpha = check_number(alpha),
    name = check_name(name)
  ))
}

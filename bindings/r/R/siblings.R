# The other schedules of keras3's page family, with the signatures there.

#' Cosine decay
#'
#' Half a cosine from the initial rate to a fraction of it, with a linear warm-up before it if a target is given.
#'
#' ```
#' decay     lr(n) = peak * ((1 - alpha) * (1 + cos(pi * min(m, decay_steps) / decay_steps)) / 2 + alpha)
#' warm-up   lr(n) = initial_learning_rate + (warmup_target - initial_learning_rate) * n / warmup_steps   for n < warmup_steps
#'
#' without warmup_target   peak = initial_learning_rate, m = n
#' with it                 peak = warmup_target, m = n - warmup_steps
#' ```
#'
#' @inheritParams learning_rate_schedule_cosine_decay_restarts
#' @param decay_steps The length of the decay in steps. A whole number, at least 1.
#' @param alpha The last rate as a fraction of the peak, between 0 and 1.
#' @param warmup_target The rate that the warm-up goes up to, finite and at least 0; `NULL` for no warm-up.
#' @param warmup_steps The length of the warm-up in steps. A whole number.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @source `keras.optimizers.schedules.CosineDecay` of Keras 3, as a formula of real numbers.
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay(
#'   0, 1000,
#'   warmup_target = 0.1, warmup_steps = 1000
#' )
#' schedule(c(0, 500, 1000, 1500, 2000))
#' @export
learning_rate_schedule_cosine_decay <- function(initial_learning_rate, decay_steps, alpha = 0, name = "CosineDecay",
                                                warmup_target = NULL, warmup_steps = 0L) {
  make_schedule("CosineDecay", list(
    initial_learning_rate = check_number(initial_learning_rate),
    decay_steps = check_whole(decay_steps),
    alpha = check_number(alpha),
    name = check_name(name),
    warmup_target = check_optional_number(warmup_target),
    warmup_steps = check_whole(warmup_steps, 0)
  ))
}

#' Exponential decay
#'
#' The rate is multiplied by `decay_rate` in every `decay_steps` steps, steadily or at once.
#'
#' ```
#' lr(n) = initial_learning_rate * decay_rate^(n / decay_steps)
#' ```
#'
#' With `staircase` the exponent is rounded down.
#'
#' @inheritParams learning_rate_schedule_cosine_decay
#' @param decay_steps The steps in which the rate is multiplied by `decay_rate` once. A whole number, at least 1.
#' @param decay_rate The factor. Finite, at least 0.
#' @param staircase Whether the rate falls once in every `decay_steps` steps only.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @source `keras.optimizers.schedules.ExponentialDecay` of Keras 3, as a formula of real numbers.
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_exponential_decay(
#'   0.1,
#'   decay_steps = 100000, decay_rate = 0.96, staircase = TRUE
#' )
#' schedule(c(0, 99999, 100000))
#' @export
learning_rate_schedule_exponential_decay <- function(initial_learning_rate, decay_steps, decay_rate, staircase = FALSE,
                                                     name = "ExponentialDecay") {
  make_schedule("ExponentialDecay", list(
    initial_learning_rate = check_number(initial_learning_rate),
    decay_steps = check_whole(decay_steps),
    decay_rate = check_number(decay_rate),
    staircase = check_flag(staircase),
    name = check_name(name)
  ))
}

#' Inverse time decay
#'
#' The rate falls as one over the steps.
#'
#' ```
#' lr(n) = initial_learning_rate / (1 + decay_rate * n / decay_steps)
#' ```
#'
#' With `staircase` the quotient `n / decay_steps` is rounded down.
#'
#' @inheritParams learning_rate_schedule_exponential_decay
#' @param decay_steps The number of steps in which `decay_rate` is added once. A whole number, at least 1.
#' @param decay_rate The increase of the divisor in each `decay_steps` steps. Finite, at least 0.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @source `keras.optimizers.schedules.InverseTimeDecay` of Keras 3, as a formula of real numbers.
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_inverse_time_decay(0.1, decay_steps = 1, decay_rate = 0.5)
#' schedule(0:4)
#' @export
learning_rate_schedule_inverse_time_decay <- function(initial_learning_rate, decay_steps, decay_rate, staircase = FALSE,
                                                      name = "InverseTimeDecay") {
  make_schedule("InverseTimeDecay", list(
    initial_learning_rate = check_number(initial_learning_rate),
    decay_steps = check_whole(decay_steps),
    decay_rate = check_number(decay_rate),
    staircase = check_flag(staircase),
    name = check_name(name)
  ))
}

#' Piecewise constant rates
#'
#' One rate up to and with each boundary, and one after the last.
#'
#' ```
#' lr(n) = values[1]    for n <= boundaries[1]
#'         values[i]    for boundaries[i - 1] < n <= boundaries[i]
#'         the last     for n > the last boundary
#' ```
#'
#' @param boundaries The last steps of all rates but the last one: whole numbers that increase, in a vector or a list.
#' @param values The rates, one more than boundaries: finite, at least 0.
#' @param name Carried along, never interpreted. `NULL` for the default.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @source `keras.optimizers.schedules.PiecewiseConstantDecay` of Keras 3.
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_piecewise_constant_decay(c(100000, 110000), c(1.0, 0.5, 0.1))
#' schedule(c(0, 100000, 100001, 110000, 110001))
#' @export
learning_rate_schedule_piecewise_constant_decay <- function(boundaries, values, name = "PiecewiseConstant") {
  make_schedule("PiecewiseConstantDecay", list(
    boundaries = check_numbers(boundaries),
    values = check_numbers(values),
    name = check_name(name)
  ))
}

#' Polynomial decay
#'
#' From one rate to another along a power of the steps that are left.
#'
#' ```
#' lr(n) = (initial_learning_rate - end_learning_rate) * (1 - m / decay_steps)^power + end_learning_rate
#'
#' m = min(n, decay_steps)
#' ```
#'
#' With `cycle`, beyond `decay_steps` that length is doubled, tripled and so on, as often as it takes to reach the step.
#'
#' @inheritParams learning_rate_schedule_cosine_decay
#' @param end_learning_rate The last rate. Finite, at least 0.
#' @param power The power: 1 for a straight line. Finite, at least 0.
#' @param cycle Whether the rate rises again beyond `decay_steps`.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @source `keras.optimizers.schedules.PolynomialDecay` of Keras 3, as a formula of real numbers.
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_polynomial_decay(
#'   0.1, 10000,
#'   end_learning_rate = 0.01, power = 0.5
#' )
#' schedule(c(0, 5000, 10000))
#' @export
learning_rate_schedule_polynomial_decay <- function(initial_learning_rate, decay_steps, end_learning_rate = 1e-04,
                                                    power = 1, cycle = FALSE, name = "PolynomialDecay") {
  make_schedule("PolynomialDecay", list(
    initial_learning_rate = check_number(initial_learning_rate),
    decay_steps = check_whole(decay_steps),
    end_learning_rate = check_number(end_learning_rate),
    power = check_number(power),
    cycle = check_flag(cycle),
    name = check_name(name)
  ))
}

# Warm restarts between two rates.

#' Cosine cycles between two rates
#'
#' Cosine decay with warm restarts whose floor is a rate, whose peaks decay as a whole, and whose cycles may reach the floor. This is
#' how PyTorch (`T_0`, `T_mult`, `eta_min`) and timm (`lr_min`, `cycle_decay`) describe it; Keras has no such class.
#'
#' ```
#' lr(n) = eta_min + (peak_i - eta_min) * (1 + cos(pi * f)) / 2,     peak_i = max(eta_min, initial_learning_rate * peak_mul^i)
#'
#' f = (n - S_i) / T_i           open: the step after the last one of the cycle would have the floor
#' f = (n - a_i) / (b_i - a_i)   closed: the last step b_i of the cycle has it; the first, a_i, has the peak
#' ```
#'
#' `T_i` and `S_i` are those of [learning_rate_schedule_cosine_decay_restarts()].
#'
#' @inheritParams learning_rate_schedule_cosine_decay_restarts
#' @param peak_mul Each peak is this many times as high as the one before, but never below `eta_min`. Finite, at least 0.
#' @param eta_min The floor, a rate from 0 to `initial_learning_rate`.
#' @param closed Whether the last step of a cycle has the floor.
#' @inherit learning_rate_schedule_cosine_decay_restarts return references
#' @family schedules
#' @examples
#' schedule <- learning_rate_schedule_cosine_cycles(
#'   0.1, 1001,
#'   t_mul = 1, peak_mul = 0.5, eta_min = 0.01, closed = TRUE
#' )
#' schedule(c(0, 500, 1000, 1001))
#' @export
learning_rate_schedule_cosine_cycles <- function(initial_learning_rate, first_decay_steps, t_mul = 2, peak_mul = 1,
                                                 eta_min = 0, closed = FALSE, name = "CosineCycles") {
  make_own_schedule("CosineCycles", list(
    initial_learning_rate = check_number(initial_learning_rate),
    first_decay_steps = check_whole(first_decay_steps),
    t_mul = check_number(t_mul),
    peak_mul = check_number(peak_mul),
    eta_min = check_number(eta_min),
    closed = check_flag(closed),
    name = check_name(name)
  ))
}

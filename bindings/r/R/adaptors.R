# Schedules made of schedules.

#' A warm-up before a schedule, or inside it
#'
#' ```
#' prefix        lr(n) = ramp(n)  for n < warmup_steps, up to S(0);  then S(n - warmup_steps)
#' inside        lr(n) = ramp(n)  for n < warmup_steps, up to S(warmup_steps);  then S(n)
#' every_cycle   the same in each cycle, n counted from its first step
#'
#' ramp(n) = start + (target - start) * y,     y = n / warmup_steps, or (1 - cos(pi * n / warmup_steps)) / 2
#' ```
#'
#' A warm-up inside joins the decay without a jump, unless `to_peak` is set: then it rises to the peak, and the rate drops a little
#' where the two meet, as in timm. It must be shorter than the first cycle. A later cycle that is not longer than the warm-up consists of
#' warm-up only.
#'
#' @param schedule The schedule, S.
#' @param warmup_steps The length of the warm-up in steps, a whole number. 0 changes nothing.
#' @param start The rate that it starts from. Finite, at least 0.
#' @param shape `"linear"`, or `"cosine"` for half a cosine.
#' @param place `"prefix"`: before the schedule, which begins when the warm-up is over; `"inside"`: instead of its first steps;
#'   `"every_cycle"`: instead of the first steps of every cycle.
#' @param to_peak Whether a warm-up inside goes up to the rate that it replaces first, the peak.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000) |> warmup(100)
#' schedule(c(0, 50, 100, 600, 1100))
#' @export
warmup <- function(schedule, warmup_steps, start = 0, shape = c("linear", "cosine"),
                        place = c("prefix", "inside", "every_cycle"), to_peak = FALSE) {
  make_own_schedule("Warmup", list(
    schedule = check_schedule(schedule),
    warmup_steps = check_whole(warmup_steps, 0),
    start = check_number(start),
    shape = check_choice(shape, c("linear", "cosine")),
    place = check_choice(place, c("prefix", "inside", "every_cycle")),
    to_peak = check_flag(to_peak)
  ))
}

#' A number of cycles of a schedule
#'
#' After that number of cycles the rate stays at the floor of the last one.
#'
#' ```
#' lr(n) = S(n) for n < e, and after that the floor of the last cycle,     e = the first step after these cycles
#' ```
#'
#' @param schedule The schedule, S, which must have cycles.
#' @param cycles The number of cycles, at least 1.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000, alpha = 0.25) |> cycle_limit(3)
#' schedule(c(0, 6999, 7000, 50000))
#' restarts(schedule, steps = 50000)
#' @export
cycle_limit <- function(schedule, cycles) {
  make_own_schedule("CycleLimit", list(schedule = check_schedule(schedule), cycles = check_whole(cycles)))
}

#' A schedule times a factor
#'
#' For a group of parameters that trains slower, or a larger batch.
#'
#' ```
#' lr(n) = factor * S(n)
#' ```
#'
#' @param schedule The schedule, S.
#' @param factor Finite, at least 0.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' backbone <- learning_rate_schedule_cosine_decay_restarts(0.5, 1000) |> scale_rates(0.25)
#' backbone(500)
#' @export
scale_rates <- function(schedule, factor) {
  make_own_schedule("Scale", list(schedule = check_schedule(schedule), factor = check_number(factor)))
}

#' A schedule within limits
#'
#' ```
#' lr(n) = min(max, max(min, S(n)))
#' ```
#'
#' @param schedule The schedule, S.
#' @param min,max The lowest and the highest rate, finite and at least 0; `NULL` for none.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' schedule <- learning_rate_schedule_exponential_decay(0.1, 1000, 0.5) |> clamp_rates(min = 0.01)
#' schedule(c(0, 1000, 100000))
#' @export
clamp_rates <- function(schedule, min = NULL, max = NULL) {
  make_own_schedule("Clamp", list(
    schedule = check_schedule(schedule),
    min = check_optional_number(min),
    max = check_optional_number(max)
  ))
}

#' Schedules one after the other
#'
#' Each schedule runs from its first step on, as with PyTorch's `SequentialLR` and Optax' `join_schedules`.
#'
#' ```
#' lr(n) = S_j(starts_j + n - b_j)   for b_j <= n < b_(j+1),     b_1 = 0, b_2 = boundaries[1], ...
#' ```
#'
#' A schedule without cycles counts as one cycle.
#'
#' @param schedules A list of schedules, S_1, S_2, ...
#' @param boundaries The first step of each schedule but the first one: whole numbers that increase; an empty vector for one schedule.
#' @param starts The step at which each schedule begins, one for each or one for all.
#' @inherit learning_rate_schedule_cosine_decay_restarts return
#' @family plans
#' @examples
#' schedule <- chain_schedules(
#'   list(
#'     learning_rate_schedule_polynomial_decay(0, 500, end_learning_rate = 0.1),
#'     learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#'   ),
#'   boundaries = 500
#' )
#' schedule(c(0, 250, 500, 1000, 1500))
#' @export
chain_schedules <- function(schedules, boundaries = numeric(), starts = 0) {
  if (!is.list(schedules) || length(schedules) == 0L) fail("schedules", "a list of schedules", schedules)
  schedules <- lapply(seq_along(schedules), function(index) {
    check_schedule(schedules[[index]], sprintf("schedules[[%d]]", index))
  })
  starts <- check_numbers(starts)
  make_own_schedule("Chain", list(
    schedules = schedules,
    boundaries = check_numbers(boundaries),
    starts = if (length(starts) == 1L) rep(starts, length(schedules)) else starts
  ))
}

#' A weight decay that follows the cycles
#'
#' The normalized weight decay of AdamWR: smaller in a longer cycle, so that one value suits runs of any length.
#'
#' ```
#' lambda(n) = weight_decay * sqrt(batch_size / (dataset_size * E))
#'
#' E = T / steps_per_epoch     the epochs in the cycle of step n; T is its length in steps
#' ```
#'
#' An AdamW that multiplies its weight decay by the learning rate, as those of Keras and torch do, needs this divided by the initial
#' learning rate.
#'
#' @param schedule The schedule whose cycles they are.
#' @param weight_decay The value for a run of any length; 0.025 to 0.05 in the paper. Finite, at least 0.
#' @param batch_size The samples in a step, at least 1.
#' @param dataset_size The samples in an epoch, at least 1.
#' @param steps_per_epoch The steps in an epoch, at least 1. Unless given, as many as it takes to use each sample once.
#' @return A schedule whose values are weight decays, not learning rates.
#' @references I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, arXiv:1711.05101, appendix B.
#' @family plans
#' @examples
#' # CIFAR-10 in batches of 128; the first cycle is 100 epochs long.
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.001, 100 * 391)
#' weight_decay <- normalized_weight_decay(schedule, 0.025, batch_size = 128, dataset_size = 50000)
#' weight_decay(c(0, 300 * 391))
#' @export
normalized_weight_decay <- function(schedule, weight_decay, batch_size, dataset_size,
                                    steps_per_epoch = ceiling(dataset_size / batch_size)) {
  make_own_schedule("NormalizedWeightDecay", list(
    schedule = check_schedule(schedule),
    weight_decay = check_number(weight_decay),
    batch_size = check_whole(batch_size),
    dataset_size = check_whole(dataset_size),
    steps_per_epoch = check_whole(steps_per_epoch)
  ))
}

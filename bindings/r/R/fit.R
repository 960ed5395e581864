# The length of the first cycle for which a run ends where a cycle ends.

#' The first cycle for a run of given length
#'
#' Finds the `first_decay_steps` for which a number of cycles takes exactly the steps of the run, so that it ends where the rate is
#' lowest.
#'
#' ```
#' steps = first_decay_steps * (1 + t_mul + ... + t_mul^(cycles - 1)), rounded up
#' ```
#'
#' @param steps The length of the run in steps, at least 1.
#' @param cycles The number of cycles, at least 1.
#' @param t_mul Each cycle is this many times as long as the one before.
#' @return A data frame: one row if the cycles take exactly `steps` steps, else two rows, the nearest below and above. Columns:
#'   \describe{
#'     \item{first_decay_steps}{the length of the first cycle}
#'     \item{steps}{the number of steps that the cycles take}
#'     \item{whole}{whether their exact length is a whole number}
#'   }
#' @examples
#' fit_first_decay_steps(7000, cycles = 3)
#' fit_first_decay_steps(10000, cycles = 3)
#' @export
fit_first_decay_steps <- function(steps, cycles, t_mul = 2) {
  list2DF(rust(.Call(wrap__fit, check_whole(steps), check_whole(cycles), as.double(check_number(t_mul)))))
}

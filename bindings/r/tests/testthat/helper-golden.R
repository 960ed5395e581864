# Golden files and the bits of doubles. In the checkout, scripts/test-r names the folder of the whole files; elsewhere it is the
# sample that tools/cut-golden.R cuts from them.

golden_rows <- function(name) {
  folder <- Sys.getenv("SGDR_GOLDEN", test_path("golden"))
  utils::read.csv(file.path(folder, paste0(name, ".csv")), colClasses = "character")
}

# R reads decimals with errors in the last place, so doubles come from their bits.
from_bits <- function(bits) {
  pairs <- substring(rep(bits, each = 8), 2 * (1:8) - 1, 2 * (1:8))
  readBin(as.raw(strtoi(pairs, 16L)), "double", length(bits), endian = "big")
}

# Decimals as the doubles that they stand for; R's own reading may be off by the last place.
doubles <- function(text) {
  values <- paste(c(text, "0"), collapse = ", ")
  boundaries <- paste(seq_along(text), collapse = ", ")
  json <- '{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [%s], "values": [%s]}}'
  utils::head(deserialize_learning_rate_schedule(sprintf(json, boundaries, values))$values, -1L)
}

to_bits <- function(values) {
  bytes <- matrix(as.character(writeBin(as.double(values), raw(), endian = "big")), nrow = 8)
  apply(bytes, 2, paste0, collapse = "")
}

# The distance from a rate to the exact one, in units in the last place of the nearest double.
error_in_ulp <- function(rate, rows) {
  nearest <- from_bits(rows$lr_bits)
  exponent <- bitwAnd(strtoi(substr(rows$lr_bits, 1, 3), 16L), 2047L)
  ulp <- 2^(pmax(exponent, 1) - 1075)
  abs((rate - nearest) / ulp - as.numeric(rows$residual))
}

is_subnormal <- function(rows) substr(rows$lr_bits, 1, 3) == "000"

# Steps as R has them: doubles up to 2^53, else bit64's integers; NULL without that package.
steps_of <- function(text) {
  if (all(nchar(text) <= 15)) return(as.numeric(text))
  if (!requireNamespace("bit64", quietly = TRUE)) return(NULL)
  bit64::as.integer64(text)
}

is_beyond_integer64 <- function(text) nchar(text) == 20 | nchar(text) == 19 & text > "9223372036854775807"

# Keras' text of the schedule of each row of exact.csv.
exact_json <- function(rows) {
  sprintf(
    paste0(
      '{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": %s, "first_decay_steps": %s, ',
      '"t_mul": %s, "m_mul": %s, "alpha": %s}}'
    ),
    rows$initial_learning_rate, rows$first_decay_steps, rows$t_mul, rows$m_mul, rows$alpha
  )
}

# Every row that R can ask for, of every schedule.
each_schedule <- function(rows, json, check) {
  for (group in split(seq_len(nrow(rows)), factor(json, unique(json)))) {
    schedule <- deserialize_learning_rate_schedule(json[[group[[1L]]]])
    of <- rows[group, ]
    for (part in split(of, nchar(of$step) > 15)) {
      part <- part[!is_beyond_integer64(part$step), ]
      step <- steps_of(part$step)
      if (length(step) > 0L) check(schedule, step, part)
    }
  }
}

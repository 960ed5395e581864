# The rates and cycles of golden/ (see golden/README.md for what is allowed).

expect_exact <- function(schedule, step, rows, within, within_subnormal) {
  error <- error_in_ulp(schedule(step), rows)
  expect_lte(max(error[!is_subnormal(rows)], 0), within)
  expect_lte(max(error[is_subnormal(rows)], 0), within_subnormal)
}

expect_cycles <- function(schedule, step, rows) {
  known <- nzchar(rows$cycle)
  if (!any(known)) return(invisible())
  table <- cycle_at(schedule, step[known])
  expect_identical(table$cycle, as.numeric(rows$cycle[known]))
  expect_identical(table$first_step, as.numeric(rows$first_step[known]))
}

test_that("cosine decay with restarts is exact", {
  rows <- golden_rows("exact")
  each_schedule(rows, exact_json(rows), function(schedule, step, of) {
    expect_exact(schedule, step, of, 0.65, 0.75)
    expect_cycles(schedule, step, of)
    restart <- of$step == of$first_step & of$residual == "0.000000"
    expect_identical(to_bits(schedule(step[restart])), of$lr_bits[restart])
  })
})

test_that("real steps are exact", {
  rows <- golden_rows("real")
  for (group in split(seq_len(nrow(rows)), exact_json(rows))) {
    of <- rows[group, ]
    schedule <- deserialize_learning_rate_schedule(exact_json(of)[[1L]])
    step <- doubles(of$step)
    expect_exact(schedule, step, of, 0.65, 0.75)
  }
})

test_that("the constructor makes the schedule that the text holds", {
  rows <- golden_rows("exact")
  for (text in unique(exact_json(rows))) {
    schedule <- deserialize_learning_rate_schedule(text)
    # A length beyond 2^53 is rounded on its way through R.
    if (schedule$first_decay_steps >= 2^53) next
    again <- learning_rate_schedule_cosine_decay_restarts(
      schedule$initial_learning_rate, schedule$first_decay_steps, schedule$t_mul, schedule$m_mul, schedule$alpha
    )
    expect_identical(again, schedule)
  }
})

test_that("Keras' other schedules are exact", {
  rows <- golden_rows("siblings")
  numbers <- c(
    "initial_learning_rate", "decay_steps", "alpha", "warmup_target", "warmup_steps", "decay_rate", "end_learning_rate",
    "power", "staircase", "cycle"
  )
  lists <- c("boundaries", "values")
  json <- vapply(seq_len(nrow(rows)), function(index) {
    given <- unlist(rows[index, c(numbers, lists)])
    given <- given[nzchar(given)]
    is_list <- names(given) %in% lists
    given[is_list] <- sprintf("[%s]", gsub(" ", ", ", given[is_list]))
    config <- paste(sprintf('"%s": %s', names(given), given), collapse = ", ")
    sprintf('{"class_name": "%s", "config": {%s}}', rows$schedule[[index]], config)
  }, "")
  each_schedule(rows, json, function(schedule, step, of) expect_exact(schedule, step, of, 0.65, 0.75))
})

test_that("plans are exact", {
  rows <- golden_rows("plans")
  json <- rows$schedule[nzchar(rows$schedule)][cumsum(nzchar(rows$schedule))]
  each_schedule(rows, json, function(schedule, step, of) {
    expect_exact(schedule, step, of, 1.3, 1.5)
    expect_cycles(schedule, step, of)
  })
})

test_that("the code of each plan makes it again", {
  rows <- golden_rows("plans")
  for (text in rows$schedule[nzchar(rows$schedule)]) {
    schedule <- deserialize_learning_rate_schedule(text)
    # Whole numbers beyond 2^53 are rounded on their way through R.
    if (grepl("[ [][0-9]{16,}[],}]", text)) next
    expect_identical(eval(parse(text = format(schedule))), schedule)
  }
})

test_that("steps 0 to 15000 of the page's schedule have the bits of the command, and are exact", {
  skip_if(!nzchar(Sys.getenv("SGDR_PAGE_RATES")), "SGDR_PAGE_RATES and SGDR_PAGE_EXACT are not set")
  lr_decayed_fn <- learning_rate_schedule_cosine_decay_restarts(0.001, 1000)
  rates <- lr_decayed_fn(0:15000)

  # An array of NumPy: 128 bytes of header, then little-endian doubles.
  file <- Sys.getenv("SGDR_PAGE_RATES")
  array <- readBin(file, "raw", file.size(file))
  expect_identical(rates, readBin(array[-(1:128)], "double", 15001, endian = "little"))

  rows <- utils::read.csv(Sys.getenv("SGDR_PAGE_EXACT"), colClasses = "character")
  expect_lte(max(error_in_ulp(rates, rows)), 0.65)
  restart <- rows$step == rows$first_step
  expect_equal(sum(restart), 5L)
  expect_identical(to_bits(rates[restart]), rows$lr_bits[restart])
})

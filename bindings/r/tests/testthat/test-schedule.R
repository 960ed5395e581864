# A schedule is a function and a plain value.

page <- function(...) learning_rate_schedule_cosine_decay_restarts(0.001, 1000, ...)

test_that("schedules of equal parameters are identical, and others are not", {
  expect_true(identical(page(), page(t_mul = 2L)))
  expect_false(identical(page(), page(t_mul = 2.5)))
  expect_false(identical(page(), page(name = "other")))
  expect_true(isTRUE(all.equal(page(), page())))
})

test_that("a schedule survives saving, text and other processes", {
  schedule <- page(m_mul = 0.9) |> warmup(100) |> cycle_limit(5)
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(schedule, file)
  expect_identical(readRDS(file), schedule)
  expect_identical(unserialize(serialize(schedule, NULL, ascii = TRUE)), schedule)

  # Another R, which has not loaded the package.
  code <- sprintf("cat(readRDS(%s)(c(0, 100, 5000)) == c(0, 0.001, %.17g))", deparse(file), schedule(5000))
  rscript <- file.path(R.home("bin"), "Rscript")
  libraries <- paste0("R_LIBS=", paste(.libPaths(), collapse = .Platform$path.sep))
  answer <- system2(rscript, c("--vanilla", "-e", shQuote(code)), stdout = TRUE, env = libraries)
  expect_identical(answer, "TRUE TRUE TRUE")
})

test_that("parallel workers take schedules", {
  skip_if_not_installed("parallel")
  schedule <- page()
  cluster <- parallel::makeCluster(2)
  on.exit(parallel::stopCluster(cluster))
  parallel::clusterCall(cluster, function(paths) .libPaths(paths), .libPaths())
  expect_identical(unlist(parallel::parLapply(cluster, c(0, 999, 1000), schedule)), schedule(c(0, 999, 1000)))
  expect_identical(unlist(parallel::clusterCall(cluster, function(schedule) schedule(999), schedule)), rep(schedule(999), 2))
})

test_that("one call for many steps gives what many calls give", {
  schedule <- page(t_mul = 1.5, m_mul = 0.7, alpha = 0.01)
  steps <- c(0:3000, 10, 2^40, 5, 6, 7, 2^63)
  expect_identical(schedule(steps), vapply(steps, schedule, 0))
  expect_identical(schedule(0:100), schedule(as.numeric(0:100)))
  expect_identical(schedule(numeric()), numeric())
})

test_that("names and dimensions stay", {
  schedule <- page()
  expect_identical(schedule(c(first = 0, second = 1000)), c(first = 0.001, second = 0.001))
  steps <- matrix(0:5, 2, dimnames = list(c("a", "b"), NULL))
  expect_identical(schedule(steps), matrix(schedule(0:5), 2, dimnames = list(c("a", "b"), NULL)))
  expect_identical(schedule(structure(1, class = "other", note = "kept?")), schedule(1))
})

test_that("bit64's integers are steps and parameters", {
  skip_if_not_installed("bit64")
  steps <- bit64::as.integer64(c("0", "1000", "9223372036854775807"))
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, t_mul = 1)
  expect_identical(schedule(steps), schedule(c(0, 0, 807)))
  expect_error(schedule(bit64::as.integer64(-1)), "received -1")
  expect_identical(schedule(bit64::NA_integer64_), NA_real_)
  odd <- bit64::as.integer64("9007199254740993")
  long <- learning_rate_schedule_cosine_decay_restarts(0.1, odd)
  expect_match(serialize_learning_rate_schedule(long), '"first_decay_steps": 9007199254740993,', fixed = TRUE)
})

test_that("parameters can be read", {
  schedule <- page(m_mul = 0.9)
  expect_identical(schedule$m_mul, 0.9)
  expect_identical(schedule$first_decay_steps, 1000L)
  expect_null(schedule$other)
  plan <- schedule |> warmup(10)
  expect_identical(plan$schedule, schedule)
  expect_identical(plan$shape, "linear")
  chain <- chain_schedules(list(schedule, plan, schedule), c(10, 2000))
  expect_identical(chain$schedules, list(schedule, plan, schedule))
  expect_identical(chain$boundaries, c(10L, 2000L))
  expect_identical(utils::.DollarNames(schedule, "_mul"), c("t_mul", "m_mul"))
  expect_identical(learning_rate_schedule_piecewise_constant_decay(1, c(1, 2))$values, c(1, 2))
})

test_that("parameters can be changed", {
  schedule <- page(m_mul = 0.9)
  expect_identical(schedule[["m_mul"]], 0.9)
  expect_null(schedule[["m_m"]])
  expect_error(schedule[[1]], "`name` must be the name of a parameter (received 1)", fixed = TRUE)
  expect_identical(update(schedule, alpha = 0.1, t_mul = 3), page(m_mul = 0.9, alpha = 0.1, t_mul = 3))
  expect_identical(update(schedule), schedule)
  plan <- warmup(schedule, 10)
  expect_identical(update(plan, schedule = page(), warmup_steps = 20), warmup(page(), 20))
  chain <- chain_schedules(list(schedule, plan), 10, starts = c(0, 5))
  expect_identical(update(chain, boundaries = 20), chain_schedules(list(schedule, plan), 20, starts = c(0, 5)))
  expect_error(update(schedule, alpha = 3), "`alpha` must be between 0 and 1 (received 3)", fixed = TRUE)
  expect_error(update(schedule, beta = 3), "`...` must be named .* \\(received \"beta\"\\)")
  expect_error(update(schedule, 3), "received 3")
  expect_identical(page(name = NULL), page())
  for (text in readLines(test_path("golden", "plans.csv"))[c(2, 12, 22)]) {
    json <- gsub('""', '"', sub('^"(.*)",[^"]*$', "\\1", text))
    plan <- tryCatch(deserialize_learning_rate_schedule(json), error = function(e) NULL)
    if (!is.null(plan)) expect_identical(update(plan), plan)
  }
})

test_that("a schedule times a number is a schedule", {
  schedule <- page()
  expect_identical(schedule * 0.5, scale_rates(schedule, 0.5))
  expect_identical(0.5 * schedule, scale_rates(schedule, 0.5))
  expect_identical(schedule / 4, scale_rates(schedule, 0.25))
  expect_true(schedule == page())
  expect_true(schedule != schedule * 2)
  expect_false(schedule == 0.1)
  for (wrong in expression(schedule + 1, -schedule, schedule * schedule, 2 / schedule, schedule > 0.1, !schedule)) {
    expect_error(eval(wrong), "is defined for the rates of a schedule, schedule\\(step\\)")
  }
  expect_error(schedule * -1, "`factor`")
})

test_that("what dput() writes runs, also in another process", {
  schedule <- warmup(page(m_mul = 0.9), 10)
  code <- paste(utils::capture.output(dput(schedule)), collapse = "\n")
  again <- eval(parse(text = code), globalenv())
  expect_identical(again(c(0, 5.5, 1000)), schedule(c(0, 5.5, 1000)))
  expect_true(all.equal(again, schedule))
  expect_true(again == schedule)
  expect_identical(scale_rates(again, 2), scale_rates(schedule, 2))
  expect_match(all.equal(schedule, page()), "target is .*, current is learning_rate_schedule")
  expect_match(all.equal(schedule, 3), "current is 3")
})

test_that("steps between whole steps have the rate of the formula", {
  schedule <- learning_rate_schedule_cosine_decay_restarts(0.5, 8, m_mul = 0.5)
  step <- c(0.5, 2.25, 7.75, 7.999, 8, 8.5, 23.5)
  cycle <- c(0, 0, 0, 0, 1, 1, 1)
  formula <- 0.5 * 0.5^cycle * (1 + cos(pi * (step - 8 * cycle) / (8 * 2^cycle))) / 2
  expect_lte(max(abs(schedule(step) - formula)), 2^-53)
  expect_identical(schedule(c(4, 4.5))[[1L]], schedule(4L))
  pieces <- learning_rate_schedule_piecewise_constant_decay(c(1, 3), c(3, 2, 1))
  expect_identical(pieces(c(0.5, 1, 1.001, 3, 3.5)), c(3, 3, 2, 2, 1))
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  drawn <- curve(schedule, 0, 20)
  expect_identical(drawn$y, schedule(drawn$x))
  expect_equal(optimize(schedule, c(0, 7.99))$minimum, 7.99, tolerance = 1e-4)
  expect_identical(integrate(learning_rate_schedule_cosine_decay(0.5, 10), 0, 10)$value, 2.5)
})

test_that("a missing step has a missing rate", {
  schedule <- page()
  expect_identical(schedule(NA), NA_real_)
  expect_identical(schedule(c(a = 0, b = NA, c = 1000)), c(a = 0.001, b = NA, c = 0.001))
  expect_identical(schedule(c(1000L, NA)), c(0.001, NA))
  expect_identical(is.nan(schedule(NA_real_)), FALSE)
  expect_error(schedule(NaN), "`step` must be a number >= 0")
})

test_that("too little memory is R's error", {
  skip_on_os("windows")
  skip_if_not(nzchar(Sys.which("prlimit")), "prlimit is not installed")
  code <- paste(
    "library(sgdr); s <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)",
    "for (f in list(function() s(0:1e9), function() is_last_step_of_cycle(s, 0:1e9), function() cycle_at(s, 0:1e9)))",
    "cat(class(tryCatch(f(), error = identity))[[1]], '\\n')",
    sep = "\n"
  )
  libraries <- paste0("R_LIBS=", paste(.libPaths(), collapse = .Platform$path.sep))
  rscript <- file.path(R.home("bin"), "Rscript")
  answer <- suppressWarnings(system2("prlimit", c("--as=2000000000", rscript, "--vanilla", "-e", shQuote(code)),
    stdout = TRUE, stderr = TRUE, env = libraries
  ))
  expect_identical(sum(grepl("[eE]rror", answer)), 3L, info = paste(answer, collapse = "\n"))
  expect_null(attr(answer, "status"))
})

test_that("a schedule can be used as a function", {
  schedule <- page()
  expect_identical(do.call(schedule, list(1000)), 0.001)
  expect_identical(sapply(c(0, 1000), schedule), c(0.001, 0.001))
  expect_identical(Reduce(`+`, Map(schedule, c(0, 1000))), 0.002)
})

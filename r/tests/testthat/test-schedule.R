# A schedule is a function and a plain value.

page <- function(...) learning_rate_schedule_cosine_decay_restarts(0.001, 1000, ...)

test_that("schedules of equal parameters are identical, and others are not", {
  expect_true(identical(page(), page(t_mul = 2L)))
  expect_false(identical(page(), page(t_mul = 2.5)))
  expect_false(identical(page(), page(name = "other")))
  expect_true(isTRUE(all.equal(page(), page())))
})

test_that("a schedule survives saving, text and other processes", {
  schedule <- page(m_mul = 0.9) |> with_warmup(100) |> limit_cycles(5)
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
  expect_error(schedule(bit64::NA_integer64_), "received NA")
  odd <- bit64::as.integer64("9007199254740993")
  long <- learning_rate_schedule_cosine_decay_restarts(0.1, odd)
  expect_match(serialize_learning_rate_schedule(long), '"first_decay_steps": 9007199254740993,', fixed = TRUE)
})

test_that("parameters can be read", {
  schedule <- page(m_mul = 0.9)
  expect_identical(schedule$m_mul, 0.9)
  expect_identical(schedule$first_decay_steps, 1000L)
  expect_null(schedule$other)
  plan <- schedule |> with_warmup(10)
  expect_identical(plan$schedule, schedule)
  expect_identical(plan$shape, "linear")
  chain <- chain_schedules(list(schedule, plan, schedule), c(10, 2000))
  expect_identical(chain$schedules, list(schedule, plan, schedule))
  expect_identical(chain$boundaries, c(10L, 2000L))
  expect_identical(utils::.DollarNames(schedule, "_mul"), c("t_mul", "m_mul"))
  expect_identical(learning_rate_schedule_piecewise_constant_decay(1, c(1, 2))$values, c(1, 2))
})

test_that("a schedule goes where functions go", {
  schedule <- page()
  expect_identical(do.call(schedule, list(1000)), 0.001)
  expect_identical(sapply(c(0, 1000), schedule), c(0.001, 0.001))
  expect_identical(Reduce(`+`, Map(schedule, c(0, 1000))), 0.002)
})

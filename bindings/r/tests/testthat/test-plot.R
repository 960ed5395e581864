# Pictures: that they are drawn, and from which points.

page <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8)

drawn_on_png <- function(code) {
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  result <- tryCatch(code, finally = grDevices::dev.off())
  expect_gt(file.size(file), 2000)
  unlink(file)
  result
}

test_that("each point drawn is a step with its own rate, and both sides of each restart are drawn", {
  for (steps in c(1, 2, 10, 7000, 10000, 1e6, 1e12, 2^63)) {
    drawn <- drawn_on_png(plot(page, steps))
    expect_identical(drawn$learning_rate, page(drawn$step))
    expect_lt(nrow(drawn), 20000)
    expect_false(is.unsorted(drawn$step, strictly = TRUE))
  }
  drawn <- drawn_on_png(plot(page, 10000))
  expect_true(all(c(0, 999, 1000, 2999, 3000, 6999, 7000, 9999) %in% drawn$step))
})

test_that("both sides of each stair are drawn", {
  drawn <- drawn_on_png(plot(learning_rate_schedule_exponential_decay(0.1, 1000, 0.5, staircase = TRUE)))
  expect_true(all(c(0, 999, 1000, 1999, 2000, 8999, 9000, 9999) %in% drawn$step))
})

test_that("every class of schedule is drawn", {
  expect_silent(drawn_on_png({
    plot(learning_rate_schedule_exponential_decay(0.1, 1000, 0.5, staircase = TRUE))
    plot(learning_rate_schedule_piecewise_constant_decay(c(100, 200), c(1, 0.5, 0.1)), restarts = FALSE, col = "blue")
    plot(page, steps = 5000, main = "two", xlim = c(0, 2000), ylim = c(0, 1), xlab = "updates")
    plot(learning_rate_schedule_cosine_decay_restarts(0.1, 1000, alpha = 1e-4), log = "y")
    lines(page |> warmup(500), col = "firebrick", lty = 2)
    plot(learning_rate_schedule_cosine_decay_restarts(0, 10))
    plot(learning_rate_schedule_cosine_decay_restarts(0.1, 10, t_mul = 1), steps = 1e6)
  }))
})

test_that("ggplot2 draws the same points", {
  skip_if_not_installed("ggplot2")
  picture <- ggplot2::autoplot(page, steps = 10000)
  expect_s3_class(picture, "ggplot")
  built <- ggplot2::ggplot_build(picture)
  expect_identical(built$data[[1]]$xintercept, c(1000, 3000, 7000))
  expect_identical(built$data[[2]]$y, page(built$data[[2]]$x))
  drawn_on_png(print(picture))
  drawn_on_png(print(ggplot2::autoplot(learning_rate_schedule_cosine_decay(0.1, 100), colour = "blue")))
})

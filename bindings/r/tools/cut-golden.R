# The sample of golden/ that the tests read where golden/ is not: a part of its rows, unchanged.
#
#   Rscript tools/cut-golden.R            writes tests/testthat/golden/, in the folder bindings/r of the checkout
#   Rscript tools/cut-golden.R --check    exit status 1 if what is there differs

# Every n-th line of a file; of plans.csv every n-th schedule, whose rows belong together.
every <- c(exact = 80, real = 40, siblings = 80, plans = 40)

cut_lines <- function(name) {
  lines <- readLines(file.path("../..", "golden", paste0(name, ".csv")))
  body <- lines[-1L]
  group <- if (name == "plans") cumsum(!startsWith(body, ",")) else seq_along(body)
  c(lines[[1L]], body[group %% every[[name]] == 1L])
}

check <- "--check" %in% commandArgs(TRUE)
dir.create("tests/testthat/golden", showWarnings = FALSE)
for (name in names(every)) {
  file <- file.path("tests/testthat/golden", paste0(name, ".csv"))
  if (!check) {
    writeLines(cut_lines(name), file)
  } else if (!identical(readLines(file), cut_lines(name))) {
    stop(file, " is not what tools/cut-golden.R cuts from golden/", call. = FALSE)
  }
}

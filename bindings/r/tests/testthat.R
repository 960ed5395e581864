library(testthat)
library(sgdr)

test_check("sgdr")

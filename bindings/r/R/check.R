# The types of arguments; the rules about values are the core's.

fail <- function(name, rule, value) {
  stop(sprintf("`%s` must be %s (received %s)", name, rule, describe(value)), call. = FALSE)
}

# The error names the argument as the user knows it.
not_missing <- function(value, name) {
  if (missing(value)) stop(sprintf("`%s` must be given", name), call. = FALSE)
}

# A value for a message: itself if it is a single one, else its type.
describe <- function(value) {
  if (is.null(value)) {
    "NULL"
  } else if (is.factor(value)) {
    "a factor"
  } else if (is.function(value)) {
    "a function"
  } else if (is.list(value)) {
    sprintf("a list of %d", length(value))
  } else if (!is.atomic(value)) {
    paste("an object of type", typeof(value))
  } else if (length(value) != 1L) {
    sprintf("a vector of length %d", length(value))
  } else if (is.character(value) && !is.na(value)) {
    encodeString(substr(value, 1, 40), quote = "\"")
  } else {
    format(value)
  }
}

# One finite number; the core checks its value.
check_number <- function(value, name = deparse(substitute(value))) {
  not_missing(value, name)
  if (!is.numeric(value) || length(value) != 1L) fail(name, "a number", value)
  if (!inherits(value, "integer64") && !is.finite(value)) fail(name, "a finite number", value)
  as_bare(value)
}

# Numbers in a vector; the core checks their values.
check_numeric <- function(value, name = deparse(substitute(value))) {
  not_missing(value, name)
  if (!is.numeric(value)) fail(name, "numeric", value)
  as_bare(value)
}

# Finite numbers in a vector, or in a list as Keras' page has it.
check_numbers <- function(value, name = deparse(substitute(value))) {
  not_missing(value, name)
  force(name)
  if (is.list(value) && all(vapply(value, is.numeric, NA)) && all(lengths(value) == 1L)) value <- unlist(value)
  value <- check_numeric(value, name)
  wrong <- if (!inherits(value, "integer64")) which(!is.finite(value))
  if (length(wrong) > 0L) {
    received <- sprintf("(received %s, element %d)", format(value[[wrong[[1L]]]]), wrong[[1L]])
    stop(sprintf("`%s` must be finite numbers %s", name, received), call. = FALSE)
  }
  value
}

# A whole number; the core checks that it is below 2^64.
check_whole <- function(value, least = 1, name = deparse(substitute(value))) {
  not_missing(value, name)
  force(name)
  value <- check_number(value, name)
  if (!inherits(value, "integer64") && (value < least || value != floor(value))) {
    fail(name, sprintf("a whole number >= %d", least), value)
  }
  value
}

check_optional_number <- function(value, name = deparse(substitute(value))) {
  if (is.null(value)) NULL else check_number(value, name)
}

check_flag <- function(value, name = deparse(substitute(value))) {
  if (!isTRUE(value) && !isFALSE(value)) fail(name, "TRUE or FALSE", value)
  value
}

check_text <- function(value, name = deparse(substitute(value))) {
  if (!is.character(value) || length(value) != 1L || is.na(value)) fail(name, "text", value)
  text <- enc2utf8(value)
  if (!validUTF8(text)) stop(sprintf("`%s` must be text in a known encoding", name), call. = FALSE)
  text
}

# A name, or NULL for the default one.
check_name <- function(name) if (is.null(name)) NULL else check_text(name)

# One of some texts; the first one if the argument was left out.
check_choice <- function(value, choices, name = deparse(substitute(value))) {
  if (identical(value, choices)) return(choices[[1L]])
  if (!is.character(value) || length(value) != 1L || !value %in% choices) {
    fail(name, paste("one of", paste0("\"", choices, "\"", collapse = ", ")), value)
  }
  value
}

check_schedule <- function(value, name = deparse(substitute(value))) {
  not_missing(value, name)
  if (is_keras_schedule(value)) return(of_keras(value))
  if (!inherits(value, "sgdr_schedule")) fail(name, "a schedule of this package or of Keras", value)
  value
}

check_suggested <- function(package, purpose) {
  if (!requireNamespace(package, quietly = TRUE)) {
    stop(sprintf("the package %s is needed %s: install.packages(\"%s\")", package, purpose, package), call. = FALSE)
  }
}

# Numbers without names and classes, except the one class that changes what they mean.
as_bare <- function(value) {
  if (inherits(value, "integer64")) value else as.vector(value)
}

# A schedule as text: the call that makes it again.

#' A schedule as the code that makes it
#'
#' `format()` gives R code that makes an identical schedule, `print()` shows it with the first restarts.
#'
#' @param x A schedule.
#' @param ... Not used.
#' @return `format()`: one string. Numbers have as many digits as are needed to read the same number back. Arguments that have their
#'   defaults are left out. `print()`: the schedule, invisibly.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000, m_mul = 0.8) |> warmup(100)
#' schedule
#' identical(eval(parse(text = format(schedule))), schedule)
#' @export
format.sgdr_schedule <- function(x, ...) {
  code_of(as.list(x))
}

#' @rdname format.sgdr_schedule
#' @export
print.sgdr_schedule <- function(x, ...) {
  cat(code_of(as.list(x), "\n  "), "\n", sep = "")
  if (has_cycles(x)) cat("# ", describe_restarts(x), "\n", sep = "")
  invisible(x)
}

# The first restarts, and whether there are more.
describe_restarts <- function(schedule, most = 3L) {
  first <- rust(.Call(wrap__first_restarts, attr(schedule, "json"), most + 1L))
  if (length(first) == 0L) return("no restarts")
  more <- if (length(first) > most) ", ..."
  paste0("restarts at steps ", paste(grouped(utils::head(first, most)), collapse = ", "), more)
}

# The function that makes schedules of each class; its arguments are the keys of the config.
makers <- c(
  CosineDecayRestarts = "learning_rate_schedule_cosine_decay_restarts",
  CosineDecay = "learning_rate_schedule_cosine_decay",
  ExponentialDecay = "learning_rate_schedule_exponential_decay",
  InverseTimeDecay = "learning_rate_schedule_inverse_time_decay",
  PiecewiseConstantDecay = "learning_rate_schedule_piecewise_constant_decay",
  PolynomialDecay = "learning_rate_schedule_polynomial_decay",
  CosineCycles = "learning_rate_schedule_cosine_cycles",
  ConstantRate = "learning_rate_schedule_constant_rate",
  Warmup = "warmup",
  CycleLimit = "cycle_limit",
  Scale = "scale_rates",
  Clamp = "clamp_rates",
  Chain = "chain_schedules",
  NormalizedWeightDecay = "normalized_weight_decay"
)

# The call for a schedule as a list; `line` is what goes between its parts.
code_of <- function(parts, line = " ") {
  maker <- makers[[parts$class_name]]
  config <- parts$config
  defaults <- formals(maker)
  is_required <- vapply(defaults[names(config)], identical, NA, quote(expr = ))
  is_default <- mapply(is_default, config, defaults[names(config)])
  is_piped <- names(config) == "schedule"
  shown <- !is_default & !is_piped
  values <- vapply(config[shown], code_of_value, "", line)
  labels <- ifelse(is_required[shown], "", paste(names(values), "= "))
  call <- sprintf("%s(%s)", maker, paste0(labels, values, collapse = ", "))
  if (any(is_piped)) paste0(code_of(config$schedule, line), " |>", line, call) else call
}

# Whether a parameter has the value that the argument has when it is left out.
is_default <- function(value, default) {
  if (identical(default, quote(expr = ))) return(FALSE)
  if (is.call(default)) default <- value_of(default)
  if (!is.list(value)) return(identical(value, default) || is.numeric(value) && is.numeric(default) && value == default)
  is.numeric(default) && length(default) == min(length(value), 1L) && all(unlist(value) == default)
}

# The first of the choices that an argument has; nothing for a default that follows from other arguments.
value_of <- function(default) {
  if (identical(default[[1L]], quote(c))) default[[2L]] else tryCatch(eval(default, baseenv()), error = function(e) NULL)
}

code_of_value <- function(value, line) {
  if (is.null(value)) {
    "NULL"
  } else if (is.list(value) && any(vapply(value, is.list, NA))) {
    schedules <- paste(vapply(value, code_of, ""), collapse = paste0(",", line))
    if (line == " ") sprintf("list(%s)", schedules) else sprintf("list(%s%s\n)", line, schedules)
  } else if (is.list(value)) {
    numbers <- paste(vapply(value, shortest, ""), collapse = ", ")
    if (length(value) == 1L) numbers else sprintf("c(%s)", numbers)
  } else if (is.numeric(value)) {
    shortest(value)
  } else if (is.character(value)) {
    code_of_text(value)
  } else {
    deparse(value)
  }
}

# A text in quotes. Characters beyond ASCII are escaped, because in some locales R can neither write nor read them.
code_of_text <- function(text) {
  code_of_character <- function(point) {
    if (point < 128L) return(gsub("^.|.$", "", deparse(intToUtf8(point))))
    sprintf(if (point < 65536L) "\\u%04x" else "\\U%08x", point)
  }
  paste0("\"", paste(vapply(utf8ToInt(enc2utf8(text)), code_of_character, ""), collapse = ""), "\"")
}

# The fewest digits that R reads back as the same number; R's reading may be off by the last place, never so in hexadecimal.
shortest <- function(value) {
  for (digits in 15:17) {
    text <- formatC(value, digits = digits, format = "g", width = 1L)
    if (as.numeric(text) == value) return(text)
  }
  sprintf("%a", value)
}

# Steps with their thousands apart.
grouped <- function(steps) {
  format(steps, big.mark = ",", scientific = FALSE, trim = TRUE)
}

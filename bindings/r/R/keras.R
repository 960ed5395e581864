# Keras: schedules as the JSON that it saves, and as objects of its own.

#' Schedules as Keras saves them
#'
#' `serialize_learning_rate_schedule()` gives the JSON text that Python's
#' `json.dumps(keras.optimizers.schedules.serialize(schedule))` gives for the same parameters, byte for byte;
#' `deserialize_learning_rate_schedule()` reads it, and more: the config of an optimizer or of a whole model with a schedule in it,
#' nested lists as `keras$optimizers$schedules$serialize()` returns them, a file `.keras` or `.json`, and Keras' own schedules.
#'
#' What Keras does not have (plans and [learning_rate_schedule_cosine_cycles()]) is written as custom objects of the package "sgdr".
#' What Keras reads silently, such as an unknown class or a parameter that is not a number, is an error that tells where it is.
#'
#' @param schedule A schedule.
#' @param config JSON text, a nested list, the path of a file `.keras` or `.json`, or a schedule of Keras.
#' @return The text; the schedule.
#' @examples
#' schedule <- learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' json <- serialize_learning_rate_schedule(schedule)
#' json
#' identical(deserialize_learning_rate_schedule(json), schedule)
#' identical(deserialize_learning_rate_schedule(as.list(schedule)), schedule)
#' @export
serialize_learning_rate_schedule <- function(schedule) attr(check_schedule(schedule), "json")

#' @rdname serialize_learning_rate_schedule
#' @export
deserialize_learning_rate_schedule <- function(config) {
  if (is_keras_schedule(config)) return(of_keras(config))
  if (is.list(config)) return(new_schedule(rust(.Call(wrap__read_list, config))))
  if (!is.character(config)) fail("config", "JSON text, a nested list or a schedule of Keras", config)
  new_schedule(rust(.Call(wrap__read_text, check_text(paste(contents(config), collapse = "\n"), "config"))))
}

# The text in a file, or the text itself.
contents <- function(config) {
  if (length(config) != 1L || !grepl("^[^{}\n]*[.](keras|json)$", config)) return(config)
  if (!file.exists(config)) fail("config", "the path of a file that exists", config)
  if (endsWith(config, ".json")) return(readLines(config, warn = FALSE, encoding = "UTF-8"))
  folder <- tempfile()
  on.exit(unlink(folder, recursive = TRUE))
  readLines(utils::unzip(config, "config.json", exdir = folder), warn = FALSE, encoding = "UTF-8")
}

#' A schedule as an object of Keras
#'
#' The optimizers of keras3 take schedules as they are, `optimizer_adam(learning_rate = schedule)`: reticulate then calls
#' `keras_schedule(schedule)`. Call it yourself to give `steps`.
#'
#' Who computes the rates:
#' * Where the Python package sgdr is installed, its classes in `sgdr.keras` do, exactly: the rate of this package, rounded to Keras'
#'   default type.
#' * Else Keras does, by the class of the same parameters, in single precision: near a restart the rate can be that of the wrong cycle.
#'   With `steps`, Keras takes the rates from a table, and they are exact here too.
#'
#' Plans and [learning_rate_schedule_cosine_cycles()] have no class in Keras. They need the Python package sgdr or `steps`, and are
#' saved as objects "sgdr>Schedule". A session that loads such a model has this package loaded, `library(sgdr)`, or in Python
#' `sgdr.keras`. A model with any other schedule is saved with Keras' own class, and loads anywhere.
#'
#' Printing the object tells who computes its rates. A step below 0 has the rate of step 0, and one past the end of a table the last.
#'
#' @param schedule A schedule, of this package or of Keras.
#' @param steps The length of the run in steps, for a table of its rates; `NULL` for none.
#' @return A Python object, an instance of `keras.optimizers.schedules.LearningRateSchedule`. Called in R with a step it gives a tensor,
#'   as keras3's schedules do.
#' @examplesIf interactive() && requireNamespace("keras3", quietly = TRUE)
#' library(keras3)
#' schedule <- sgdr::learning_rate_schedule_cosine_decay_restarts(0.1, 1000)
#' optimizer_adam(learning_rate = schedule)
#'
#' # A plan, without the Python package sgdr: the table of its rates.
#' plan <- schedule |> sgdr::warmup(100)
#' optimizer_adam(learning_rate = sgdr::keras_schedule(plan, steps = 7100))
#' @export
keras_schedule <- function(schedule, steps = NULL) {
  schedule <- check_schedule(schedule)
  if (!is.null(steps)) steps <- check_rows(run_steps(schedule, steps))
  find_keras()
  door <- keras_door()
  if (is.null(steps) && is_plan(schedule) && !door$by_wheel) {
    stop_steps("Keras has no class for ", as.list(schedule)$class_name, ", and the Python package sgdr is not installed")
  }
  tryCatch(door$make(attr(schedule, "json"), steps), error = function(e) {
    # sgdr.keras, too, has only a table for a few: those of very many different cycles.
    if (!is.null(steps) || !grepl("give `steps`", conditionMessage(e), fixed = TRUE)) stop(e)
    stop_steps(sub("\n.*", "", conditionMessage(e)))
  })
}

# The way out for a schedule whose rates Keras cannot compute.
stop_steps <- function(...) {
  stop("`steps` must be given for this schedule, the length of the run: keras_schedule(schedule, steps = 10000) is a table of its rates (",
    ..., ")",
    call. = FALSE
  )
}

is_plan <- function(schedule) !is.null(as.list(schedule)$registered_name)

# Finds Keras, or says how to.
find_keras <- function() {
  check_suggested("reticulate", "to reach Keras")
  if (!reticulate::py_available()) before_python()
  if (!reticulate::py_module_available("keras")) {
    stop("the Python of reticulate has no Keras: install it with keras3::install_keras(), or choose another Python ",
      "with reticulate::use_python()",
      call. = FALSE
    )
  }
}

# What must be known before Python begins. keras3 knows it; without keras3, Python needs Keras and its backend, and TensorFlow
# must not print what is no error.
before_python <- function() {
  if (requireNamespace("keras3", quietly = TRUE)) return(invisible())
  if (is.na(Sys.getenv("TF_CPP_MIN_LOG_LEVEL", NA))) Sys.setenv(TF_CPP_MIN_LOG_LEVEL = "2")
  if ("py_require" %in% getNamespaceExports("reticulate")) {
    getExportedValue("reticulate", "py_require")(c("keras", Sys.getenv("KERAS_BACKEND", "tensorflow")))
  }
}

is_keras_loaded <- function() {
  reticulate::py_available() && reticulate::py_eval("'keras' in __import__('sys').modules")
}

# The Python code of this package, inst/python/sgdr_r.py.
keras_door <- function() {
  if (is.null(python$door)) {
    door <- reticulate::import_from_path("sgdr_r", system.file("python", package = "sgdr"))
    door$rates <- function(json, steps) writeBin(rates_until(new_schedule(json), steps), raw())
    python$door <- door
  }
  python$door
}
python <- new.env(parent = emptyenv())

# To Keras a schedule is one of its own, not a function: so optimizers take it, and it is saved with its parameters. Where Keras is not
# loaded it stays a function.
#' @exportS3Method reticulate::r_to_py
r_to_py.sgdr_schedule <- function(x, convert = FALSE) {
  if (is_keras_loaded()) keras_schedule(x) else NextMethod()
}

# The rates of steps that Python holds. A number or an array of NumPy has numbers, a tensor or a variable a tensor, as Keras' own
# schedules give.
rates_of_python <- function(schedule, step) {
  is_numpy <- inherits(step, c("numpy.ndarray", "numpy.generic", "python.builtin.int", "python.builtin.float"))
  if (is_numpy || !is_keras_loaded()) {
    array <- reticulate::import("numpy", convert = FALSE)$asarray(step, "float64")
    bytes <- reticulate::import_builtins()$bytearray(array$tobytes("F"))
    return(rates_of(schedule, numbers_of(bytes, reticulate::py_to_r(array$shape)), at_door = TRUE))
  }
  door <- keras_door()
  steps <- door$steps_of(step)
  # Inside a graph the steps are not known yet.
  if (is.null(steps)) return(keras_schedule(schedule)(step))
  rates <- rates_of(schedule, numbers_of(steps[[1L]], steps[[2L]]), at_door = TRUE)
  door$tensor_of(writeBin(as.double(rates), raw()), as.list(dim(rates)))
}

# Python's numbers, with their dimensions if they have any.
numbers_of <- function(bytes, shape) {
  numbers <- readBin(bytes, "double", length(bytes) / 8)
  if (length(shape) == 0L) numbers else array(numbers, unlist(shape))
}

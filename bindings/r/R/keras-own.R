# Keras' own schedules in place of those of this package. With sgdr attached first, keras3 masks the functions that make ours, so a
# user may have one of Keras' own. Functions convert it by check_schedule(), generics by these methods.

#' @rawNamespace
#' S3method(plot, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, plot_keras)
#' S3method(lines, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, lines_keras)
#' S3method(summary, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, summary_keras)
#' S3method(as.data.frame, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, as_data_frame_keras)
#' S3method(ggplot2::autoplot, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, autoplot_keras)
#' S3method(generics::tidy, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, tidy_keras)
#' S3method(generics::glance, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, glance_keras)
#' S3method(generics::augment, keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule, augment_keras)
NULL

keras_class <- "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule"

is_keras_schedule <- function(value) inherits(value, keras_class)

# The schedule with the parameters of an object of Keras.
of_keras <- function(object) new_schedule(rust(.Call(wrap__read_text, keras_door()$text_of(object))))

plot_keras <- function(x, ...) plot(of_keras(x), ...)
lines_keras <- function(x, ...) lines(of_keras(x), ...)
summary_keras <- function(object, ...) summary(of_keras(object), ...)
as_data_frame_keras <- function(x, row.names = NULL, optional = FALSE, ...) as.data.frame(of_keras(x), row.names, optional, ...)
autoplot_keras <- function(object, ...) autoplot.sgdr_schedule(of_keras(object), ...)
tidy_keras <- function(x, ...) tidy.sgdr_schedule(of_keras(x), ...)
glance_keras <- function(x, ...) glance.sgdr_schedule(of_keras(x), ...)
augment_keras <- function(x, ...) augment.sgdr_schedule(of_keras(x), ...)

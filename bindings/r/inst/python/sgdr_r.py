"""Schedules of the R package sgdr as objects of Keras, and steps that are Python's.

Where the Python package sgdr is installed, its classes compute the rates, exactly. Else Keras' own classes do, and a plan,
which Keras has no class for, is a table of the rates of a run.
"""

import json

import keras
import numpy
from keras import ops

try:
    import sgdr.keras as exact
except ImportError:
    exact = None

by_wheel = exact is not None
_schedules = keras.optimizers.schedules

# Set by R: the rates of the first steps of a schedule, which is given as JSON. Numbers go to and from R as bytes, for
# reticulate's own conversion of arrays depends on the version of NumPy.
rates = None


class _Callable:
    """What `keras.callbacks.LearningRateScheduler` needs: it calls with the epoch and the present rate, and expects a float."""

    _by = "the Python package sgdr, exactly" if exact else "Keras"

    def __call__(self, step, learning_rate=None):
        rate = super().__call__(step)
        return rate if learning_rate is None else float(rate)

    def __repr__(self):
        return f"<{type(self).__name__} {json.dumps(self.get_config())}, computed by {self._by}>"


def _subclass(name):
    # Keras saves a class as its module and its name. So the file has Keras' own class, and loads anywhere.
    return type(name, (_Callable, getattr(exact or _schedules, name)), {"__module__": "keras.optimizers.schedules"})


_CLASSES = {
    name: _subclass(name)
    for name in (
        "CosineDecay",
        "CosineDecayRestarts",
        "ExponentialDecay",
        "InverseTimeDecay",
        "PiecewiseConstantDecay",
        "PolynomialDecay",
    )
}


class _Table(_schedules.LearningRateSchedule):
    """The rates of a run. It is saved as `sgdr.keras.Schedule` is, so each reads what the other has saved."""

    def __init__(self, schedule, steps=None):
        if steps is None:
            raise ValueError(
                f"Argument `steps` must be given where the Python package sgdr is not installed: "
                f"Keras has no class for {schedule['class_name']}, so it needs a table of the rates of a run. "
                f"In R: keras_schedule(schedule, steps = 10000)"
            )
        self._schedule = schedule
        self._steps = int(steps)
        self._rates = numpy.frombuffer(rates(json.dumps(schedule), self._steps), "float64")

    def __call__(self, step):
        last = self._steps - 1
        if isinstance(step, (int, float)):
            step = max(0, min(step, last))
        step = ops.convert_to_tensor(step)
        if "float" in keras.backend.standardize_dtype(step.dtype):
            # Not a number is no step above 0 either.
            step = ops.where(step > 0, ops.minimum(step, last), ops.zeros_like(step))
        index = ops.clip(ops.cast(step, "int32"), 0, last)
        return ops.take(ops.convert_to_tensor(self._rates, dtype=keras.config.floatx()), index)

    def get_config(self):
        return {"schedule": self._schedule, "steps": self._steps}


class _Schedule(_Callable, exact.Schedule if exact else _Table):
    """Any schedule of sgdr."""

    __module__ = "sgdr.keras"
    _by = _Callable._by if exact else "the R package sgdr, a table of exact rates"


_Schedule.__name__ = "Schedule"
keras.saving.register_keras_serializable(package="sgdr", name="Schedule")(_Schedule)


def make(text, steps):
    """The object of Keras for a schedule, which is given as JSON; a table of the first rates if `steps` is given."""
    schedule = json.loads(text)
    if steps is None and schedule["registered_name"] is None:
        return _CLASSES[schedule["class_name"]](**schedule["config"])
    return _Schedule(schedule, None if steps is None else int(steps))


def text_of(schedule):
    """A schedule of Keras as JSON."""
    return json.dumps(_schedules.serialize(schedule), default=lambda value: value.item())


def steps_of(step):
    """The steps in a tensor or a variable as float64, and their shape; None inside a graph, where they are not known yet."""
    try:
        steps = numpy.asarray(ops.convert_to_numpy(step), "float64")
    except Exception:  # Each backend raises an error of its own.
        return None
    return bytearray(steps.tobytes(order="F")), list(steps.shape)


def tensor_of(rates, shape):
    """Rates as a tensor of Keras' default type, which its own schedules give."""
    values = numpy.frombuffer(rates, "float64").reshape(shape, order="F")
    return ops.convert_to_tensor(values, dtype=keras.config.floatx())

"""Schedules for Keras: the `learning_rate` of any optimizer, on any backend, in eager and in compiled training.

>>> import keras, sgdr.keras
>>> optimizer = keras.optimizers.SGD(sgdr.keras.CosineDecayRestarts(0.1, 1000))

They are exact inside compiled steps, too: no step is in a wrong cycle, and the rate is that of the core, rounded to
Keras' default float type (`keras.config.floatx()`).

Any number is a step, as for Keras' own classes. Between two whole steps the rate is that of the formula, a negative step
has the rate of step 0, and no rate is ever NaN. NaN and infinity are errors, except inside a graph, which cannot raise one:
there NaN counts as step 0, and infinity as the last step.

Keras evaluates a schedule for each batch. With `gradient_accumulation_steps` that is a micro-batch, so an epoch is
`units.for_keras().epochs(1)` long, where `units` is `sgdr.Units(dataset_size, batch_size, accumulate=...)`.

A model that was compiled with one of them is saved as one with Keras' own class, because the parameters are the same. Where this
module has been imported, it loads with ours; where it has not, or is not installed, with Keras' own.
"""

import keras
from keras import ops

import sgdr
from sgdr import _graph, _steps, _tensor
from sgdr._wrapped import Wrapped

_schedules = keras.optimizers.schedules


class _Exact(Wrapped, _schedules.LearningRateSchedule):
    """A schedule that calls the core, or its graph, instead of Keras' formula."""

    def __init__(self, core):
        self._schedule = core
        # Keras' own class keeps the parameters.
        super().__init__(**core.get_config())

    def __call__(self, step=None):
        if step is None:
            raise TypeError(
                "Argument `step` is missing. This schedule is for the optimizers of `keras`, which pass it; for one of `tf_keras` "
                f"use `tf_keras.optimizers.schedules.{type(self).__name__}(**schedule.get_config())`."
            )
        dtype = keras.config.floatx()
        if not isinstance(step, _tensor.PLAIN):
            step = ops.convert_to_tensor(step)
            values = _tensor.values(step)
            if values is None:
                return self._in_graph(step, dtype)
            step = values
        return ops.convert_to_tensor(_steps.known(self._schedule, self._steps, step, dtype), dtype=dtype)

    def _in_graph(self, step, dtype):
        if keras.backend.backend() == "jax":
            from sgdr import _jax

            return _jax.rate(self._schedule, self._steps, step, dtype)
        step_dtype = keras.backend.standardize_dtype(step.dtype)
        return _graph.rate(ops, self._schedule, self._steps, step, step_dtype, dtype)

    def get_config(self):
        return self._schedule.get_config()

    def __repr__(self):
        return f"sgdr.keras.{self._schedule}"

    def __reduce__(self):
        # Our own classes are not found in the module that they name.
        made = type(self)
        return _empty, (made.__name__ if _CLASSES.get(made.__name__) is made else made,), self.__dict__


def _empty(made):
    """An object of a class, or of our class of a name, without its attributes."""
    made = _CLASSES[made] if isinstance(made, str) else made
    return made.__new__(made)


class CosineDecayRestarts(_Exact, _schedules.CosineDecayRestarts):
    """Cosine decay with warm restarts, with the arguments of Keras' class of that name.

    Args:
        initial_learning_rate: The rate of step 0.
        first_decay_steps: The length of the first cycle.
        t_mul: Each cycle is this many times longer.
        m_mul: Each cycle rises this many times higher above the floor.
        alpha: The floor as a fraction of initial_learning_rate.
        name: Carried along.

    Example:

    >>> import sgdr.keras
    >>> schedule = sgdr.keras.CosineDecayRestarts(0.5, 1000)
    >>> float(schedule(500)), float(schedule(1000))
    (0.25, 0.5)
    """

    # Keras writes a class as its module and its name, so the file has Keras' own class, and loads anywhere.
    __module__ = "keras.optimizers.schedules"

    def __init__(self, initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name="SGDRDecay"):
        core = sgdr.CosineDecayRestarts(initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, name)
        super().__init__(core)


class CosineDecay(_Exact, _schedules.CosineDecay):
    """Cosine decay once, with the arguments of Keras' class of that name.

    Args:
        initial_learning_rate: The rate of step 0.
        decay_steps: The length of the decay.
        alpha: The floor as a fraction of the rate that the decay begins with.
        name: Carried along.
        warmup_target: The rate that a warm-up goes to; no warm-up if None.
        warmup_steps: The length of the warm-up.
    """

    __module__ = "keras.optimizers.schedules"

    def __init__(
        self, initial_learning_rate, decay_steps, alpha=0.0, name="CosineDecay", warmup_target=None, warmup_steps=0
    ):
        core = sgdr.CosineDecay(initial_learning_rate, decay_steps, alpha, name, warmup_target, warmup_steps)
        super().__init__(core)


class PiecewiseConstantDecay(_Exact, _schedules.PiecewiseConstantDecay):
    """Constant rates, with the arguments of Keras' class of that name.

    Args:
        boundaries: The last steps of all values but the last, increasing.
        values: The rates, one more than there are boundaries.
        name: Carried along.
    """

    __module__ = "keras.optimizers.schedules"

    def __init__(self, boundaries, values, name="PiecewiseConstant"):
        core = sgdr.PiecewiseConstantDecay(boundaries, values, name)
        super().__init__(core)


class ExponentialDecay(_Exact, _schedules.ExponentialDecay):
    """Exponential decay, with the arguments of Keras' class of that name.

    Args:
        initial_learning_rate: The rate of step 0.
        decay_steps: The number of steps after which the rate has been multiplied by decay_rate once.
        decay_rate: The factor.
        staircase: Whether it is multiplied once in that many steps, not a little with each.
        name: Carried along.
    """

    __module__ = "keras.optimizers.schedules"

    def __init__(self, initial_learning_rate, decay_steps, decay_rate, staircase=False, name="ExponentialDecay"):
        core = sgdr.ExponentialDecay(initial_learning_rate, decay_steps, decay_rate, staircase, name)
        _graph.check(core, None)
        super().__init__(core)


class InverseTimeDecay(_Exact, _schedules.InverseTimeDecay):
    """Inverse time decay, with the arguments of Keras' class of that name.

    Args:
        initial_learning_rate: The rate of step 0.
        decay_steps: The unit in which steps count.
        decay_rate: By how much of itself the divisor grows in each unit.
        staircase: Whether it grows once in each unit.
        name: Carried along.
    """

    __module__ = "keras.optimizers.schedules"

    def __init__(self, initial_learning_rate, decay_steps, decay_rate, staircase=False, name="InverseTimeDecay"):
        core = sgdr.InverseTimeDecay(initial_learning_rate, decay_steps, decay_rate, staircase, name)
        _graph.check(core, None)
        super().__init__(core)


class PolynomialDecay(_Exact, _schedules.PolynomialDecay):
    """Polynomial decay, with the arguments of Keras' class of that name.

    Args:
        initial_learning_rate: The rate of step 0.
        decay_steps: The length of the decay.
        end_learning_rate: The rate at its end.
        power: 1 for a straight line.
        cycle: Whether the rate rises again after each multiple of decay_steps.
        name: Carried along.
    """

    __module__ = "keras.optimizers.schedules"

    def __init__(
        self,
        initial_learning_rate,
        decay_steps,
        end_learning_rate=0.0001,
        power=1.0,
        cycle=False,
        name="PolynomialDecay",
    ):
        core = sgdr.PolynomialDecay(initial_learning_rate, decay_steps, end_learning_rate, power, cycle, name)
        _graph.check(core, None)
        super().__init__(core)


@keras.saving.register_keras_serializable(package="sgdr", name="Schedule")
class Schedule(_Exact):
    """Any schedule of the package `sgdr`.

    A schedule of more than 65,536 different cycles needs the length of the run, and becomes the list of its rates: the
    very bits of the core. So does a warm-up inside every cycle of a schedule that is not one of cycles alone.

    Unlike the classes above, a saved one needs this module to load.

    Args:
        schedule: The schedule.
        steps: The length of the run, if it is to be a list of rates; the last one stays after it.

    Example:

    >>> import sgdr.keras
    >>> schedule = sgdr.keras.Schedule(sgdr.CosineDecayRestarts(0.5, 1000).warmup(100))
    >>> float(schedule(50))
    0.25
    """

    def __init__(self, schedule, steps=None):
        if isinstance(schedule, dict):
            schedule = sgdr.deserialize(schedule)
        _graph.check(schedule, steps)
        self._schedule = schedule
        self._steps = steps

    def get_config(self):
        return {"schedule": sgdr.serialize(self._schedule), "steps": self._steps}

    __repr__ = Wrapped.__repr__


_CLASSES = {
    each.__name__: each
    for each in (
        CosineDecay,
        CosineDecayRestarts,
        ExponentialDecay,
        InverseTimeDecay,
        PiecewiseConstantDecay,
        PolynomialDecay,
    )
}

# A file that was written by one of these says so by the registered name; Keras' own classes write none.
keras.saving.get_custom_objects().update(_CLASSES)


def _plan(name):
    """What reads the config of a schedule that Keras has no class for, as `sgdr.serialize` writes it."""

    def from_config(config):
        saved = {"module": None, "class_name": name, "config": config, "registered_name": f"sgdr>{name}"}
        return Schedule(saved)

    return type(name, (), {"from_config": staticmethod(from_config)})


keras.saving.get_custom_objects().update(
    {
        f"sgdr>{name}": _plan(name)
        for name, each in vars(sgdr).items()
        if isinstance(each, type) and issubclass(each, sgdr.LearningRateSchedule) and name not in _CLASSES
    }
)

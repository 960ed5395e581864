"""Schedules for Optax: functions of the count, which go into `jit`, `vmap`, `scan`, `shard_map` and `pmap`.

>>> import jax, optax, sgdr.optax
>>> schedule = sgdr.optax.cosine_decay_restarts(0.1, 1000)
>>> optimizer = optax.sgd(schedule)
>>> float(jax.jit(schedule)(3000))
0.10000000149011612

The rates are those of the schedule in JAX's default type of floats, float32 unless `jax_enable_x64` is set. They are
computed in float64 inside the graph and rounded once.

Any number is a step, as for Optax' own schedules. Between two whole steps the rate is that of the formula, a negative step
has the rate of step 0 (`optax.join_schedules` evaluates such steps), and no rate is ever NaN. NaN and infinity are errors, except
inside a graph, which cannot raise one: there NaN counts as step 0, and infinity as the last step.
"""

from typing import Optional

import jax
import jax.numpy as jnp

import sgdr
from sgdr import _graph, _jax
from sgdr._wrapped import Wrapped


class Schedule(Wrapped):
    """Any schedule of this package as one of Optax: a function of the count.

    A schedule of more than 65,536 different cycles needs the length of the run, and becomes the list of its rates. So does
    a warm-up inside every cycle of a schedule that is not one of cycles alone.

    Args:
        schedule: The schedule.
        steps: The length of the run, if it is to be a list of rates; the last one stays after it.

    Example:

    >>> import sgdr.optax
    >>> schedule = sgdr.optax.Schedule(sgdr.CosineDecayRestarts(0.5, 1000).warmup(100))
    >>> float(schedule(50))
    0.25
    """

    def __init__(self, schedule: sgdr.LearningRateSchedule, steps: Optional[int] = None):
        _graph.check(schedule, steps)
        self._schedule = schedule
        self._steps = steps

    def __call__(self, count) -> jax.Array:
        return _jax.rate(self._schedule, self._steps, count, jnp.result_type(float).name)


def cosine_decay_restarts(
    initial_learning_rate: float, first_decay_steps: int, t_mul: float = 2.0, m_mul: float = 1.0, alpha: float = 0.0
) -> Schedule:
    """Cosine decay with warm restarts as a schedule of Optax; the arguments are those of `sgdr.CosineDecayRestarts`.

    Args:
        initial_learning_rate: The rate of step 0.
        first_decay_steps: The length of the first cycle.
        t_mul: Each cycle is this many times longer.
        m_mul: Each cycle rises this many times higher above the floor.
        alpha: The floor as a fraction of initial_learning_rate.

    Returns:
        A function of the count.

    Example:

    >>> import jax, sgdr.optax
    >>> schedule = sgdr.optax.cosine_decay_restarts(0.5, 1000, m_mul=0.5)
    >>> [float(rate) for rate in jax.vmap(schedule)(jax.numpy.array([0, 500, 1000]))]
    [0.5, 0.25, 0.25]
    """
    return Schedule(sgdr.CosineDecayRestarts(initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha))


def rates(schedule: sgdr.LearningRateSchedule, steps: int) -> Schedule:
    """Any schedule of this package for a run of known length, as the list of its rates: the very bits of the core.

    Args:
        schedule: The schedule.
        steps: The length of the run. Its last rate stays after it.

    Returns:
        A function of the count.

    Example:

    >>> import sgdr.optax
    >>> schedule = sgdr.optax.rates(sgdr.CosineDecayRestarts(0.5, 1000).scale(0.5), steps=5000)
    >>> float(schedule(500))
    0.125
    """
    return Schedule(schedule, steps)

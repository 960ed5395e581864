"""A schedule inside a compiled graph.

The core lists the cycles of a schedule, exactly. A graph finds the row of a step by comparing integers, subtracts
integers, and evaluates one cosine in float64, which is rounded once: so no step is in a wrong cycle, and the rate is
the nearest float32, or the one beside it where the two are equally good to the last bits of a float64. Keras' decays
without cycles of a cosine are in _decay.py. Any other schedule is a list of its rates for a run of known length.

The functions take the array functions of a framework as `xp`: those of `keras.ops`, or of `jax.numpy` with a `cast`. Of Keras'
functions only those are used that keep float64 on every backend.
"""

from functools import lru_cache
from math import pi

import numpy as np

from sgdr import _decay, _sgdr


@lru_cache(maxsize=64)
def table(schedule, dtype, last_step):
    """The rows of a schedule up to a step; see table.rs."""
    return _sgdr._table(schedule, dtype, last_step)


@lru_cache(maxsize=8)
def listed(schedule, dtype, steps):
    """The rates of a run."""
    return schedule(np.arange(steps), dtype=dtype)


def check(schedule, steps):
    """Finds out at once whether a schedule can go into a graph."""
    if not isinstance(schedule, _sgdr.LearningRateSchedule):
        received = f"{schedule} (of type {type(schedule)})"
        raise TypeError(f"Argument `schedule` must be a schedule of sgdr. Received: {received}")
    if steps is None and isinstance(schedule, _decay.DECAYS):
        _decay.check(schedule)
    elif steps is None:
        table(schedule, "float64", 2**31 - 1)
    elif isinstance(steps, bool) or not isinstance(steps, (int, np.integer)):
        raise TypeError(f"Argument `steps` must be an integer. Received: steps={steps} (of type {type(steps)})")
    elif steps < 1:
        raise ValueError(f"Argument `steps` must be >= 1. Received: steps={steps}")


def is_plain(step):
    """Whether a step is a Python number, whose rate the core knows."""
    return isinstance(step, (int, np.integer)) and not isinstance(step, bool)


def known(schedule, steps, step, dtype):
    """The rates of steps that are no tensors of a graph: the core's own."""
    rates = np.asarray(schedule(step, dtype=dtype))
    return rates if steps is None else np.where(np.asarray(step) < steps, rates, np.array(np.nan, rates.dtype))


def last_step_of(name):
    """The largest step of an integer type, by its name; the error is for any other type."""
    if not name.startswith(("int", "uint")):
        raise TypeError(f"Argument `step` must be an integer or an array of integers. Received: dtype={name}")
    return min(int(np.iinfo(name).max), 2**63 - 1)


def rate(xp, schedule, steps, step, dtype, last_step):
    """The rates of a tensor of steps; NaN for steps below 0, and for those after a run of so many steps."""
    step = xp.cast(step, "int64")
    if steps is not None:
        rates = listed(schedule, dtype, steps)
        inside = (step >= 0) & (step < steps)
        return xp.where(inside, xp.take(rates, xp.clip(step, 0, steps - 1)), np.array(np.nan, rates.dtype))
    if isinstance(schedule, _decay.DECAYS):
        rates = _decay.rate(xp, schedule, xp.where(step >= 0, step, xp.zeros_like(step)), dtype)
        return xp.cast(xp.where(step >= 0, rates, np.array(np.nan)), dtype)
    shape = xp.shape(step)
    rates = _cosine(xp, table(schedule, dtype, last_step), xp.reshape(step, (-1,)))
    return xp.reshape(xp.cast(rates, dtype), shape)


def _cosine(xp, table, step):
    row = xp.cast(xp.searchsorted(table["first"], step, side="right"), "int64") - 1
    is_step = row >= 0
    row = xp.where(is_step, row, xp.zeros_like(row))

    def of(column):
        return xp.take(table[column], row)

    position, peak, floor, height = step - of("first"), of("peak"), of("floor"), of("height")
    if table["period"] is not None:
        is_last_row = row == len(table["first"]) - 1
        period = table["period"]
        turn = xp.where(is_last_row, position // period, xp.zeros_like(position))
        position = position - turn * period
        if len(table["factors"]):
            factor = _power(xp, table["factors"], turn)
            later = peak * factor - floor if table["whole_peak"] else height * factor
            later = xp.where(later > 0, later, xp.zeros_like(later))
            peak, height = xp.where(turn == 0, peak, floor + later), xp.where(turn == 0, height, later)

    # The distance is counted from the nearer end.
    is_falling = position <= of("middle")
    left = of("span") - position
    walked, to_go = xp.cast(position, "float64"), xp.cast(left, "float64") + of("rest")
    angle = xp.where(is_falling, walked + of("gap"), to_go) / of("length") * (pi / 2)
    sine = xp.sin(angle)
    change = height * (sine * sine)
    change = xp.where(is_falling, change - of("slope") * walked, change - of("slope") * to_go)
    rate = xp.where(is_falling, peak - change, floor + change)

    last = of("last")
    rate = xp.where((left == 0) & (last == last), last, rate)
    return xp.where(is_step, rate, np.array(np.nan))


def _power(xp, factors, exponent):
    """factors[0] ** exponent, of the factors for 1, 2, 4, ...: never more roundings than there are bits."""
    exponent = xp.reshape(exponent, (-1, 1))
    bits = exponent // xp.cast(2 ** np.arange(len(factors)), "int64") % 2
    return xp.prod(xp.where(bits == 1, factors, np.ones_like(factors)), axis=-1, dtype="float64")

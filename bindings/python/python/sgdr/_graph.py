"""A schedule inside a compiled graph: its form, or the list of its rates for a run of known length."""

from functools import lru_cache

import numpy as np

from sgdr import _form, _sgdr, _steps


@lru_cache(maxsize=8)
def _listed(schedule, dtype, steps):
    """The rates of a run."""
    return schedule(np.arange(steps), dtype=dtype)


def check(schedule, steps):
    """Finds out at once whether a schedule can go into a graph."""
    if not isinstance(schedule, _sgdr.LearningRateSchedule):
        received = f"{schedule} (of type {type(schedule)})"
        raise TypeError(f"Argument `schedule` must be a schedule of sgdr. Received: {received}")
    if steps is None:
        _form.of(schedule, _steps.last_of("int32"))
    elif isinstance(steps, bool) or not isinstance(steps, (int, np.integer)):
        raise TypeError(f"Argument `steps` must be an integer. Received: steps={steps} (of type {type(steps)})")
    elif steps < 1:
        raise ValueError(f"Argument `steps` must be >= 1. Received: steps={steps}")


def rate(xp, schedule, steps, step, step_dtype, dtype):
    """The rates of a tensor of steps, whose types are given by their names; never NaN."""
    whole, fraction, is_beyond = _steps.in_graph(xp, step, step_dtype)
    if steps is None:
        rates, last = _computed(xp, schedule, whole, fraction, step_dtype, dtype), lambda: schedule(_steps.LAST, dtype=dtype)
    else:
        listed = _listed(schedule, dtype, steps)
        rates, last = xp.take(listed, xp.clip(whole, 0, steps - 1)), lambda: listed[-1]
    return rates if is_beyond is None else xp.where(is_beyond, np.asarray(last()), rates)


def _computed(xp, schedule, whole, fraction, step_dtype, dtype):
    form, shape = _form.of(schedule, _steps.last_of(step_dtype)), xp.shape(whole)
    if fraction is not None:
        fraction = xp.reshape(fraction, (-1,))
    rates = form.rates(xp, xp.reshape(whole, (-1,)), fraction)
    return xp.reshape(xp.cast(rates, dtype), shape)

"""Steps as frameworks hand them in.

A framework's own schedules take any number as a step, so ours do, too. A negative step has the rate of step 0, and one
above 2**64 - 1 the rate of that; NaN and infinity are errors where an error can be raised. Inside a graph, which cannot
raise one, NaN counts as step 0.
"""

import math

import numpy as np

LAST = 2**64 - 1
# A graph counts in int64.
LAST_IN_GRAPH = 2**63 - 1


def known(schedule, steps, step, dtype):
    """The rates of steps whose values are known: the core's own, or those of the list for a run of `steps` steps."""
    step = step.item() if getattr(step, "ndim", None) == 0 else step
    if isinstance(step, (int, float)):
        return np.asarray(schedule(_number(step, steps), dtype=dtype))
    step = _numbers(step)
    if steps is not None:
        step = np.minimum(np.floor(step), steps - 1).astype(np.int64)
    if step.dtype.kind != "f":
        return np.asarray(schedule(step, dtype=dtype))
    # Floats from 2**64 on are no steps of the core.
    is_step = step < 2.0**64
    rates = np.asarray(schedule(np.where(is_step, step, 0.0), dtype=dtype))
    return rates if is_step.all() else np.where(is_step, rates, np.asarray(schedule(LAST, dtype=dtype)))


def _number(step, steps):
    """A number as a step of the core, or as one of the list."""
    if isinstance(step, float) and not math.isfinite(step):
        raise _not_finite(step)
    if step <= 0:
        return 0
    if steps is not None:
        return min(int(step), steps - 1)
    # A truth value is 1 here.
    step = step if isinstance(step, float) else int(step)
    return step if step < 2**64 else LAST


def _numbers(step):
    """Numbers that are not negative, in a type of integers or as float64."""
    numbers = np.asarray(step)
    if numbers.dtype.kind == "O":
        # Integers that are too large for NumPy.
        try:
            return np.clip(numbers, 0, LAST).astype(np.uint64)
        except (TypeError, ValueError):
            raise _wrong_type(step) from None
    if numbers.dtype.kind in "biu":
        return np.maximum(numbers, 0) if numbers.dtype.kind == "i" else numbers.astype(np.uint64)
    if not is_real(numbers.dtype.name):
        raise _wrong_type(step)
    numbers = numbers.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise _not_finite(step)
    return np.maximum(numbers, 0.0)


def _not_finite(step):
    return ValueError(f"Argument `step` must be finite. Received: step={step}")


def _wrong_type(step):
    return TypeError(f"Argument `step` must be a number or an array of numbers. Received: step={step} (of type {type(step)})")


def is_real(name):
    """Whether a type is one of floats, by its name."""
    return name.startswith(("float", "bfloat"))


def in_graph(xp, step, name):
    """The whole steps in int64 and, where the type has any, their fractions in [0, 1) and which are beyond int64."""
    if name.startswith(("int", "uint", "bool")):
        whole = xp.cast(step, "int64")
        if name != "uint64":
            return xp.where(whole > 0, whole, xp.zeros_like(whole)), None, None
        is_beyond = whole < 0
        return xp.where(is_beyond, xp.zeros_like(whole), whole), None, is_beyond
    if not is_real(name):
        raise TypeError(f"Argument `step` must be a number or an array of numbers. Received: dtype={name}")
    real = xp.cast(step, "float64")
    is_beyond = real >= 2.0**63
    # No comparison is true of NaN.
    real = xp.where((real > 0) & (real < 2.0**63), real, xp.zeros_like(real))
    # A cast cuts the fraction off; Keras' floor would round to its default type first.
    whole = xp.cast(real, "int64")
    return whole, real - xp.cast(whole, "float64"), is_beyond


def last_of(name):
    """The last step of a type, as far as a graph counts."""
    if name.startswith(("int", "uint")):
        return min(int(np.iinfo(name).max), LAST_IN_GRAPH)
    return LAST_IN_GRAPH

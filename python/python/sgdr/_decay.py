"""Keras' decays without cycles of a cosine inside a compiled graph: their formulas in float64.

Steps are counted in integers and divided once. A rate between two others is the sum of a part of each, so that nothing
cancels near either; see _graph.py for the rest.
"""

import math
from functools import lru_cache

from sgdr import _sgdr

DECAYS = (_sgdr.ExponentialDecay, _sgdr.InverseTimeDecay, _sgdr.PolynomialDecay)

# What is added to a step must not leave the integers of a graph.
_MOST_STEPS = 2**62


@lru_cache(maxsize=64)
def _widened(decay, dtype):
    """The decay whose parameters are those that a type holds."""
    return _sgdr._widened(decay, dtype)


def check(decay):
    """Finds out at once whether a decay can go into a graph."""
    if decay.decay_steps > _MOST_STEPS:
        raise ValueError(f"Argument `decay_steps` must be at most 2**62 in a graph. Received: decay_steps={decay.decay_steps}")


def rate(xp, decay, step, dtype):
    """The rates of steps from 0 on, as float64."""
    decay = _widened(decay, dtype)
    return (_polynomial if isinstance(decay, _sgdr.PolynomialDecay) else _in_time)(xp, decay, step)


def _in_time(xp, decay, step):
    count, unit = (step // decay.decay_steps, 1.0) if decay.staircase else (step, float(decay.decay_steps))
    time, first, decay_rate = xp.cast(count, "float64") / unit, decay.initial_learning_rate, decay.decay_rate
    if isinstance(decay, _sgdr.InverseTimeDecay):
        return first / (1.0 + decay_rate * time)
    if decay_rate == 0.0:
        return first * xp.cast(count == 0, "float64")
    return first * xp.exp(math.log(decay_rate) * time)


def _polynomial(xp, decay, step):
    steps, first, end, power = decay.decay_steps, decay.initial_learning_rate, decay.end_learning_rate, decay.power
    # Every cycle goes on to the next multiple of decay_steps, and counts from step 0.
    whole = xp.clip((step + (steps - 1)) // steps, 1, (2**63 - 1) // steps) * steps if decay.cycle else steps
    left = xp.clip(whole - step, 0, _MOST_STEPS)
    left, done, whole = (xp.cast(count, "float64") for count in (left, whole - left, whole))
    left, done = left / whole, done / whole
    if power == 0.0:
        return first + xp.zeros_like(left)
    if power == 1.0:
        return first * left + end * done
    log = power * xp.where(left < done, xp.log(left), xp.log1p(-done))
    return first * xp.exp(log) - end * xp.expm1(log)

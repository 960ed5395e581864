"""Keras' decays without cycles of a cosine inside a compiled graph: their formulas in float64.

Steps are counted in integers and divided once. A rate between two others is the sum of a part of each, so that nothing
cancels near either.
"""

import math

from sgdr import _sgdr

DECAYS = (_sgdr.ExponentialDecay, _sgdr.InverseTimeDecay, _sgdr.PolynomialDecay)

# What is added to a step must not leave the integers of a graph.
_MOST_STEPS = 2**62


class Decay:
    """One of them."""

    def __init__(self, decay):
        if decay.decay_steps > _MOST_STEPS:
            rule = "must be at most 2**62 in a graph"
            raise ValueError(f"Argument `decay_steps` {rule}. Received: decay_steps={decay.decay_steps}")
        self._decay = decay

    def rates(self, xp, step, fraction):
        rates = _polynomial if isinstance(self._decay, _sgdr.PolynomialDecay) else _in_time
        return rates(xp, self._decay, step, fraction)


def _in_time(xp, decay, step, fraction):
    first, decay_rate = decay.initial_learning_rate, decay.decay_rate
    if decay.staircase:
        time = xp.cast(step // decay.decay_steps, "float64")
    else:
        time = xp.cast(step, "float64")
        time = (time if fraction is None else time + fraction) / float(decay.decay_steps)
    if isinstance(decay, _sgdr.InverseTimeDecay):
        return first / (1.0 + decay_rate * time)
    if decay_rate == 0.0:
        return first * xp.cast(time == 0, "float64")
    if first == 0.0:
        # The power may be infinite.
        return xp.zeros_like(time)
    return first * xp.exp(math.log(decay_rate) * time)


def _polynomial(xp, decay, step, fraction):
    steps, first, end, power = decay.decay_steps, decay.initial_learning_rate, decay.end_learning_rate, decay.power
    if decay.cycle:
        # Every cycle continues to the next multiple of decay_steps, and counts from step 0.
        over = step % steps
        is_inside = (over > 0) | (step == 0)
        if fraction is not None:
            is_inside = is_inside | (fraction > 0)
        done, left = step, xp.where(is_inside, steps - over, xp.zeros_like(over))
    else:
        left = xp.clip(steps - step, 0, steps)
        done = steps - left
    done, left = xp.cast(done, "float64"), xp.cast(left, "float64")
    whole = done + left
    if fraction is not None:
        # At the end of the decay nothing is left, and the fraction does not count.
        fraction = xp.where(left > 0, fraction, xp.zeros_like(fraction))
        left, done = left - fraction, done + fraction
    left, done = left / whole, done / whole
    if power == 0.0:
        return first + xp.zeros_like(left)
    if power == 1.0:
        return first * left + end * done
    log = power * xp.where(left < done, xp.log(left), xp.log1p(-done))
    return first * xp.exp(log) - end * xp.expm1(log)

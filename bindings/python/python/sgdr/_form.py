"""The form that a schedule has inside a compiled graph.

The core lists the cycles of a schedule, exactly; see _cycles.py. Keras' decays without cycles of a cosine are in
_decay.py. The form of a schedule made of other schedules is made of their forms, here. Any other schedule is a list of its
rates for a run of known length; see _graph.py.

A form has a method `rates(xp, step, fraction)`: the rates in float64 of whole steps in int64, plus fractions of a step in
float64 unless these are None. `xp` are the array functions of a framework: those of `keras.ops`, or of `jax.numpy` with a
`cast`. Of Keras' functions only those are used that keep float64 on every backend.
"""

from functools import lru_cache
from math import pi

import numpy as np

from sgdr import _sgdr
from sgdr._cycles import Rows
from sgdr._decay import DECAYS, Decay
from sgdr._steps import LAST_IN_GRAPH


@lru_cache(maxsize=64)
def of(schedule, last_step):
    """The form of a schedule for the steps up to one."""
    if isinstance(schedule, DECAYS):
        return Decay(schedule)
    table = _sgdr._table(schedule, last_step)
    if table is not None:
        return Rows(table, last_step)
    for schedule_class, form in _COMBINED.items():
        if isinstance(schedule, schedule_class):
            return form(schedule, last_step)
    raise _no_form(schedule)


def _no_form(schedule):
    name = type(schedule).__name__
    return ValueError(f"{name} has no form for graphs but the list of its rates; give `steps`, the length of the run")


def _is_of_cycles(schedule):
    inside = schedule.schedule if isinstance(schedule, _sgdr.CycleLimit) else schedule
    return isinstance(inside, (_sgdr.CosineDecayRestarts, _sgdr.CosineCycles))


class Chain:
    """Schedules one after the other: the rate of each one, of which the one is taken that the step belongs to."""

    def __init__(self, chain, last_step):
        config = chain.get_config()
        self._boundaries = [boundary for boundary in config["boundaries"] if boundary <= last_step]
        count = len(self._boundaries) + 1
        self._starts = [min(start, LAST_IN_GRAPH) for start in config["starts"][:count]]
        firsts, ends = [0, *self._boundaries], [*(boundary - 1 for boundary in self._boundaries), last_step]
        self._forms = [
            of(schedule, min(end - first + start, LAST_IN_GRAPH))
            for schedule, first, end, start in zip(chain.schedules, firsts, ends, self._starts)
        ]

    def rates(self, xp, step, fraction):
        chained = None
        for first, start, form in zip([0, *self._boundaries], self._starts, self._forms):
            # The sum must not leave the integers.
            own = xp.clip(step - first, 0, LAST_IN_GRAPH - start) + start
            rates = form.rates(xp, own, fraction)
            chained = rates if chained is None else xp.where(step < first, chained, rates)
        return chained


class Scale:
    """The rates of another schedule times a factor."""

    def __init__(self, scale, last_step):
        self._factor = scale.factor
        self._form = of(scale.schedule, last_step)

    def rates(self, xp, step, fraction):
        rates = self._form.rates(xp, step, fraction)
        if self._factor == 0.0:
            return xp.zeros_like(rates)
        return rates * self._factor


class Clamp:
    """The rates of another schedule within limits."""

    def __init__(self, clamp, last_step):
        self._min, self._max = clamp.min, clamp.max
        self._form = of(clamp.schedule, last_step)

    def rates(self, xp, step, fraction):
        rates = self._form.rates(xp, step, fraction)
        if self._max is not None:
            rates = xp.where(rates > self._max, np.array(self._max, np.float64), rates)
        if self._min is not None:
            rates = xp.where(rates < self._min, np.array(self._min, np.float64), rates)
        return rates


class CycleLimit:
    """A number of cycles of another schedule, and then the floor."""

    def __init__(self, limit, last_step):
        self._form = of(limit.schedule, last_step)
        self._end = limit.end if limit.end is not None and limit.end <= LAST_IN_GRAPH else None
        if self._end is not None:
            self._floor = np.array(limit(self._end))
            self._end_fraction = _sgdr._end_fraction(limit.schedule, self._end - 1)

    def rates(self, xp, step, fraction):
        rates = self._form.rates(xp, step, fraction)
        return rates if self._end is None else xp.where(self._is_past(step, fraction), self._floor, rates)

    def cycle(self, xp, step, fraction):
        """The same as of rows of cycles, see there; after the limit there are none."""
        first, last, is_cycle = self._form.cycle(xp, step, fraction)
        if self._end is not None:
            is_past = self._is_past(step, fraction)
            is_cycle = xp.where(is_past, xp.zeros_like(is_cycle), is_cycle)
        return first, last, is_cycle

    def _is_past(self, step, fraction):
        is_past = step >= self._end
        if fraction is None or self._end_fraction == 1:
            return is_past
        return is_past | ((step == self._end - 1) & (fraction >= self._end_fraction))


class Warmup:
    """A warm-up before another schedule, inside it, or inside every cycle of it."""

    def __init__(self, warmup, last_step):
        self._steps, self._start, self._shape = warmup.warmup_steps, warmup.start, warmup.shape
        self._place, self._to_peak, schedule = warmup.place, warmup.to_peak, warmup.schedule
        last_inside = last_step - self._steps if self._place == "prefix" else last_step
        self._form = of(schedule, max(last_inside, 0))
        self._steps = min(self._steps, LAST_IN_GRAPH)
        if self._place != "every_cycle":
            is_first = self._to_peak or self._place == "prefix"
            self._target = min(schedule(0 if is_first else warmup.warmup_steps), np.finfo(np.float64).max)
        elif not _is_of_cycles(schedule):
            raise _no_form(warmup)

    def rates(self, xp, step, fraction):
        if self._steps == 0:
            return self._form.rates(xp, step, fraction)
        if self._place == "every_cycle":
            return self._every_cycle(xp, step, fraction)
        inside = step
        if self._place == "prefix":
            inside = xp.where(step > self._steps, step - self._steps, xp.zeros_like(step))
        rates = self._form.rates(xp, inside, fraction)
        return xp.where(step < self._steps, self._ramp(xp, step, fraction, self._target), rates)

    def _every_cycle(self, xp, step, fraction):
        rates = self._form.rates(xp, step, fraction)
        first, last, is_cycle = self._form.cycle(xp, step, fraction)
        target = first
        if not self._to_peak:
            target = xp.where(last - first < self._steps, last, first + self._steps)
        done = step - first
        if fraction is not None:
            # The ramps count from the first whole step of a cycle; until then they wait at their start.
            fraction = xp.where(done < 0, xp.zeros_like(fraction), fraction)
        ramp = self._ramp(xp, xp.where(done < 0, xp.zeros_like(done), done), fraction, self._form.rates(xp, target, None))
        return xp.where(is_cycle & (done < self._steps), ramp, rates)

    def _ramp(self, xp, done, fraction, target):
        """The rate after a number of steps of a ramp, which matters below their whole number."""
        left = xp.cast(xp.clip(self._steps - done, 0, self._steps), "float64")
        done = xp.cast(xp.clip(done, 0, self._steps), "float64")
        if fraction is not None:
            done, left = done + fraction, left - fraction
        done, left = done / float(self._steps), left / float(self._steps)
        if self._shape == "cosine":
            done, left = (xp.sin(part * (pi / 2)) for part in (done, left))
            done, left = done * done, left * left
        return self._start * left + target * done


_COMBINED = {
    _sgdr.Chain: Chain,
    _sgdr.Scale: Scale,
    _sgdr.Clamp: Clamp,
    _sgdr.CycleLimit: CycleLimit,
    _sgdr.Warmup: Warmup,
}

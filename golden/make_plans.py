#!/usr/bin/env python3
"""Write the truth about plans, which are schedules made of schedules, as data: golden/plans.csv.

The definitions, for step n, S being the schedule inside. Every double means its exact binary value; only t_mul means
the simplest fraction that rounds to it. T_i, S_i and the constant tail of a t_mul below 1 are those of make.py.

    CosineCycles     eta_min + (peak - eta_min) * (1 + cos(pi f)) / 2
                     peak = max(eta_min, initial_learning_rate * peak_mul^i),  f = (n - S_i) / T_i
                     closed: f = (n - a) / (b - a), a the first and b the last step of the cycle; 0 where a = b
                     hold: eta_min
    Warmup           ramp(k, to) = start + (to - start) * y,  y = k / warmup_steps or sin^2(pi k / (2 warmup_steps))
        prefix       n < warmup_steps: ramp(n, S(0)), else S(n - warmup_steps)
        inside       n < warmup_steps: ramp(n, S(warmup_steps)), else S(n);  to_peak: S(0) for S(warmup_steps)
        every_cycle  a, b the first and last step of the cycle of n; n - a < warmup_steps:
                     ramp(n - a, S(min(a + warmup_steps, b))), else S(n);  to_peak: S(a);  hold: S(n)
    CycleLimit       S(n); from the first step after the last of these cycles on, its floor
    Chain            schedules[j](starts[j] + n - b),  b the j-th of 0 and the boundaries, the last that is not above n
    Scale, Clamp     S(n) * factor; the nearest to S(n) in [min, max]
    NormalizedWeightDecay    weight_decay * sqrt(batch_size * steps_per_epoch / (dataset_size * T)),  T the length of
                     the cycle of n in S; in a constant tail that of the cycle before it

Cycles: a prefix moves them and keeps their lengths, its steps belong to the first; a chain cuts them at its boundaries
and counts them from 0 on, constant tails too, and a schedule without cycles as one; floors are scaled and clamped as the rates are. Nothing is rounded between the
layers: lengths, phases and linear ramps are exact fractions, and what is irrational comes from mpmath with an error
bound that must leave one nearest double. Nothing here calls or imports the implementation under test.

    python make_plans.py            write the file next to this script, print the row counts
    python make_plans.py --check    make it in memory, compare with the file there and with the row counts in README.md;
                                    exit status 1 where something differs
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import functools
import io
import itertools
import json
import math
import random
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple

import mpmath
from mpmath import mp

import make
import make_siblings
from make_siblings import LARGEST, SMALLEST, U64_MAX, Bounds, bits_of, exactly, log_uniform, nearest_double, nearly
from make_siblings import CosineDecay, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay
from make_siblings import PRECISION, RATIONAL_COSINES, real, residual_text, ulp, whole_root

HERE = Path(__file__).resolve().parent
SEED = "sgdr golden plans 1"
NEGLIGIBLE = Fraction(1, 2**5000)  # what is below rounds to 0 with a residual of 0
LONGEST_POWER = 1000  # i up to which peak_mul^i is computed in full
WALKED = 200  # cycles that the checks by other means walk before they give up a row


class Beyond(Exception):
    """A step beyond 2^64 - 1 is asked of a schedule inside, or a rate or peak is beyond the largest double."""


# ---------------------------------------------------------------- intervals


def times(a: Bounds, b: Bounds) -> Bounds:
    """Of numbers that are not negative."""
    return exactly(a.low * b.low) if a.low == a.high and b.low == b.high else Bounds(a.low * b.low, a.high * b.high)


def plus(a: Bounds, b: Bounds) -> Bounds:
    return Bounds(a.low + b.low, a.high + b.high)


def at_least(a: Bounds, least: Fraction) -> Bounds:
    return Bounds(max(a.low, least), max(a.high, least))


def at_most(a: Bounds, most: Fraction) -> Bounds:
    return Bounds(min(a.low, most), min(a.high, most))


def of_dyadics(low: make.Dyadic, high: make.Dyadic) -> Bounds:
    if high.magnitude() < -6000:
        return Bounds(Fraction(0), NEGLIGIBLE if high.man else Fraction(0))
    return Bounds(*(Fraction(end.man) * Fraction(2) ** end.exp for end in (low, high)))


def cosine_squared(f: Fraction) -> Bounds:
    """cos^2(pi f / 2) = (1 + cos(pi f)) / 2 for f in [0, 1], without cancellation"""
    if f in RATIONAL_COSINES:
        return exactly(RATIONAL_COSINES[f])
    with mp.workprec(PRECISION):
        return nearly(mp.sinpi(real((1 - f) / 2)) ** 2 if f > Fraction(1, 2) else mp.cospi(real(f / 2)) ** 2)


def cosine_in(cycle: make.Cycle, step: int) -> Bounds:
    """The same for the f of a step in an open cycle"""
    value = make.cosine_squared(cycle, step)
    return of_dyadics(value, value) if isinstance(value, make.Dyadic) else nearly(value)


def power(base: float, i: int) -> Bounds:
    if i <= LONGEST_POWER or base in (0, 1):
        return exactly(Fraction(base) ** (i if base not in (0, 1) else min(i, 1)))
    with mp.workprec(PRECISION):
        exponent = i * mp.log(base)
        if exponent > 10_000:
            raise Beyond
        return nearly(mp.exp(exponent)) if exponent > -10_000 else Bounds(Fraction(0), NEGLIGIBLE)


# ---------------------------------------------------------------- schedules


class Span(NamedTuple):
    """A cycle of a schedule."""

    index: int
    first: int
    end: int | None  # the first step after it
    length: Bounds  # in a constant tail: that of the cycle before it
    floor: Bounds | None  # `None` if it has no meaning
    hold: bool = False

    def last(self) -> int | float:
        return math.inf if self.end is None else self.end - 1


class Schedule:
    """What schedules with cycles and schedules of schedules share."""

    def rate(self, step: int) -> Bounds:
        raise NotImplementedError

    def span(self, step: int) -> Span | None:
        """The cycle of a step, if it has one."""
        raise NotImplementedError

    def nth(self, index: int) -> Span | None:
        """The cycle of an index, if there is one."""
        raise NotImplementedError

    def begun(self, step: int) -> int:
        """How many cycles have begun by the end of a step."""
        raise NotImplementedError

    def edges(self) -> set[int]:
        """Steps where something changes; of the restarts, some."""
        raise NotImplementedError


@functools.cache
def all_cycles(first_decay_steps: int, t_mul: float) -> make.Cycles:
    return make.Cycles(first_decay_steps, make.simplest_fraction(t_mul))


@dataclass(frozen=True)
class Cyclic(Schedule):
    """A schedule whose cycles are those of first_decay_steps and t_mul."""

    initial_learning_rate: float
    first_decay_steps: int
    t_mul: float = 2.0

    def cycles(self) -> make.Cycles:
        return all_cycles(self.first_decay_steps, self.t_mul)

    def floor(self) -> Fraction:
        raise NotImplementedError

    def span(self, step: int) -> Span | None:
        if step > U64_MAX:
            raise Beyond
        return self.nth(self.cycles().locate(step))

    def nth(self, index: int) -> Span | None:
        cycles = self.cycles()
        if cycles.hold is not None and index > cycles.hold:
            return None
        cycle, hold = cycles[index], index == cycles.hold
        measured = cycles[index - 1] if hold else cycle
        length = Bounds(*(Fraction(end, measured.denominator) for end in measured[2:4]))
        end = None if hold else cycle.next_first_step()
        return Span(index, cycle.first_step(), end, length, exactly(self.floor()), hold)

    def begun(self, step: int) -> int:
        return self.cycles().locate(step) + 1

    def edges(self) -> set[int]:
        found = (self.nth(i) for i in (1, 2, 3, 4, 30, self.cycles().hold) if i is not None)
        return {span.first for span in found if span is not None}


@dataclass(frozen=True)
class CosineDecayRestarts(Cyclic):
    m_mul: float = 1.0
    alpha: float = 0.0

    def floor(self) -> Fraction:
        return Fraction(self.initial_learning_rate) * Fraction(self.alpha)

    def rate(self, step: int) -> Bounds:
        if step > U64_MAX:
            raise Beyond
        given = make.Parameters(*(getattr(self, name) for name in make.Parameters._fields))
        return of_dyadics(*make.rate_bounds(given, self.cycles(), self.cycles().locate(step), step))


@dataclass(frozen=True)
class CosineCycles(Cyclic):
    peak_mul: float = 1.0
    eta_min: float = 0.0
    closed: bool = False
    name: str = "CosineCycles"

    def __post_init__(self) -> None:
        assert self.eta_min <= self.initial_learning_rate

    def floor(self) -> Fraction:
        return Fraction(self.eta_min)

    def rate(self, step: int) -> Bounds:
        if step > U64_MAX:
            raise Beyond
        i, floor = self.cycles().locate(step), self.floor()
        if i == self.cycles().hold:
            return exactly(floor)
        peak = at_least(times(exactly(Fraction(self.initial_learning_rate)), power(self.peak_mul, i)), floor)
        if peak.high > Fraction(LARGEST):
            raise Beyond
        if peak.high == floor:
            return exactly(floor)
        cycle = self.cycles()[i]
        if self.closed:
            first, last = cycle.first_step(), cycle.next_first_step() - 1
            decay = cosine_squared(Fraction(step - first, max(last - first, 1)))
        else:
            decay = cosine_in(cycle, step)
        return plus(exactly(floor), times(Bounds(peak.low - floor, peak.high - floor), decay))


@dataclass(frozen=True)
class Sibling(Schedule):
    """A schedule of Keras without cycles."""

    given: make_siblings.Given

    def rate(self, step: int) -> Bounds:
        if step > U64_MAX:
            raise Beyond
        bounds = make_siblings.exact_rate(self.given, step)
        if bounds is None:
            raise Beyond
        return bounds

    def span(self, step: int) -> Span | None:
        return None

    def nth(self, index: int) -> Span | None:
        return None

    def begun(self, step: int) -> int:
        return 0

    def edges(self) -> set[int]:
        match self.given:
            case PiecewiseConstantDecay(boundaries, _):
                return set(boundaries)
            case CosineDecay(_, steps, _, target, warmup):
                start = 0 if target is None else warmup
                return {start, start + steps}
        return {self.given.decay_steps, 2 * self.given.decay_steps}


@dataclass(frozen=True)
class Adaptor(Schedule):
    """A schedule of one schedule; its cycles are that schedule's unless it says otherwise."""

    schedule: Schedule

    def span(self, step: int) -> Span | None:
        return self.schedule.span(step)

    def nth(self, index: int) -> Span | None:
        return self.schedule.nth(index)

    def begun(self, step: int) -> int:
        return self.schedule.begun(step)

    def edges(self) -> set[int]:
        return self.schedule.edges()


@dataclass(frozen=True)
class Warmup(Adaptor):
    warmup_steps: int
    start: float = 0.0
    shape: str = "linear"
    place: str = "prefix"
    to_peak: bool = False

    def __post_init__(self) -> None:
        first = self.schedule.span(0)
        assert first is not None or self.place != "every_cycle"
        assert first is None or self.place == "prefix" or self.warmup_steps <= first.last() - first.first

    def rate(self, step: int) -> Bounds:
        warmup, inner = self.warmup_steps, self.schedule
        if self.place == "prefix":
            return self.ramp(step, 0) if step < warmup else inner.rate(step - warmup)
        if self.place == "inside":
            return self.ramp(step, 0 if self.to_peak else warmup) if step < warmup else inner.rate(step)
        span = inner.span(step)
        if span is None or span.hold or step - span.first >= warmup:
            return inner.rate(step)
        full = span.first + warmup if span.end is None else min(span.first + warmup, span.end - 1)
        return self.ramp(step - span.first, span.first if self.to_peak else full)

    def ramp(self, k: int, target: int) -> Bounds:
        start, to, part = exactly(Fraction(self.start)), self.schedule.rate(target), Fraction(k, self.warmup_steps)
        if start == to:
            return start
        if self.shape == "linear":
            return plus(times(start, exactly(1 - part)), times(to, exactly(part)))
        return plus(times(start, cosine_squared(part)), times(to, cosine_squared(1 - part)))

    def span(self, step: int) -> Span | None:
        if self.place != "prefix":
            return self.schedule.span(step)
        return self.later(self.schedule.span(max(0, step - self.warmup_steps)))

    def nth(self, index: int) -> Span | None:
        return self.later(self.schedule.nth(index)) if self.place == "prefix" else self.schedule.nth(index)

    def later(self, span: Span | None) -> Span | None:
        if span is None:
            return None
        first = span.first + self.warmup_steps if span.first else 0
        return span._replace(first=first, end=None if span.end is None else span.end + self.warmup_steps)

    def begun(self, step: int) -> int:
        return self.schedule.begun(max(0, step - self.warmup_steps) if self.place == "prefix" else step)

    def edges(self) -> set[int]:
        inner = self.schedule.edges()
        if self.place == "prefix":
            return {self.warmup_steps} | {edge + self.warmup_steps for edge in inner}
        ends = (edge + self.warmup_steps for edge in inner if self.place == "every_cycle")
        return {self.warmup_steps, *inner, *ends}


@dataclass(frozen=True)
class CycleLimit(Adaptor):
    cycles: int

    def hold(self) -> Span | None:
        last = self.schedule.nth(self.cycles - 1)
        if last is None or last.end is None:
            return None
        assert last.floor is not None
        return Span(self.cycles, last.end, None, last.length, last.floor, True)

    def held(self, step: int) -> Span | None:
        hold = self.hold()
        return hold if hold is not None and hold.first <= step else None

    def rate(self, step: int) -> Bounds:
        hold = self.held(step)
        if hold is None:
            return self.schedule.rate(step)
        assert hold.floor is not None
        return hold.floor

    def span(self, step: int) -> Span | None:
        return self.held(step) or self.schedule.span(step)

    def nth(self, index: int) -> Span | None:
        if index < self.cycles or self.hold() is None:
            return self.schedule.nth(index)
        return self.hold() if index == self.cycles else None

    def begun(self, step: int) -> int:
        return self.cycles + 1 if self.held(step) else self.schedule.begun(step)

    def edges(self) -> set[int]:
        hold = self.hold()
        if hold is None:
            return self.schedule.edges()
        return {hold.first, *(edge for edge in self.schedule.edges() if edge < hold.first)}


@dataclass(frozen=True)
class Whole(Adaptor):
    """The steps of a schedule without cycles from first to last, as one cycle"""

    first: int
    last: int | None

    def rate(self, step: int) -> Bounds:
        return self.schedule.rate(step)

    def span(self, step: int) -> Span | None:
        end = None if self.last is None else self.last + 1
        steps = exactly(Fraction(0 if end is None else end - self.first))
        return Span(0, self.first, end, steps, None)

    def nth(self, index: int) -> Span | None:
        return self.span(self.first) if index == 0 else None

    def begun(self, step: int) -> int:
        return 1


class Piece(NamedTuple):
    """A schedule's steps from first to last, as those of a chain from begin on."""

    schedule: Schedule
    begin: int
    first: int
    last: int | None

    def skipped(self) -> int:
        """How many cycles of the schedule end before its first step here"""
        return self.schedule.begun(self.first) - (self.schedule.span(self.first) is not None)

    def count(self) -> int:
        """How many cycles there are in a piece that ends"""
        assert self.last is not None
        return self.schedule.begun(self.last) - self.skipped()

    def cut(self, span: Span | None, before: int) -> Span | None:
        if span is None or (self.last is not None and span.first > self.last):
            return None
        end = span.end
        if self.last is not None:
            end = self.last + 1 if end is None else min(end, self.last + 1)
        moved = self.begin - self.first
        index, first = before + span.index - self.skipped(), max(span.first, self.first) + moved
        return span._replace(index=index, first=first, end=None if end is None else end + moved)


@dataclass(frozen=True)
class Chain(Schedule):
    schedules: tuple[Schedule, ...]
    boundaries: tuple[int, ...]
    starts: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        assert len(self.schedules) == len(self.boundaries) + 1 == len(self.starts or self.schedules)
        assert all(a < b for a, b in zip((0, *self.boundaries), self.boundaries))

    def pieces(self) -> Iterator[Piece]:
        begins, starts = (0, *self.boundaries), self.starts or (0,) * len(self.schedules)
        for schedule, begin, start, end in zip(self.schedules, begins, starts, (*self.boundaries, None)):
            last = None if end is None else start + end - begin - 1
            if schedule.span(start) is None:
                schedule = Whole(schedule, start, last)
            yield Piece(schedule, begin, start, last)

    def place(self, step: int) -> tuple[Piece, int]:
        """The piece of a step, and the step in its schedule"""
        piece = list(self.pieces())[sum(boundary <= step for boundary in self.boundaries)]
        return piece, piece.first + step - piece.begin

    def before(self, piece: Piece) -> int:
        """How many cycles come before a piece"""
        return sum(other.count() for other in self.pieces() if other.begin < piece.begin)

    def rate(self, step: int) -> Bounds:
        piece, inner = self.place(step)
        return piece.schedule.rate(inner)

    def span(self, step: int) -> Span | None:
        piece, inner = self.place(step)
        return piece.cut(piece.schedule.span(inner), self.before(piece))

    def nth(self, index: int) -> Span | None:
        for piece in self.pieces():
            before = self.before(piece)
            if piece.last is None or index < before + piece.count():
                return piece.cut(piece.schedule.nth(index - before + piece.skipped()), before)
        raise AssertionError("the last piece does not end")

    def begun(self, step: int) -> int:
        piece, inner = self.place(step)
        return self.before(piece) + piece.schedule.begun(inner) - piece.skipped()

    def edges(self) -> set[int]:
        found = set(self.boundaries)
        for piece in self.pieces():
            for edge in piece.schedule.edges():
                if piece.first <= edge and (piece.last is None or edge <= piece.last):
                    found.add(edge - piece.first + piece.begin)
        return found


@dataclass(frozen=True)
class Scale(Adaptor):
    factor: float

    def scaled(self, rate: Bounds) -> Bounds:
        result = times(rate, exactly(Fraction(self.factor)))
        if result.high > Fraction(LARGEST):
            raise Beyond
        return result

    def rate(self, step: int) -> Bounds:
        return self.scaled(self.schedule.rate(step))

    def span(self, step: int) -> Span | None:
        return self.lifted(self.schedule.span(step))

    def nth(self, index: int) -> Span | None:
        return self.lifted(self.schedule.nth(index))

    def lifted(self, span: Span | None) -> Span | None:
        return span if span is None or span.floor is None else span._replace(floor=self.scaled(span.floor))


@dataclass(frozen=True)
class Clamp(Adaptor):
    min: float | None = None
    max: float | None = None

    def clamped(self, rate: Bounds) -> Bounds:
        if self.min is not None:
            rate = at_least(rate, Fraction(self.min))
        return rate if self.max is None else at_most(rate, Fraction(self.max))

    def rate(self, step: int) -> Bounds:
        return self.clamped(self.schedule.rate(step))

    def span(self, step: int) -> Span | None:
        return self.lifted(self.schedule.span(step))

    def nth(self, index: int) -> Span | None:
        return self.lifted(self.schedule.nth(index))

    def lifted(self, span: Span | None) -> Span | None:
        return span if span is None or span.floor is None else span._replace(floor=self.clamped(span.floor))


@dataclass(frozen=True)
class NormalizedWeightDecay(Adaptor):
    weight_decay: float
    batch_size: int
    dataset_size: int
    steps_per_epoch: int

    def rate(self, step: int) -> Bounds:
        span = self.schedule.span(step)
        assert span is not None
        return times(exactly(Fraction(self.weight_decay)), self.root(span.length))

    def root(self, length: Bounds) -> Bounds:
        square = Fraction(self.batch_size * self.steps_per_epoch, self.dataset_size) / length.low
        if length.low == length.high:
            parts = whole_root(square.numerator, 2), whole_root(square.denominator, 2)
            if parts[0] is not None and parts[1] is not None:
                return exactly(Fraction(parts[0], parts[1]))
        assert (length.high - length.low) * 2**make.PHASE_BITS < length.low, "the interval is too wide"
        with mp.workprec(PRECISION):
            return nearly(mp.sqrt(real(square)))

    def span(self, step: int) -> Span | None:
        span = self.schedule.span(step)
        return None if span is None else span._replace(floor=None)

    def nth(self, index: int) -> Span | None:
        span = self.schedule.nth(index)
        return None if span is None else span._replace(floor=None)


def as_object(schedule: Schedule, full: bool) -> dict[str, Any]:
    """As Keras serializes it; in full, or without the keys that have their default"""
    keras = isinstance(schedule, (Sibling, CosineDecayRestarts))
    given: Any = schedule.given if isinstance(schedule, Sibling) else schedule
    config: dict[str, Any] = {}
    for key in dataclasses.fields(given):
        value = getattr(given, key.name)
        if full or value != key.default:
            config[key.name] = as_json(value, full)
    if "starts" in config and given.starts is None:
        config["starts"] = [0] * len(given.schedules)
    name = type(given).__name__
    return {
        "module": "keras.optimizers.schedules" if keras else None,
        "class_name": name,
        "config": config,
        "registered_name": None if keras else f"sgdr>{name}",
    }


def as_json(value: Any, full: bool) -> Any:
    if isinstance(value, tuple):
        return [as_json(part, full) for part in value]
    return as_object(value, full) if isinstance(value, Schedule) else value


# ---------------------------------------------------------------- which schedules

RATES = (0.1, 1.0, 1e-3, 0.05, 3e-4, 0.7)
T_MULS = (1.0, 2.0, 1.5, 1.1, 3.0, 4 / 3, 0.5, 0.9)
LENGTHS = (10, 1, 390, 2, 1000, 41, 3, 10_007, 10**6, 2**40, 2**53 + 1, 2**63)
PEAK_MULS = (1.0, 0.9, 0.5, 1.1, 0.0, 1.5, 0.3)
SHAPES = "linear", "cosine"
PLACES = "prefix", "inside", "every_cycle"
KERAS = (
    Sibling(CosineDecay(0.0, 1000, 0.01, 0.1, 100)),
    Sibling(CosineDecay(0.1, 390, 0.0, None, 0)),
    Sibling(ExponentialDecay(0.1, 100, 0.96, False)),
    Sibling(ExponentialDecay(0.05, 41, 0.5, True)),
    Sibling(InverseTimeDecay(0.3, 10, 0.5, False)),
    Sibling(PiecewiseConstantDecay((100, 110, 2000), (1.0, 0.5, 0.1, 0.01))),
    Sibling(PolynomialDecay(0.1, 500, 1e-4, 2.0, False)),
    Sibling(PolynomialDecay(0.05, 200, 1e-3, 1.0, True)),
)


def generator(*key: object) -> random.Random:
    return random.Random(f"{SEED}/{key!r}")  # a text seeds the same sequence in every version of Python


def steady(rng: random.Random) -> float:
    return (1 + rng.getrandbits(52) % 10**4) / 10**4 if rng.getrandbits(1) else rng.random()


def every_cosine_cycles() -> Iterator[Schedule]:
    """Each t_mul, open and closed, with each kind of floor; the other lists are passed through beside them."""
    k = 0
    for t_mul in T_MULS:
        for part in (0.0, 0.01, 0.5, 1.0):
            for closed in (False, True):
                k += 1
                rate = RATES[k % len(RATES)]
                for m in (k, k + 17):
                    length, peak_mul = LENGTHS[m % len(LENGTHS)], PEAK_MULS[m % len(PEAK_MULS)]
                    yield CosineCycles(rate, length, t_mul, peak_mul, rate * part, closed)
    for closed in (False, True):
        for rate, eta_min, peak_mul in (
            (1e300, 0.0, 0.9),
            (LARGEST, 1.0, 0.5),
            (1e300, 1e-300, 1e-9),
            (1e-300, 0.0, 0.5),
            (2.2250738585072014e-308, 0.0, 1.0),
            (1e-322, SMALLEST, 0.9),
            (SMALLEST, 0.0, 1.0),
            (1e-310, 1e-312, 2.0),
            (0.0, 0.0, 2.0),
            (0.1, 1e-320, 0.5),
            (1e-5, 1e-5, 10.0),
            (1.0, 1 - 2.0**-53, 1 + 2.0**-52),
        ):
            yield CosineCycles(rate, 12, 1.5, peak_mul, eta_min, closed)
        yield CosineCycles(0.1, 1, 1.0, 0.99, 1e-4, closed)
        yield CosineCycles(0.1, 7, 1.001, 1.0, 1e-4, closed)
        yield CosineCycles(0.1, 1000, 1e30, 2.0, 0.0, closed)
        yield CosineCycles(0.1, U64_MAX, 2.0, 0.5, 0.01, closed)
        yield CosineCycles(0.1, U64_MAX - 5, 0.5, 0.5, 0.01, closed)


def inner_schedules() -> tuple[Schedule, ...]:
    """What the adaptors of one layer are made of: those with cycles have at least 10 steps in the first"""
    return (
        CosineDecayRestarts(0.1, 10),
        CosineCycles(0.1, 40, 1.5, 0.8, 1e-3),
        CosineDecayRestarts(1.0, 390, 1.5, 0.9, 0.01),
        CosineCycles(0.05, 100, 1.0, 0.5, 1e-3, True),
        CosineDecayRestarts(1e-3, 1000, 1.1, 1.0, 0.1),
        CosineCycles(0.3, 200, 0.5, 1.0, 0.01),
        CosineDecayRestarts(0.7, 300, 0.9, 1.1, 0.0),
        CosineCycles(0.1, 24, 2.0, 1.25, 0.0, True),
        CosineDecayRestarts(0.3, 11, 4 / 3, 0.5, 1e-3),
        CosineCycles(0.2, 27, 3.0, 0.9, 0.2),
        CosineDecayRestarts(0.1, 100, 1.0),
        CosineCycles(1.0, 12, 1.1, 0.7, 0.25, True),
    )


def every_warmup() -> Iterator[Schedule]:
    k = 0
    for place in PLACES:
        for shape in SHAPES:
            for to_peak in (False, True):
                for inner in (*inner_schedules(), *KERAS):
                    k += 1
                    span = inner.span(0)
                    if span is None and place == "every_cycle":
                        continue
                    if k % 2 and span is None:
                        continue
                    longest = 10**6 if span is None or place == "prefix" or span.end is None else span.end - 1
                    steps = min((5, longest, 1, 9, 100, longest - 1, 0, 7, 3, longest // 2 + 1)[k % 10], longest)
                    start = (0.0, 1e-3, 2.0, 0.01, 0.0, 0.1, 5.0, 1e-6, 0.0, 0.5, 1.0)[k % 11]
                    yield Warmup(inner, steps, start, shape, place, to_peak)
    for shape in SHAPES:
        for place in PLACES:
            huge = CosineDecayRestarts(0.1, 2**60, 2.0, 0.5, 1e-3)
            yield Warmup(huge, 2**59 + 12345, 1e-4, shape, place)
            yield Warmup(CosineCycles(1e-310, 50), 20, 0.0, shape, place)
            yield Warmup(CosineCycles(1e-310, 50, 1.5, 1.0, 1e-312), 20, SMALLEST, shape, place, True)
            yield Warmup(CosineCycles(1e300, 50, 2.0, 1.0, 1e290), 20, 1e-300, shape, place)
            yield Warmup(CosineCycles(1e-300, 50, 1.5, 0.5), 49, 1e300, shape, place)
            yield Warmup(CosineDecayRestarts(LARGEST, 7), 3, LARGEST, shape, place, True)
            yield Warmup(CosineDecayRestarts(0.1, 12), 6, 0.1, shape, place, True)
            # of the cycles most have fewer steps than the warm-up
            yield Warmup(CosineDecayRestarts(0.1, 100, 0.5), 60, 1e-3, shape, place)
            yield Warmup(CosineDecayRestarts(0.1, 100, 0.9, 0.9, 0.1), 99, 0.0, shape, place, True)
            if place != "every_cycle":
                yield Warmup(Sibling(CosineDecay(0.1, 10**9, 0.0, None, 0)), U64_MAX, 0.0, shape, place)
                yield Warmup(Sibling(PolynomialDecay(0.1, U64_MAX, 0.0, 1.0, False)), 2**63, 1.0, shape, place)


def every_limit() -> Iterator[Schedule]:
    for k, inner in enumerate(inner_schedules()):
        for cycles in (1, 3, (2, 5, 50, 8)[k % 4]):
            yield CycleLimit(inner, cycles)
    yield from (CycleLimit(CosineDecayRestarts(0.1, 20, 0.5, 1.0, 0.1), cycles) for cycles in (4, 5, 6, 7, U64_MAX))
    yield from (CycleLimit(CosineCycles(0.1, 20, 0.9, 0.9, 0.01, True), cycles) for cycles in (2, 28, 29, 30, 31, 100))
    yield CycleLimit(CosineDecayRestarts(0.1, 1), 64)
    yield CycleLimit(CosineDecayRestarts(0.1, 1), 65)
    yield CycleLimit(CosineDecayRestarts(1.0, 7, 1.0, 0.9, 1e-3), 10**6)
    yield CycleLimit(CosineCycles(1.0, 1000, 1.001, 1.0, 1e-3), 1000)
    yield CycleLimit(CosineCycles(1.0, 1, 1.0, 1.0, 1e-310), 2**63)
    yield CycleLimit(CycleLimit(CosineDecayRestarts(0.1, 10, 1.5, 1.0, 0.1), 4), 2)
    yield CycleLimit(CycleLimit(CosineDecayRestarts(0.1, 10, 1.5, 1.0, 0.1), 2), 4)


def every_chain() -> Iterator[Schedule]:
    cyclic = inner_schedules()
    for k, first in enumerate((*cyclic, *KERAS)):
        second, third = cyclic[(k + 5) % len(cyclic)], (*KERAS, *cyclic)[(3 * k + 1) % 20]
        yield Chain((first, second), ((1, 57, 1000, 333)[k % 4],))
        yield Chain((first, second), (100 + k,), (3 * k, 7 + k))
        yield Chain((first, second, third), (10 * (k + 1), 700))
        yield Chain((second, first, third), (8, 650), (0, 8, 650))
        yield Chain((third, first, second), (5, 6), (100, 20, 10**6 + k))
    yield Chain((cyclic[1],), ())
    yield Chain((cyclic[2],), (), (500,))
    # PyTorch's SequentialLR: LinearLR or ConstantLR, then CosineAnnealingLR or CosineAnnealingWarmRestarts
    for total, warmup in ((5, 5), (500, 500)):
        linear = Sibling(PolynomialDecay(0.1 * (1 / 3), total, 0.1, 1.0, False))
        yield Chain((linear, Sibling(CosineDecay(0.1, 9500, 0.0, None, 0))), (warmup,))
        yield Chain((linear, CosineDecayRestarts(0.1, 1000, 2.0, 1.0, 0.01)), (warmup,))
    constant = Sibling(PiecewiseConstantDecay((U64_MAX,), (0.01, 0.01)))
    yield Chain((constant, Sibling(CosineDecay(0.1, 90, 0.001, None, 0)), constant), (10, 100))
    # Optax' sgdr_schedule: warm-up and cosine decay, again and again
    parts = [
        Warmup(Sibling(CosineDecay(peak, steps - 100, 0.01, None, 0)), 100, peak / 10)
        for peak, steps in ((1.0, 1000), (0.5, 2000), (0.25, 4000))
    ]
    yield Chain(tuple(parts), (1000, 3000))
    # a plan changed during the run: from step 5000 on as if the first cycle had been longer, or one cycle left out
    yield Chain((cyclic[2], CosineDecayRestarts(1.0, 500, 1.5, 0.9, 0.01)), (5000,), (0, 5000))
    yield Chain((cyclic[0], cyclic[0]), (30,), (0, 70))
    yield Chain((cyclic[0], cyclic[0]), (2**63,), (5, 2**60))
    # chains of chains; pieces without cycles before, between and after
    pair = Chain((cyclic[0], KERAS[2]), (25,))
    yield Chain((pair, cyclic[3]), (60,))
    yield Chain((KERAS[6], pair, cyclic[5]), (40, 80), (0, 12, 3))
    yield Chain((cyclic[7], pair, pair), (60, 100), (0, 30, 0))
    yield Chain((Chain((pair, cyclic[1]), (30,), (5, 60)), KERAS[4], cyclic[6]), (200, 210))
    for k, outer in enumerate(cyclic[:6]):
        nested = Chain((outer, cyclic[k + 4]), (90 + k,), (0, 17 * k))
        yield Chain((nested, cyclic[k + 6], nested), (250, 777), (2, 0, 100))


def every_scale_and_clamp() -> Iterator[Schedule]:
    factors = 0.5, 0.0, 1.0, 3.0, 0.1, 1 / 3, 1e-3, 1 + 2.0**-52, 256.0, 0.7
    for k, inner in enumerate((*inner_schedules(), *KERAS)):
        yield Scale(inner, factors[k % 10])
        yield Scale(inner, factors[(3 * k + 1) % 10])
        highest = float(inner.rate(0).low) or 0.1
        low, high = (0.2 * highest, 0.7 * highest) if k % 2 else (1e-3, 0.02)
        yield Clamp(inner, low, high)
        yield (Clamp(inner, low), Clamp(inner, None, high), Clamp(inner), Clamp(inner, high, high))[k % 4]
    yield Scale(CosineCycles(1e300, 20, 1.5), 1e-300)
    yield Scale(CosineCycles(1e300, 20, 1.5), 1e9)
    yield Scale(CosineCycles(0.1, 20, 1.5), 1e-307)
    yield Scale(CosineCycles(0.1, 20, 1.5, 0.9, 0.01), 1e-320)
    yield Scale(CosineCycles(1e-300, 20, 1.5, 1.0, 1e-307), 0.1)
    yield Scale(CosineCycles(0.1, 20, 2.0, 1.0, 0.1), SMALLEST)
    yield Scale(Sibling(PolynomialDecay(0.1, 1000, 0.01, 1.0, False)), 1e300)
    yield Clamp(CosineCycles(1e300, 20), 1e-300, 1e299)
    yield Clamp(CosineCycles(0.1, 20), SMALLEST, 2.2250738585072014e-308)
    yield Clamp(CosineCycles(1e-310, 20, 1.5), 1e-311)
    yield Clamp(CosineCycles(0.1, 20), 0.0, 0.0)
    yield Clamp(CosineCycles(0.1, 20), None, LARGEST)


def every_weight_decay() -> Iterator[Schedule]:
    # the example of the AdamWR paper: T_0 = 100 epochs of CIFAR-10, cycles end at epochs 100, 300, 700 and 1500
    paper = CosineDecayRestarts(1e-3, 39_100)
    for weight_decay in (0.025, 0.05):
        yield NormalizedWeightDecay(paper, weight_decay, 128, 50_000, 391)
        yield NormalizedWeightDecay(CycleLimit(paper, 4), weight_decay, 128, 50_000, 391)
        yield NormalizedWeightDecay(CosineCycles(1e-3, 39_100, 2.0, 1.0, 0.0, True), weight_decay, 128, 50_000, 391)
        yield NormalizedWeightDecay(Warmup(paper, 1955), weight_decay, 128, 50_000, 391)
    numbers = (
        *((0.025, 32, 60_000, 1875), (0.1, 1, 1, 1), (1.0, 7, 3, 10), (0.05, 128, 50_000, 390), (0.3, 4096, 10**9, 10)),
        *((1e-3, 100, 10_000, 100), (0.0, 2, 3, 4), (0.01, U64_MAX, 1, U64_MAX), (1.0, 1, U64_MAX, 1)),
        *((1e300, 1, 2, 3), (1e-300, 3, 2**40, 1), (1e-310, 2, 10**6, 5), (0.7, 2**53 + 1, 2**63 + 1, 10**15)),
    )
    inner = *inner_schedules(), CosineCycles(0.1, 1000, 1.001), CosineCycles(0.1, 2**60, 1.1), CosineCycles(0.1, 1)
    for k, schedule in enumerate(inner):
        yield NormalizedWeightDecay(schedule, *numbers[k % len(numbers)])
        yield NormalizedWeightDecay(schedule, *numbers[(2 * k + 3) % len(numbers)])
    yield NormalizedWeightDecay(CycleLimit(CosineDecayRestarts(0.1, 20, 1.5, 0.9), 3), 0.05, 8, 1000, 125)
    yield NormalizedWeightDecay(CycleLimit(CosineDecayRestarts(0.1, 20, 0.5), 2), 0.05, 8, 1000, 125)
    yield Scale(NormalizedWeightDecay(CosineDecayRestarts(0.1, 20, 1.5), 0.05, 8, 1000, 125), 0.5)
    yield Clamp(NormalizedWeightDecay(CosineDecayRestarts(0.1, 20, 1.5), 0.05, 8, 1000, 20), None, 0.004)
    weight_decays = [NormalizedWeightDecay(paper, part, 128, 50_000, 391) for part in (0.05, 0.025)]
    yield Chain(tuple(weight_decays), (117_300,), (0, 117_300))
    yield Warmup(weight_decays[0], 391, 0.0, "cosine", "inside")


def every_nesting() -> Iterator[Schedule]:
    cyclic = inner_schedules()
    # timm: warm-up, floor and decay of the peaks, a limit
    for prefix in PLACES:
        for closed in (False, True):
            yield CycleLimit(Warmup(CosineCycles(0.05, 300, 2.0, 0.5, 1e-5, closed), 20, 1e-6, "linear", prefix), 3)
            yield Warmup(CycleLimit(CosineCycles(0.05, 300, 1.5, 0.5, 1e-5, closed), 2), 5, 1e-6, "linear", prefix)
    # Hugging Face's cosine with hard restarts, four cycles: 0 after the last
    yield Warmup(CycleLimit(CosineDecayRestarts(5e-5, 225, 1.0), 4), 100)
    yield CycleLimit(Warmup(CosineDecayRestarts(5e-5, 225, 1.0), 100), 4)
    for k, inner in enumerate(cyclic):
        place, shape = PLACES[k % 3], SHAPES[k % 2]
        warm = Warmup(inner, 4 + k % 5, 1e-4, shape, place, k % 4 == 3)
        yield Warmup(warm, 3, 0.5, SHAPES[k // 2 % 2], PLACES[k // 3 % 3])
        yield Scale(Clamp(warm, 1e-3, 0.5), 0.3)
        yield CycleLimit(Scale(inner, 0.3), 2)
        yield CycleLimit(Clamp(inner, 0.013, 0.5), 2)
        yield CycleLimit(Chain((inner, cyclic[k - 1]), (45 + k,)), 1 + k)
        chain = Chain((inner, cyclic[k - 3], inner), (20 + k, 90), (0, 5 * k, 200))
        yield Warmup(chain, 5, 1e-3, shape, PLACES[(k + 1) % 3])
        yield Warmup(chain, 9, 0.0, SHAPES[(k + 1) % 2], "every_cycle", k % 2 == 0)
        yield Warmup(CycleLimit(chain, 4), 8, 1e-4, shape, "every_cycle")
    for k in range(70):
        rng = generator("nesting", k)
        yield random_schedule(rng, 2 + k % 2)


def random_schedule(rng: random.Random, layers: int) -> Schedule:
    """Layers around schedules with random numbers; all with cycles, or with a chain that mixes them outermost."""
    if layers == 0:
        t_mul = rng.choice((*T_MULS, (1 + rng.getrandbits(32) % 40) / 10, 0.7 + rng.random()))
        length = 5 + log_uniform(rng, 12)
        rate = steady(rng)
        if rng.getrandbits(1):
            return CosineDecayRestarts(rate, length, t_mul, rng.choice((1.0, 0.9, steady(rng))), steady(rng) ** 4)
        floor = rng.choice((0.0, rate * steady(rng) ** 3, rate))
        return CosineCycles(rate, length, t_mul, rng.choice((1.0, 0.9, steady(rng))), floor, bool(rng.getrandbits(1)))
    # A factor can double the error of what is inside, in units of the last place, so there is one at most.
    kind = rng.choice((Warmup, Warmup, Warmup, CycleLimit, Chain, Clamp, Scale if layers == 1 else Warmup))
    inner = random_schedule(rng, layers - 1)
    if kind is CycleLimit:
        return CycleLimit(inner, 1 + rng.getrandbits(3))
    if kind is Scale:
        return Scale(inner, steady(rng) * rng.choice((1.0, 3.0)))
    if kind is Clamp:
        low = 0.05 * steady(rng)
        return Clamp(inner, rng.choice((None, low)), rng.choice((None, low + 0.5 * steady(rng))))
    if kind is Chain:
        boundaries = sorted({log_uniform(rng, 10) for _ in range(1 + rng.getrandbits(1))})
        others = [random_schedule(rng, 0) for _ in boundaries]
        starts = tuple(rng.getrandbits(7) for _ in range(len(boundaries) + 1)) if rng.getrandbits(1) else None
        return Chain((inner, *others), tuple(boundaries), starts)
    place, span = rng.choice(PLACES), inner.span(0)
    assert span is not None and span.end is not None
    longest = 500 if place == "prefix" else span.end - 1
    steps = min(longest, rng.getrandbits(9))
    start = rng.choice((0.0, steady(rng) / 100, steady(rng)))
    return Warmup(inner, steps, start, rng.choice(SHAPES), place, bool(rng.getrandbits(1)))


FAMILIES = {
    "CosineCycles": every_cosine_cycles,
    "Warmup": every_warmup,
    "CycleLimit": every_limit,
    "Chain": every_chain,
    "Scale, Clamp": every_scale_and_clamp,
    "NormalizedWeightDecay": every_weight_decay,
    "two and three layers": every_nesting,
}


# ---------------------------------------------------------------- which steps


def chosen_steps(schedule: Schedule) -> list[int]:
    rng = generator("steps", schedule)
    edges = sorted(edge for edge in schedule.edges() if 0 < edge <= U64_MAX)
    if len(edges) > 7:  # the first four, and three of the others
        edges = edges[:4] + sorted({edges[4 + rng.getrandbits(32) % (len(edges) - 4)] for _ in range(3)})
    steps = {0, 1, U64_MAX}
    for k, edge in enumerate(edges):
        steps.update((edge - 1, edge) if k % 3 else (edge - 1, edge, edge + 1))
    for low, high in itertools.pairwise((0, *edges)):
        steps.add(low + rng.getrandbits(80) % (high - low))
    steps.add((0, *edges)[-1] // 2)
    steps.add(log_uniform(rng, 20))
    large = min(log_uniform(rng, 64), U64_MAX)
    span = schedule.span(large)
    steps.update((large,) if span is None else (large, span.first, large if span.end is None else span.end - 1))
    return sorted(step for step in steps if 0 <= step <= U64_MAX)


class Row(NamedTuple):
    schedule: Schedule
    step: int
    lr: float
    residual: str
    cycle: int | None
    first_step: int | None

    def cells(self) -> tuple[object, ...]:
        return self.step, repr(self.lr), f"{bits_of(self.lr):016x}", self.residual, self.cycle, self.first_step


HEADER = "schedule", "step", "lr", "lr_bits", "residual", "cycle", "first_step"


def truth(schedule: Schedule, step: int) -> Row | None:
    """None where the schedule has no rate that a double holds."""
    try:
        bounds = schedule.rate(step)
        span = schedule.span(step)
    except Beyond:
        return None
    if bounds.high > Fraction(LARGEST):
        return None
    low, high = ((lr := nearest_double(end), residual_text(end, lr)) for end in bounds)
    assert low == high, "the error bound does not decide"
    return Row(schedule, step, *low, *((None, None) if span is None else span[:2]))


class Group(NamedTuple):
    """A schedule and its rows"""

    family: str
    text: str
    rows: list[Row]


def make_groups() -> list[Group]:
    """Every third schedule with all its keys"""
    groups: dict[Schedule, Group] = {}
    for family, schedules in FAMILIES.items():
        for schedule in schedules():
            if schedule not in groups:
                text = json.dumps(as_object(schedule, len(groups) % 3 == 0))
                rows = [row for step in chosen_steps(schedule) if (row := truth(schedule, step))]
                groups[schedule] = Group(family, text, rows)
    return list(groups.values())


# ---------------------------------------------------------------- checks by other means


class Plain:
    """A schedule as the file tells it: the formulas term by term in 4000 bits, the cycles walked one by one."""

    def __init__(self, text: dict[str, Any]) -> None:
        self.name, self.config = text["class_name"], text["config"]
        assert text["registered_name"] == (None if text["module"] else f"sgdr>{self.name}")
        self.parts = [Plain(part) for part in self.config.get("schedules", [self.config.get("schedule")]) if part]

    def get(self, key: str, default: Any = None) -> Any:
        return self.config.get(key, default)

    def walk(self) -> Iterator[tuple[int, float, Fraction, Any]]:
        """First step, first step after (math.inf in a constant tail), length, and floor of each cycle"""
        match self.name:
            case "CosineDecayRestarts" | "CosineCycles":
                t_mul = make.simplest_fraction(self.get("t_mul", 2.0))
                start, length = Fraction(0), Fraction(self.get("first_decay_steps"))
                floor = mp.mpf(self.get("initial_learning_rate")) * self.get("alpha", 0.0)
                floor = mp.mpf(self.get("eta_min", 0.0)) if self.name == "CosineCycles" else floor
                while length >= 1:
                    yield math.ceil(start), math.ceil(start + length), length, floor
                    start, length = start + length, length * t_mul
                yield math.ceil(start), math.inf, length / t_mul, floor
            case "Warmup" if self.get("place") == "prefix" or "place" not in self.config:
                warmup = self.get("warmup_steps")
                for first, end, *rest in self.parts[0].walk():
                    yield first and first + warmup, end + warmup, *rest
            case "CycleLimit":
                last = None
                for last in itertools.islice(self.parts[0].walk(), min(self.get("cycles"), sys.maxsize)):
                    yield last
                if last is not None and last[1] < math.inf:
                    yield last[1], math.inf, *last[2:]
            case "Chain":
                begins = 0, *self.get("boundaries"), math.inf
                starts = self.get("starts", [0] * len(self.parts))
                for part, begin, start, after in zip(self.parts, begins, starts, begins[1:]):
                    if next(part.walk(), None) is None:
                        yield begin, after, Fraction(0), None
                    for first, end, *rest in part.walk():
                        first, end = max(first, start) - start + begin, min(end - start + begin, after)
                        if first >= after:
                            break
                        if first < end:
                            yield first, end, *rest
            case "Scale" | "Clamp":
                for first, end, length, floor in self.parts[0].walk():
                    yield first, end, length, self.change(floor)
            case "NormalizedWeightDecay" | "Warmup":
                yield from self.parts[0].walk()

    def change(self, rate: Any) -> Any:
        if self.name == "Scale":
            return rate * self.get("factor")
        low, high = self.get("min"), self.get("max")
        rate = rate if low is None or rate > low else mp.mpf(low)
        return rate if high is None or rate < high else mp.mpf(high)

    def cycle(self, step: int) -> tuple[int, tuple[int, float, Fraction, Any]] | None:
        for index, cycle in enumerate(self.walk()):
            if cycle[0] > step:
                break
            if step < cycle[1]:
                return index, cycle
            if index == WALKED:
                raise TooDeep
        return None

    def rate(self, step: int) -> Any:
        match self.name:
            case "CosineDecayRestarts" | "CosineCycles":
                return self.cosine(step)
            case "Warmup":
                return self.warmup(step)
            case "CycleLimit":
                cycle = self.cycle(step)
                held = cycle is not None and cycle[0] >= self.get("cycles")
                return cycle[1][3] if cycle is not None and held else self.parts[0].rate(step)
            case "Chain":
                place = max(k for k, begin in enumerate((0, *self.get("boundaries"))) if begin <= step)
                begin = (0, *self.get("boundaries"))[place]
                return self.parts[place].rate(self.get("starts", [0] * len(self.parts))[place] + step - begin)
            case "Scale" | "Clamp":
                return self.change(self.parts[0].rate(step))
            case "NormalizedWeightDecay":
                cycle = self.cycle(step)
                assert cycle is not None
                epochs = real(cycle[1][2]) / self.get("steps_per_epoch")
                return self.get("weight_decay") * mp.sqrt(self.get("batch_size") / (self.get("dataset_size") * epochs))
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in self.config.items()}
        return make_siblings.by_other_formula(getattr(make_siblings, self.name)(**values), step)

    def cosine(self, step: int) -> Any:
        cycle = self.cycle(step)
        assert cycle is not None
        index, (first, end, length, floor) = cycle
        if end == math.inf:
            return floor
        t_mul = make.simplest_fraction(self.get("t_mul", 2.0))
        begin = sum(self.get("first_decay_steps") * t_mul**i for i in range(index))
        peak = mp.mpf(self.get("initial_learning_rate"))
        if self.name == "CosineCycles":
            peak = max(floor, peak * mp.mpf(self.get("peak_mul", 1.0)) ** index)
        else:
            swing = (1 - mp.mpf(self.get("alpha", 0.0))) * mp.mpf(self.get("m_mul", 1.0)) ** index
            peak *= swing + self.get("alpha", 0.0)
        if self.get("closed", False):
            f = mp.mpf(step - first) / (end - 1 - first) if end - 1 > first else mp.mpf(0)
        else:
            f = real((step - begin) / length)
        return floor + (peak - floor) * (1 + mp.cos(mp.pi * f)) / 2

    def warmup(self, step: int) -> Any:
        inner, place, warmup = self.parts[0], self.get("place", "prefix"), self.get("warmup_steps")
        first, last = 0, math.inf
        if place == "every_cycle":
            cycle = inner.cycle(step)
            if cycle is None or cycle[1][1] == math.inf:
                return inner.rate(step)
            first, last = cycle[1][0], int(cycle[1][1]) - 1
        k = step - first
        if k >= warmup:
            return inner.rate(step - (warmup if place == "prefix" else 0))
        full = first if self.get("to_peak", False) or place == "prefix" else min(first + warmup, last)
        x, start = mp.mpf(k) / warmup, mp.mpf(self.get("start", 0.0))
        y = (1 - mp.cos(mp.pi * x)) / 2 if self.get("shape", "linear") == "cosine" else x
        return start + (inner.rate(int(full)) - start) * y


class TooDeep(Exception):
    """More than WALKED cycles come before the step."""


def self_check(groups: list[Group]) -> int:
    """How many rows were recomputed"""
    rng = generator("self-check")
    done = 0
    with mp.workprec(4000):
        for group in groups:
            plain = Plain(json.loads(group.text))
            for row in group.rows:
                if rng.getrandbits(1):
                    continue
                try:
                    value, cycle = plain.rate(row.step), plain.cycle(row.step)
                except TooDeep:
                    continue
                off = (value - mp.mpf(row.lr)) / real(ulp(row.lr)) - mp.mpf(row.residual)
                assert abs(off) < 1e-6, (group.text, row)
                place = (None, None) if cycle is None else (cycle[0], cycle[1][0])
                assert place == (row.cycle, row.first_step), (group.text, row)
                done += 1
    return done


# ---------------------------------------------------------------- command line


def csv_text(groups: Iterable[Group]) -> str:
    """The text of a schedule only in the first of its rows"""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for group in groups:
        for k, row in enumerate(group.rows):
            writer.writerow(("" if k else group.text, *row.cells()))
    return text.getvalue()


def summary(groups: list[Group]) -> str:
    def counts(name: str, chosen: list[Group]) -> str:
        rows = [row for group in chosen for row in group.rows]
        numbers = (
            len(chosen),
            len(rows),
            sum(row.step > 2**53 for row in rows),
            sum(row.cycle is None for row in rows),
            sum(row.lr == 0 for row in rows),
            sum(0 < row.lr < 2.0**-1022 for row in rows),
            sum(row.residual == "0.000000" for row in rows),
        )
        return f"| {name} | " + " | ".join(map(str, numbers)) + " |"

    lines = ["| plans.csv | schedules | rows | steps above 2^53 | no cycle | 0 | subnormal | residual 0.000000 |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|---:|"]
    lines += [counts(family, [group for group in groups if group.family == family]) for family in FAMILIES]
    return "\n".join([*lines, counts("**all**", groups)])


def main() -> int:
    if not __debug__:
        sys.exit("make_plans.py proves its answers with assert: run it without -O")
    parser = argparse.ArgumentParser(description="Write plans.csv, or check it.")
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    check = parser.parse_args().check

    groups = make_groups()
    print(f"{self_check(groups)} rows recomputed at 4000 bits: all equal", file=sys.stderr)
    path, text, counts = HERE / "plans.csv", csv_text(groups), summary(groups)
    if check:
        differences = []
        if not path.exists() or path.read_bytes().decode() != text:
            differences.append("plans.csv is not what make_plans.py makes")
        if counts not in (HERE / "README.md").read_bytes().decode():
            differences.append("README.md has other row counts; run make_plans.py and copy them")
        print("\n".join(differences) or "the file is what make_plans.py makes", file=sys.stderr)
        return 1 if differences else 0
    path.write_bytes(text.encode())
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())

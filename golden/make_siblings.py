#!/usr/bin/env python3
"""Write the truth about the other schedules of Keras as data: golden/siblings.csv.

The definitions, for step n and with every double as its exact binary value:

    CosineDecay             start = warmup_target if given, else initial_learning_rate; w = warmup_steps or else 0
                            n < w: initial_learning_rate + (start - initial_learning_rate) * n / w
                            else:  start * ((1 - alpha) * (1 + cos(pi f)) / 2 + alpha)
                                   f = min(1, (n - w) / decay_steps)
    ExponentialDecay        initial_learning_rate * decay_rate^p,  p = n / decay_steps, rounded down with staircase
    InverseTimeDecay        initial_learning_rate / (1 + decay_rate * p)
    PiecewiseConstantDecay  values[i],  i = the number of boundaries below n
    PolynomialDecay         (initial_learning_rate - end_learning_rate) * (1 - n / d)^power + end_learning_rate
                            d = decay_steps, n counting as d after it; with cycle
                            d = decay_steps * max(1, ceil(n / decay_steps))

0^0 is 1. Rates are exact fractions wherever they are rational; otherwise they come from mpmath with an error bound that
must leave one nearest double. Nothing here calls or imports the implementation under test.

    python make_siblings.py            write the file next to this script, print the row counts
    python make_siblings.py --check    make it in memory, compare with the file there and with the row counts in
                                       README.md; exit status 1 where something differs
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import io
import math
import random
import struct
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Callable, Iterable, Iterator, NamedTuple

import mpmath
from mpmath import mp

HERE = Path(__file__).resolve().parent
SEED = "sgdr golden siblings 1"
U64_MAX = 2**64 - 1
LARGEST, SMALLEST = math.nextafter(math.inf, 0.0), math.nextafter(0.0, 1.0)
PRECISION = 640  # bits of mpmath's numbers, besides those that cancel
RATE_BITS = 300  # relative error assumed of a computed rate; far wider than it is
LONGEST = 2**16  # bits of the longest power computed in full
CANDIDATES, NEAR_TIES = 3000, 200  # random rows of a schedule, and how many of them, the nearest to a tie, are kept


# ---------------------------------------------------------------- parameters


@dataclass(frozen=True)
class CosineDecay:
    initial_learning_rate: float
    decay_steps: int
    alpha: float
    warmup_target: float | None
    warmup_steps: int


@dataclass(frozen=True)
class ExponentialDecay:
    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool


@dataclass(frozen=True)
class InverseTimeDecay:
    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool


@dataclass(frozen=True)
class PiecewiseConstantDecay:
    boundaries: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class PolynomialDecay:
    initial_learning_rate: float
    decay_steps: int
    end_learning_rate: float
    power: float
    cycle: bool


Given = CosineDecay | ExponentialDecay | InverseTimeDecay | PiecewiseConstantDecay | PolynomialDecay
SCHEDULES = CosineDecay, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay
COLUMNS = tuple(dict.fromkeys(field.name for schedule in SCHEDULES for field in dataclasses.fields(schedule)))
HEADER = ("schedule", *COLUMNS, "step", "lr", "lr_bits", "residual")


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(map(repr, value))
    return repr(value).lower() if isinstance(value, bool) else repr(value)


# ---------------------------------------------------------------- exact rates


class Bounds(NamedTuple):
    """Two numbers with the exact rate between them; the rate twice where it is known exactly."""

    low: Fraction
    high: Fraction


def exactly(rate: Fraction) -> Bounds:
    return Bounds(rate, rate)


def nearly(rate: mpmath.mpf) -> Bounds:
    """Around a positive rate that was computed with an error far below 2^-RATE_BITS of it."""
    man, exp = (int(part) for part in rate.man_exp)
    assert man > 0
    value, margin = Fraction(man) * Fraction(2) ** exp, Fraction(1, 2**RATE_BITS)
    return Bounds(value * (1 - margin), value * (1 + margin))


def real(value: Fraction) -> mpmath.mpf:
    return mp.mpf(value.numerator) / value.denominator


def exact_rate(given: Given, step: int) -> Bounds | None:
    """None where it is far beyond the largest double."""
    match given:
        case CosineDecay():
            return cosine_decay(given, step)
        case ExponentialDecay(initial, _, rate, _):
            return exponential_decay(Fraction(initial), Fraction(rate), units(given, step))
        case InverseTimeDecay(initial, _, rate, _):
            return exactly(Fraction(initial) / (1 + Fraction(rate) * units(given, step)))
        case PiecewiseConstantDecay(boundaries, values):
            return exactly(Fraction(values[sum(boundary < step for boundary in boundaries)]))
        case PolynomialDecay():
            return polynomial_decay(given, step)


def units(given: ExponentialDecay | InverseTimeDecay, step: int) -> Fraction:
    p = Fraction(step, given.decay_steps)
    return Fraction(math.floor(p)) if given.staircase else p


# (1 + cos(pi f)) / 2 where it is rational (Niven: no other f in [0, 1] makes it so)
RATIONAL_COSINES = {Fraction(sixths, 6): Fraction(n, 4) for sixths, n in ((0, 4), (2, 3), (3, 2), (4, 1), (6, 0))}


def cosine_decay(given: CosineDecay, step: int) -> Bounds:
    first, start = Fraction(given.initial_learning_rate), 0
    if given.warmup_target is not None:
        target, start = Fraction(given.warmup_target), given.warmup_steps
        if step < start:
            return exactly(first + (target - first) * Fraction(step, start))
        first = target
    f = min(Fraction(1), Fraction(step - start, given.decay_steps))
    alpha = Fraction(given.alpha)
    if first == 0 or alpha == 1:
        return exactly(first)
    if f in RATIONAL_COSINES:
        return exactly(first * ((1 - alpha) * RATIONAL_COSINES[f] + alpha))
    with mp.workprec(PRECISION):
        # (1 + cos(pi f)) / 2 without cancellation
        decay = mp.sinpi(real((1 - f) / 2)) ** 2 if f > Fraction(1, 2) else mp.cospi(real(f / 2)) ** 2
        return nearly(real(first) * (real(1 - alpha) * decay + real(alpha)))


def exponential_decay(initial: Fraction, decay_rate: Fraction, p: Fraction) -> Bounds | None:
    if initial == 0:
        return exactly(Fraction(0))
    power = rational_power(decay_rate, p)
    if power is not None:
        return exactly(initial * power)
    with mp.workprec(PRECISION):
        exponent = real(p) * mp.log(real(decay_rate))
        if abs(exponent) > 10_000:
            return exactly(Fraction(0)) if exponent < 0 else None
        return nearly(real(initial) * mp.exp(exponent))


def polynomial_decay(given: PolynomialDecay, step: int) -> Bounds:
    steps = given.decay_steps
    if given.cycle:
        steps *= max(1, -(-step // steps))
    first, last = Fraction(given.initial_learning_rate), Fraction(given.end_learning_rate)
    left, exponent = 1 - Fraction(min(step, steps), steps), Fraction(given.power)
    if first == last:
        return exactly(last)
    power = rational_power(left, exponent)
    if power is not None:
        return exactly((first - last) * power + last)
    # Where left^power is near 1 and first is small compared with last, leading digits cancel: at most this number.
    cancelled = 70 - min(0, math.frexp(given.power)[1])
    with mp.workprec(PRECISION + cancelled):
        logarithm = real(exponent) * mp.log(real(left))
        power = mp.exp(logarithm) if logarithm > -10_000 else mp.mpf(0)
        return nearly(real(first - last) * power + real(last)) if power or last else exactly(Fraction(0))


def rational_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base^exponent if rational and not too long; it is irrational unless both parts of the base have a root."""
    if base in (0, 1) or exponent == 0:
        return Fraction(1) if exponent == 0 else base
    p, q = exponent.numerator, exponent.denominator
    numerator, denominator = whole_root(base.numerator, q), whole_root(base.denominator, q)
    if numerator is None or denominator is None or (numerator * denominator).bit_length() * p > LONGEST:
        return None
    return Fraction(numerator**p, denominator**p)


def whole_root(n: int, k: int) -> int | None:
    """The k-th root of a positive integer if it is one."""
    if n == 1 or k == 1:
        return n
    if k >= n.bit_length():
        return None
    low, high = 1, 1 << (n.bit_length() // k + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**k <= n else (low, middle)
    return low if low**k == n else None


# ---------------------------------------------------------------- doubles


def bits_of(x: float) -> int:
    return int.from_bytes(struct.pack(">d", x))


def ulp(x: float) -> Fraction:
    """The distance from x to the next larger double."""
    return Fraction(2) ** (max(math.frexp(x)[1] - 53, -1074) if x else -1074)


def nearest_double(x: Fraction) -> float:
    """Round to nearest, ties to even, subnormal range included; OverflowError beyond the largest double."""
    result = x.numerator / x.denominator  # CPython divides integers with correct rounding
    below, above = (math.nextafter(result, end) for end in (-math.inf, math.inf))
    distance = abs(x - Fraction(result))
    others = [abs(x - Fraction(other)) for other in (below, above) if math.isfinite(other)]
    assert all(distance <= other for other in others), "not the nearest double"
    assert distance not in others or bits_of(result) % 2 == 0, "a tie that did not go to the even double"
    return result


def residual_text(x: Fraction, lr: float) -> str:
    """(x - lr) / ulp(lr) with six digits after the point"""
    millionths = round((x - Fraction(lr)) / ulp(lr) * 10**6)
    whole, part = divmod(abs(millionths), 10**6)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06d}"


class Row(NamedTuple):
    given: Given
    step: int
    lr: float
    residual: str

    def cells(self) -> tuple[object, ...]:
        given = vars(self.given)
        parameters = (cell(given.get(name)) for name in COLUMNS)
        lr = repr(self.lr), f"{bits_of(self.lr):016x}", self.residual
        return type(self.given).__name__, *parameters, self.step, *lr


def truth(given: Given, step: int) -> Row | None:
    """None where the rate is beyond the largest double."""
    bounds = exact_rate(given, step)
    if bounds is None or bounds.high > Fraction(LARGEST):
        return None
    low, high = ((lr := nearest_double(end), residual_text(end, lr)) for end in bounds)
    assert low == high, "the error bound does not decide"
    return Row(given, step, *low)


# ---------------------------------------------------------------- which parameters

RATES = (0.1, 1.0, 1e-3, 0.05, 3e-4, 0.7)
EXTREME_RATES = (SMALLEST, 1e-322, 2.2250738585072014e-308, 1e-300, 1e300, LARGEST)
LENGTHS = (1, 10, 390, 1000, 10_000, 999_983, 2**32, 10**15, 2**53 + 1, 2**63, U64_MAX)
ALPHAS = (0.0, 1e-3, 0.1, 1.0, 0.5)
WARMUPS = ((None, 0), (None, 7), (0.1, 0), (0.5, 1), (0.0, 10), (1e-3, 10**6), (0.3, U64_MAX))
EXPONENTIAL_RATES = (
    *(0.96, 0.9, 0.5, 0.25, 0.1, 0.99, 0.9999, 1 - 1e-9, 1 - 2.0**-53, 1 + 2.0**-52, 1.0, 1.1, 2.0, 10.0, 1e-3),
    *(math.sqrt(0.5), 0.0, 1e-300, SMALLEST, 2.2250738585072014e-308, 1e300, LARGEST),
)
INVERSE_RATES = (0.5, 1.0, 0.96, 2.0, 1e-3, 1e3, 1e-10, 0.0, 1e-300, SMALLEST, 1e300, LARGEST, 0.1, 7.0)
POWERS = (
    *(1.0, 0.9, 0.5, 2.0, 3.0, 1.5, 0.25, 0.0, 10.0, 0.1, 1e-3, 100.0, 1 / 3, 1 + 2.0**-52, 1 - 2.0**-53),
    *(1e6, 1e-10, 2.0**-30, 1e-300, SMALLEST, 1e300, LARGEST),
)
ENDS = (
    *((0.1, 1e-4), (0.1, 0.0), (0.0, 0.1), (1.0, 1.0), (1e-3, 1.0), (1.0, 1 - 2.0**-53), (3e-4, 0.0), (1e-4, 0.1)),
    *((1.0, 0.5), (1e300, 1e-300), (1e-300, 1e300), (2e-308, 0.0), (0.0, 1e-320), (LARGEST, 0.0), (0.0, LARGEST)),
    (1e-310, SMALLEST),
)


def generator(*key: object) -> random.Random:
    return random.Random(f"{SEED}/{key!r}")  # a text seeds the same sequence in every version of Python


def log_uniform(rng: random.Random, bits: int) -> int:
    """At least 1, as many of each number of bits."""
    return 1 + rng.getrandbits(64) % (1 << 1 + rng.getrandbits(32) % bits)


def steady(rng: random.Random) -> float:
    return (1 + rng.getrandbits(52) % 10**6) / 10**6 if rng.getrandbits(1) else rng.random()


def random_given(kind: type, rng: random.Random) -> Given:
    length = min(log_uniform(rng, 64), U64_MAX)
    if kind is CosineDecay:
        target = steady(rng) if rng.getrandbits(1) else None
        return CosineDecay(steady(rng), length, steady(rng), target, log_uniform(rng, 40))
    if kind is ExponentialDecay:
        return ExponentialDecay(steady(rng), length, steady(rng), bool(rng.getrandbits(1)))
    if kind is InverseTimeDecay:
        decay_rate = steady(rng) * 10.0 ** (rng.getrandbits(3) - 3)
        return InverseTimeDecay(steady(rng), length, decay_rate, bool(rng.getrandbits(1)))
    if kind is PolynomialDecay:
        power = rng.choice((1.0, 2.0, 0.9, 3 * steady(rng)))
        return PolynomialDecay(steady(rng), length, steady(rng) * rng.getrandbits(1), power, bool(rng.getrandbits(1)))
    boundaries = sorted({log_uniform(rng, 64) % 2**64 for _ in range(1 + rng.getrandbits(3))})
    return PiecewiseConstantDecay(tuple(boundaries), tuple(steady(rng) for _ in range(len(boundaries) + 1)))


def all_given() -> Iterator[Given]:
    """Each value of each list with several of the others: the lists are passed through side by side."""
    k = 0
    for length in LENGTHS:
        for alpha in ALPHAS:
            for target, warmup in (*WARMUPS, (1.0, length)):
                k += 1
                if k % 2 == 0 or length == 1000:
                    yield CosineDecay((0.0, *RATES)[k % 7], length, alpha, target, warmup)
    for rate in EXTREME_RATES:
        for target in (None, SMALLEST, 1.0, LARGEST):
            yield CosineDecay(rate, 1000, 0.1, target, 100)
    decays = (ExponentialDecay, EXPONENTIAL_RATES), (InverseTimeDecay, INVERSE_RATES)
    for decay, decay_rates in decays:
        for i, length in enumerate(LENGTHS):
            for decay_rate in decay_rates:
                k += 1
                yield decay(RATES[k % len(RATES)], length, decay_rate, (k + i) % 3 == 0)
        for rate in EXTREME_RATES:
            for decay_rate in decay_rates:
                k += 1
                yield decay(rate, LENGTHS[k % len(LENGTHS)], decay_rate, k % 2 == 0)
    for i, length in enumerate(LENGTHS):
        for power in POWERS:
            k += 1
            yield PolynomialDecay(ENDS[k % len(ENDS)][0], length, ENDS[k % len(ENDS)][1], power, (k + i) % 2 == 0)
    for first, last in ENDS:
        for power in (1.0, 0.9, 2.0, 40.0):
            yield PolynomialDecay(first, 1000, last, power, False)
    yield PiecewiseConstantDecay((0,), (0.1, 0.2))
    yield PiecewiseConstantDecay((U64_MAX,), (SMALLEST, LARGEST))
    yield PiecewiseConstantDecay((100_000, 110_000), (1.0, 0.5, 0.1))
    yield PiecewiseConstantDecay(tuple(range(1, 40)), tuple(1 / (n + 1) for n in range(40)))
    yield PiecewiseConstantDecay((2**53, 2**53 + 1, U64_MAX - 1), (0.0, 1e-320, 0.0, 1e300))
    for kind in SCHEDULES:
        rng = generator("random", kind.__name__)
        for _ in range(150 if kind is PiecewiseConstantDecay else 100):
            yield random_given(kind, rng)


# ---------------------------------------------------------------- which steps


def chosen_steps(given: Given) -> list[int]:
    rng = generator("steps", given)
    steps = {0, 1, U64_MAX - 1, U64_MAX}
    if isinstance(given, PiecewiseConstantDecay):
        for boundary in given.boundaries:
            steps.update((boundary - 1, boundary, boundary + 1))
        steps.update(log_uniform(rng, 64) for _ in range(6))
        return sorted(step for step in steps if 0 <= step <= U64_MAX)
    length = given.decay_steps
    start = given.warmup_steps if isinstance(given, CosineDecay) and given.warmup_target is not None else 0
    steps.update(start + offset + d for offset in (0, length) for d in (-1, 0, 1))
    steps.add(start + length // 2)
    if isinstance(given, CosineDecay):
        steps.update(start + rng.getrandbits(80) % length for _ in range(4))
        steps.update(start + length - log_uniform(rng, length.bit_length()) for _ in range(3))
        steps.update((start + length // 3, start + 2 * length // 3))
        if start:
            steps.update((rng.getrandbits(80) % start, start // 2, start - log_uniform(rng, start.bit_length())))
    elif isinstance(given, PolynomialDecay):
        steps.update(rng.getrandbits(80) % length for _ in range(4))
        steps.update(length - log_uniform(rng, length.bit_length()) for _ in range(3))
        steps.update(m * length + d for m in (2, 3, 1 + rng.getrandbits(20)) for d in (-1, 0, 1))
        steps.add(log_uniform(rng, 64))
    else:
        steps.update(m * length + d for m in (2, 7) for d in (-1, 0))
        steps.update(log_uniform(rng, 64) for _ in range(4))
        steps.update(int(length * span * rng.random()) for span in useful_spans(given))
    return sorted(step for step in steps if 0 <= step <= U64_MAX)


def useful_spans(given: ExponentialDecay | InverseTimeDecay) -> tuple[float, ...]:
    """In units of decay_steps: over which the rate changes little, well, and down to the smallest doubles or up."""
    if given.decay_rate in (0.0, 1.0):
        return 1.0, 10.0
    if isinstance(given, InverseTimeDecay):
        unit = min(1 / given.decay_rate, 1e30) if given.decay_rate else 1.0
        return unit, 100 * unit
    unit = 1 / abs(logarithm(given.decay_rate))
    lowest = 745 + logarithm(given.initial_learning_rate or 1.0)
    return unit, 5 * unit, 36 * unit, lowest * unit, lowest * unit


def logarithm(x: float) -> float:
    """The same on every platform, unlike math.log"""
    return float(mp.log(x))


def near_ties(kind: type) -> Iterator[Row]:
    """Of many random rows those whose exact rate is nearest to the middle between two doubles."""
    rng = generator("near ties", kind.__name__)
    found: list[Row] = []
    for _ in range(CANDIDATES):
        given = random_given(kind, rng)
        assert not isinstance(given, PiecewiseConstantDecay)
        row = truth(given, rng.getrandbits(80) % min(3 * given.decay_steps, U64_MAX))
        if row is not None and row.lr > 0:
            found.append(row)
    found.sort(key=lambda row: abs(abs(float(row.residual)) - 0.5))
    yield from found[:NEAR_TIES]


def make_rows() -> list[Row]:
    rows: dict[tuple[Given, int], Row] = {}
    for given in dict.fromkeys(all_given()):
        for step in chosen_steps(given):
            row = truth(given, step)
            if row is not None:
                rows[given, step] = row
    for kind in SCHEDULES:
        if kind is not PiecewiseConstantDecay:
            for row in near_ties(kind):
                rows.setdefault((row.given, row.step), row)
    order = {kind: index for index, kind in enumerate(SCHEDULES)}
    return sorted(rows.values(), key=lambda row: order[type(row.given)])


# ---------------------------------------------------------------- checks by other means


def by_other_formula(given: Given, step: int) -> mpmath.mpf:
    """The formulas as Keras has them, term by term, in 4000 bits."""
    n = mp.mpf(step)
    if isinstance(given, PiecewiseConstantDecay):
        index = next((i for i, boundary in enumerate(given.boundaries) if step <= boundary), -1)
        return mp.mpf(given.values[index])
    first, length = mp.mpf(given.initial_learning_rate), mp.mpf(given.decay_steps)
    if isinstance(given, CosineDecay):
        if given.warmup_target is not None:
            target, warmup = mp.mpf(given.warmup_target), given.warmup_steps
            n = min(n, length + warmup)
            if n < warmup:
                return (target - first) * (n / warmup) + first
            first, n = target, n - warmup
        decayed = (1 + mp.cos(mp.pi * min(n, length) / length)) / 2
        return first * ((1 - mp.mpf(given.alpha)) * decayed + given.alpha)
    if isinstance(given, PolynomialDecay):
        if given.cycle:
            length *= mp.ceil(n / length) if step else 1
        else:
            n = min(n, length)
        last, left = mp.mpf(given.end_learning_rate), 1 - n / length
        return (first - last) * (mp.power(left, given.power) if left or given.power else 1) + last
    p = mp.floor(n / length) if given.staircase else n / length
    if isinstance(given, ExponentialDecay):
        return first * mp.power(given.decay_rate, p) if given.decay_rate or p else first
    return first / (1 + given.decay_rate * p)


def self_check(rows: list[Row]) -> int:
    """How many rows were recomputed"""
    rng = generator("self-check")
    sample = [rows[rng.getrandbits(32) % len(rows)] for _ in range(3000)]
    with mp.workprec(4000):
        for row in sample:
            value = by_other_formula(row.given, row.step)
            off = (value - mp.mpf(row.lr)) / real(ulp(row.lr)) - mp.mpf(row.residual)
            assert abs(off) < 1e-6, row
    return len(sample)


# ---------------------------------------------------------------- command line


def csv_text(rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(row.cells() for row in rows)
    return text.getvalue()


def summary(rows: list[Row]) -> str:
    def counts(name: str, chosen: list[Row]) -> str:
        tests: tuple[Callable[[Row], bool], ...] = (
            lambda row: True,
            lambda row: row.step > 2**53,
            lambda row: row.lr == 0,
            lambda row: 0 < row.lr < 2.0**-1022,
            lambda row: row.residual == "0.000000",
        )
        sets = len({row.given for row in chosen})
        return f"| {name} | {sets} | " + " | ".join(str(sum(map(test, chosen))) for test in tests) + " |"

    lines = ["| siblings.csv | parameter sets | rows | steps above 2^53 | 0 | subnormal | residual 0.000000 |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|"]
    lines += [counts(kind.__name__, [row for row in rows if type(row.given) is kind]) for kind in SCHEDULES]
    return "\n".join(lines)


def main() -> int:
    if not __debug__:
        sys.exit("make_siblings.py proves its answers with assert: run it without -O")
    parser = argparse.ArgumentParser(description="Write siblings.csv, or check it.")
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    check = parser.parse_args().check

    rows = make_rows()
    print(f"{self_check(rows)} rows recomputed at 4000 bits: all equal", file=sys.stderr)
    path, text, counts = HERE / "siblings.csv", csv_text(rows), summary(rows)
    if check:
        differences = []
        if not path.exists() or path.read_bytes().decode() != text:
            differences.append("siblings.csv is not what make_siblings.py makes")
        if counts not in (HERE / "README.md").read_bytes().decode():
            differences.append("README.md has other row counts; run make_siblings.py and copy them")
        print("\n".join(differences) or "the file is what make_siblings.py makes", file=sys.stderr)
        return 1 if differences else 0
    path.write_bytes(text.encode())
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Write the truth about the SGDR schedule as data: golden/exact.csv and golden/fractions.csv.

The definition (cycle i has length T_i, starts at S_i, and holds the steps n with S_i <= n < S_{i+1}):

    t_mul = p/q         the fraction with the smallest q that rounds to the given double
    T_i   = first_decay_steps * (p/q)^i
    S_i   = T_0 + ... + T_{i-1}
    f     = (n - S_i) / T_i
    lr(n) = initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi f)) / 2 + alpha)

    t_mul < 1: with I = min{i : T_i < 1}, every step n >= S_I is held at alpha * initial_learning_rate;
    its cycle is I and the first step of that cycle is ceil(S_I).

initial_learning_rate, m_mul and alpha are the exact binary values of the doubles. Cycles are decided in integers, or in
integer intervals that must exclude the other answer; rates come from mpmath with an error bound that must leave one
nearest double. Nothing here calls or imports the implementation under test.

    python make.py            write both files next to this script, print the row counts
    python make.py --check    make them in memory, compare with the files there and with the row counts in README.md;
                              exit status 1 where something differs
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import random
import struct
import sys
from fractions import Fraction
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

import mpmath
from mpmath import mp

HERE = Path(__file__).resolve().parent
SEED = "sgdr golden 1"
U64_MAX = 2**64 - 1
RESTART_LIMIT = 5_000_000  # every restart up to here is in the file ...
RESTART_COUNT = 300  # ... of a parameter set with at most this many of them; of others
RESTARTS_TAKEN = 100, 20  # the first 100, and 20 of the rest
RESTARTS_TAKEN_BRIEF = 20, 10  # the same for a brief case

PRECISION = 480  # bits of mpmath's numbers
PHASE_BITS = 400  # relative width allowed of the interval that holds f or 1 - f
RATE_BITS = 300  # relative error assumed of a computed rate; far wider than the two lines above make it
POWER_BITS = 1024  # fraction bits of the integer intervals
EXACT_BITS = 20_000  # p^i and q^i are computed in full up to about this many bits
mp.prec = PRECISION


# ---------------------------------------------------------------- t_mul as a fraction


class Rounding(NamedTuple):
    """The real numbers that round to one double: between low and high, the ends themselves where closed."""

    low: Fraction
    high: Fraction
    closed: bool


def rounding_interval(x: float) -> Rounding:
    """Half of the way to each neighbour. The neighbour below a power of two is nearer than the one above."""
    exact, below, above = Fraction(x), Fraction(math.nextafter(x, 0.0)), Fraction(math.nextafter(x, math.inf))
    even = bits_of(x) % 2 == 0
    return Rounding((exact + below) / 2, (exact + above) / 2, even)


def simplest_between(low: Fraction, high: Fraction, closed: bool) -> Fraction:
    """The fraction with the smallest denominator (and, of these, the smallest numerator) in a positive interval"""
    integer = math.ceil(low) if closed else math.floor(low) + 1
    if integer < high or (closed and integer == high):
        return Fraction(integer)
    # No integer inside: the ends share their integer part, and the answer is that plus 1 / (the simplest of the rest).
    whole = math.floor(low)
    if low == whole:  # an open end, where 1 / (low - whole) would be infinite: the largest 1/k below high - whole
        return whole + Fraction(1, math.floor(1 / (high - whole)) + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole), closed)


def simplest_fraction(t: float) -> Fraction:
    """p/q with the smallest q that rounds to t; of several (all integers, t >= 2^53) the one nearest to t, t itself."""
    if t == math.floor(t):
        return Fraction(t)
    return simplest_between(*rounding_interval(t))


def check_fraction(t: float, fraction: Fraction, brute_force_up_to: int) -> None:
    """Shows by other means than simplest_between that no smaller denominator will do.

    If q > 1, let a/b < p/q < c/d with pb - aq = 1 and cq - pd = 1, that is b = 1/p mod q and d = q - b. Every fraction
    strictly between a/b and c/d has a denominator of at least b + d = q. So if neither a/b nor c/d rounds to t, nothing
    with a smaller denominator does. The small denominators are tried one by one as well.
    """
    p, q = fraction.numerator, fraction.denominator
    assert p / q == t, f"{p}/{q} does not round to {t!r}"  # CPython divides integers with correct rounding
    if q == 1:
        assert fraction == Fraction(t) or t < 2**53
        return
    b = pow(p, -1, q)
    a = (p * b - 1) // q
    c, d = p - a, q - b
    assert p * b - a * q == 1 and c * q - p * d == 1
    assert a / b != t and c / d != t, f"{p}/{q} is not the simplest fraction of {t!r}"
    low, high, closed = rounding_interval(t)
    for smaller in range(1, min(q, brute_force_up_to)):
        candidate = -(-low.numerator * smaller // low.denominator)
        inside = candidate * high.denominator <= high.numerator * smaller
        if inside:
            value = Fraction(candidate, smaller)
            assert not closed and value in (low, high), f"{value} is simpler than {p}/{q} for {t!r}"


# ---------------------------------------------------------------- cycles, in integers


class Cycle(NamedTuple):
    """Start and length of one cycle, each between two integers over a common denominator; exact where the two agree."""

    start_low: int
    start_high: int
    length_low: int
    length_high: int
    denominator: int

    def starts_by(self, step: int) -> bool:
        """S_i <= step"""
        return at_most(self.start_low, self.start_high, step * self.denominator)

    def ends_by(self, step: int) -> bool:
        """S_{i+1} <= step"""
        return at_most(*self.end(), step * self.denominator)

    def end(self) -> tuple[int, int]:
        return self.start_low + self.length_low, self.start_high + self.length_high

    def shorter_than_a_step(self) -> bool:
        """T_i < 1"""
        return at_most(self.length_low, self.length_high, self.denominator - 1)

    def exact(self) -> bool:
        return self.start_low == self.start_high and self.length_low == self.length_high

    def first_step(self) -> int:
        return ceiling(self.start_low, self.start_high, self.denominator)

    def next_first_step(self) -> int:
        return ceiling(*self.end(), self.denominator)


def at_most(low: int, high: int, bound: int) -> bool:
    """Whether a number known to be in [low, high] is <= bound; the interval must decide."""
    assert high <= bound or low > bound, "the interval does not decide"
    return high <= bound


def ceiling(low: int, high: int, denominator: int) -> int:
    result = -(-low // denominator)
    assert result == -(-high // denominator), "the interval does not decide"
    return result


def power_interval(p: int, q: int, exponent: int) -> tuple[int, int]:
    """Integers low, high with low <= (p/q)^exponent * 2^POWER_BITS <= high: every product is rounded outwards."""
    low = high = 1 << POWER_BITS
    base_low, base_high = (p << POWER_BITS) // q, -((-p << POWER_BITS) // q)
    while exponent:
        if exponent & 1:
            low, high = low * base_low >> POWER_BITS, -(-high * base_high >> POWER_BITS)
        exponent >>= 1
        if exponent:
            base_low, base_high = base_low * base_low >> POWER_BITS, -(-base_high * base_high >> POWER_BITS)
    return low, high


class Cycles:
    """All cycles of one first_decay_steps and t_mul."""

    def __init__(self, first_decay_steps: int, t_mul: Fraction) -> None:
        self.length0 = first_decay_steps
        self.p, self.q = t_mul.numerator, t_mul.denominator
        self.known: dict[int, Cycle] = {}
        self.hold: int | None = self.find_hold() if self.p < self.q else None

    def __getitem__(self, i: int) -> Cycle:
        if i not in self.known:
            bits = i * max(self.p.bit_length(), self.q.bit_length())
            self.known[i] = self.exact_cycle(i) if self.p == self.q or bits <= EXACT_BITS else self.deep_cycle(i)
        return self.known[i]

    def exact_cycle(self, i: int) -> Cycle:
        """S_i = T_0 q (p^i - q^i) / ((p - q) q^i), T_i = T_0 p^i / q^i"""
        if self.p == self.q:
            return Cycle(i * self.length0, i * self.length0, self.length0, self.length0, 1)
        growth = abs(self.p - self.q)
        p_power, q_power = self.p**i, self.q**i
        start = self.length0 * self.q * abs(p_power - q_power)
        length = self.length0 * p_power * growth
        return Cycle(start, start, length, length, growth * q_power)

    def deep_cycle(self, i: int) -> Cycle:
        """The same from an interval around (p/q)^i.

        A t_mul such as 1.001 reaches cycle 37,500, and 1.000000001 cycle 10^10: q^i is slow there or does not fit. No
        S_i is an integer so deep: that needs q^(i-1) to divide first_decay_steps < 2^64, and here q >= 2 and i > 65. So
        an interval that is narrow enough always decides, and every use asserts that it did.
        """
        assert self.q > 1 and i > 65
        one = 1 << POWER_BITS
        low, high = power_interval(self.p, self.q, i)
        scale, growth = self.length0 * self.q, abs(self.p - self.q)
        rise_low, rise_high = (low - one, high - one) if self.p > self.q else (one - high, one - low)
        return Cycle(
            scale * rise_low // growth, -(-scale * rise_high // growth), self.length0 * low, self.length0 * high, one
        )

    def find_hold(self) -> int:
        """I = min{i : T_i < 1}, for t_mul < 1"""
        i = int(mp.log(self.length0) / mp.log(mp.mpf(self.q) / self.p))  # a guess, put right below
        while self[i].shorter_than_a_step():
            i -= 1
        while not self[i].shorter_than_a_step():
            i += 1
        return i

    def locate(self, step: int) -> int:
        """The cycle of a step; hold for a held step."""
        if self.p == self.q:
            return step // self.length0
        if self.hold is not None and self[self.hold].starts_by(step):
            return self.hold
        ratio = mp.mpf(self.p) / self.q
        rise = mp.mpf(step) * (self.p - self.q) / (self.length0 * self.q)
        i = int(mp.log1p(rise) / mp.log(ratio))  # a guess, put right below
        while not self[i].starts_by(step):
            i -= 1
        while self[i].ends_by(step):
            i += 1
        assert self.hold is None or i < self.hold
        return i


# ---------------------------------------------------------------- rates


class Dyadic(NamedTuple):
    """man * 2^exp. Every double is one; sums and products are exact, and need no greatest common divisors."""

    man: int
    exp: int

    def __mul__(self, other: Dyadic) -> Dyadic:  # type: ignore[override]
        return Dyadic(self.man * other.man, self.exp + other.exp)

    def __add__(self, other: Dyadic) -> Dyadic:  # type: ignore[override]
        if self.exp > other.exp:
            return other + self
        return Dyadic(self.man + (other.man << (other.exp - self.exp)), self.exp)

    def real(self) -> mpmath.mpf:
        return mp.mpf((self.man, self.exp))

    def magnitude(self) -> int:
        """The value is below 2^magnitude."""
        return abs(self.man).bit_length() + self.exp


ONE = Dyadic(1, 0)


def dyadic(x: float) -> Dyadic:
    numerator, denominator = x.as_integer_ratio()
    return Dyadic(numerator, 1 - denominator.bit_length())


def bits_of(x: float) -> int:
    return struct.unpack(">Q", struct.pack(">d", x))[0]


class Parameters(NamedTuple):
    initial_learning_rate: float
    first_decay_steps: int
    t_mul: float
    m_mul: float
    alpha: float


# f in sixths where cos^2(pi f / 2) is rational (Niven: no other f in [0, 1) makes it so)
RATIONAL_COSINES = ((0, ONE), (2, Dyadic(3, -2)), (3, Dyadic(1, -1)), (4, Dyadic(1, -2)))


def cosine_squared(cycle: Cycle, step: int) -> Dyadic | mpmath.mpf:
    """cos^2(pi f / 2) = (1 + cos(pi f)) / 2, exact where it is rational."""
    here = step * cycle.denominator
    end_low, end_high = cycle.end()
    done = here - cycle.start_high, here - cycle.start_low  # f = done / length
    left = end_low - here, end_high - here  # 1 - f = left / length
    length = cycle.length_low, cycle.length_high
    for sixths, value in RATIONAL_COSINES:
        if 6 * done[1] < sixths * length[0] or 6 * done[0] > sixths * length[1]:
            continue
        assert cycle.exact(), "the interval does not decide whether f is a multiple of 1/6"
        return value
    # Near the end of a cycle, 1 - f keeps the digits that f has lost: cos(pi f / 2) = sin(pi (1 - f) / 2).
    if 2 * done[0] < length[0]:
        return mp.cospi(narrow_ratio(done, length) / 2) ** 2
    return mp.sinpi(narrow_ratio(left, length) / 2) ** 2


def narrow_ratio(part: tuple[int, int], whole: tuple[int, int]) -> mpmath.mpf:
    """part / whole, both in intervals, both positive, to a relative error below 2^-PHASE_BITS"""
    low, high = part[0] * whole[0], part[1] * whole[1]
    assert low > 0 and (high - low) << PHASE_BITS <= low, "the interval is too wide"
    return mp.mpf(part[0]) / mp.mpf(whole[0])


def rate_bounds(given: Parameters, cycles: Cycles, i: int, step: int) -> tuple[Dyadic, Dyadic]:
    """Two numbers with the exact rate between them; the rate twice where it is known exactly."""
    rate, alpha, m_mul = dyadic(given.initial_learning_rate), dyadic(given.alpha), dyadic(given.m_mul)
    held = i == cycles.hold
    if held or given.initial_learning_rate == 0 or given.alpha == 1 or (given.m_mul == 0 and i > 0):
        return (rate * alpha,) * 2
    swing = ONE + Dyadic(-alpha.man, alpha.exp)
    cosine = cosine_squared(cycles[i], step)
    # m_mul^i in full, unless it is very long (the second test: a power of two may be short and far away)
    short = m_mul.man.bit_length() * i <= 2**18 or m_mul.man == 1
    if isinstance(cosine, Dyadic) and short and abs(m_mul.exp * i) <= 2**20:
        power = Dyadic(m_mul.man**i, m_mul.exp * i)
        exact = rate * (swing * power * cosine + alpha)
        return exact, exact
    # A relative error of 2^-PHASE_BITS in f or 1 - f, and a few roundings to PRECISION bits: all terms are positive, so
    # 2^-RATE_BITS covers them with room to spare. mpmath adds guard bits for the power.
    power = mp.mpf(given.m_mul) ** i
    if isinstance(cosine, Dyadic):
        cosine = cosine.real()
    value = mp.mpf(given.initial_learning_rate) * (swing.real() * power * cosine + mp.mpf(given.alpha))
    man, exp = (int(part) for part in value.man_exp)
    below, above = (1 << RATE_BITS) - 1, (1 << RATE_BITS) + 1
    return Dyadic(man * below, exp - RATE_BITS), Dyadic(man * above, exp - RATE_BITS)


def nearest_double(x: Dyadic) -> float:
    """Round to nearest, ties to even, subnormal range included; OverflowError beyond the largest double."""
    if x.man == 0 or x.magnitude() < -1100:
        return 0.0
    if x.magnitude() > 1100:
        raise OverflowError("the rate is too large for a double")
    return float(x.man << x.exp) if x.exp >= 0 else x.man / (1 << -x.exp)  # CPython rounds both correctly


def check_nearest(x: Dyadic, result: float) -> None:
    """That no double is nearer, from the neighbours and not from CPython's division."""
    if x.magnitude() < -1100:
        assert result == 0.0
        return
    unit = -1076  # a quarter of the smallest double: every half way between doubles is a multiple
    numerator, denominator = result.as_integer_ratio()
    here = (numerator << -unit) // denominator
    gap_above = 1 << ulp_exponent(result) - unit
    power_of_two = result > 2.0**-1022 and here & (here - 1) == 0
    gap_below = gap_above // 2 if power_of_two else gap_above
    shift = x.exp - unit
    value, scale = (x.man << shift, 0) if shift >= 0 else (x.man, -shift)
    low, high = (here - gap_below // 2) << scale, (here + gap_above // 2) << scale
    assert low <= value <= high, "not the nearest double"
    assert low < value < high or bits_of(result) % 2 == 0, "a tie that did not go to the even double"


def ulp_exponent(x: float) -> int:
    """The distance from x to the next larger double is 2 to this."""
    return max(math.frexp(x)[1] - 53, -1074) if x else -1074


def residual_text(x: Dyadic, lr: float) -> str:
    """(x - lr) / ulp(lr) with six digits after the point"""
    if x.magnitude() < -1200:
        return "0.000000"
    approximation = dyadic(lr)
    rest = x + Dyadic(-approximation.man, approximation.exp)
    millionths = round(Fraction(rest.man * 10**6) * Fraction(2) ** (rest.exp - ulp_exponent(lr)))
    whole, part = divmod(abs(millionths), 10**6)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06d}"


class Row(NamedTuple):
    given: Parameters
    step: int
    cycle: int
    first_step: int
    lr: float
    residual: str
    held: bool

    def cells(self) -> tuple[object, ...]:
        cells = (self.given.initial_learning_rate, self.given.first_decay_steps, *self.given[2:])
        lr = repr(self.lr), f"{bits_of(self.lr):016x}", self.residual
        return *map(repr, cells), self.step, self.cycle, self.first_step, *lr


HEADER = (*Parameters._fields, "step", "cycle", "first_step", "lr", "lr_bits", "residual")


def truth(given: Parameters, cycles: Cycles, step: int) -> Row:
    i = cycles.locate(step)
    low, high = rate_bounds(given, cycles, i, step)
    lr, residual = nearest_double(low), residual_text(low, nearest_double(low))
    assert nearest_double(high) == lr and residual_text(high, lr) == residual, "the error bound does not decide"
    check_nearest(low, lr)
    check_nearest(high, lr)
    return Row(given, step, i, cycles[i].first_step(), lr, residual, i == cycles.hold)


# ---------------------------------------------------------------- which parameters


class Case(NamedTuple):
    family: str
    brief: bool  # fewer steps than usual beside the extra ones
    extra_steps: set[int]


class Cases:
    """Parameter sets in the order added; adding one again adds steps to it."""

    def __init__(self) -> None:
        self.found: dict[Parameters, Case] = {}
        self.added = 0

    def add(self, family: str, given: Parameters, steps: Iterable[int] = ()) -> None:
        """Any steps given here come beside those that chosen_steps finds."""
        case = self.found.setdefault(given, Case(family, family in BRIEF, set()))
        case.extra_steps.update(steps)

    def add_next(self, family: str, first_decay_steps: int, t_mul: float, steps: Iterable[int] = ()) -> None:
        """The other three parameters in turn; the lists have lengths without common divisors, so all pairs occur."""
        k = self.added
        self.added += 1
        rate = RATES[k % len(RATES)] or 0.5 * generator("rate", k).random()
        m_mul, alpha = M_MULS[k % len(M_MULS)], ALPHAS[k % len(ALPHAS)]
        given = Parameters(rate, first_decay_steps, t_mul, m_mul, alpha)
        self.add(family, given._replace(m_mul=1.0) if overflows(given) else given, steps)


RATES = (0.1, 1.0, 1e-3, 0.1, 3e-4, 0.0, 1.0)  # 0.0 stands for a random one
M_MULS = (1.0, 0.9, 0.5, 1.1, 1.0, 0.9, 0.0, 1.1)
ALPHAS = (0.0, 1e-3, 0.1, 0.0, 1.0, 0.1, 1e-3, 0.0, 1e-3)

COMMON_LENGTHS = (1, 10, 41, 390, 1000, 10_007, 1_000_000)
# t_mul, and more lengths: powers of q, so that many S_i are integers; large ones
NAMED: dict[float, tuple[int, ...]] = {
    1.0: (2, 100, 999_983, 2**32, 10**15, 2**53 + 1, 2**63, U64_MAX),
    1.1: (100, 100_000, 10**8, 10**12, 10**15, U64_MAX),
    1.05: (400, 160_000, 20**6, 20**10),
    1.001: (10**9, 10**15, 2**40),
    1.5: (2, 1024, 2**20, 2**40, 2**60),
    4 / 3: (3, 729, 3**12, 3**30),
    5 / 3: (27, 3**12, 3**20, 3**40),
    math.sqrt(2): (3, 5000, 2**45),
    2.0: (3, 7, 100, 12_345, 2**32 - 1, 2**53 + 1, U64_MAX),
    3.0: (2, 100, 5000, 10**12),
    10.0: (2, 9, 100, 10**9 + 7, U64_MAX),
    0.5: (2, 3, 1999, 2**20, 2**40, 2**62, U64_MAX),
    0.9: (2, 3, 100, 10**8, 10**15, U64_MAX),
}
EXTREME = (
    (1 + 2.0**-52, (1, 3, 1000, 10**6, 2**40)),
    (1 - 2.0**-53, (1, 2, 1000, 2**40)),
    (1 + 1e-9, (1, 7, 1000, 10**6)),
    (1 - 1e-9, (1000, 10**6)),
    (1.00001, (1, 10**5, 10**10)),
    (0.999, (1000, 10**6)),
    (0.99999, (1, 10**6)),
    (1e-5, (1, 1000, 10**5, 10**6, 10**15)),
    (1e15, (1, 10, 1000, 10**6)),
    (1e30, (1, 1000, U64_MAX)),
    (1.7976931348623157e308, (1000,)),
    (1e-300, (1000,)),
)
BRIEF = ("extreme t_mul", "near-integer restarts", "extreme rates")
HARD = (  # steps where other implementations were seen to go wrong
    (10, 1.1, (20, 21, 22)),
    (41, 1.0, (40, 41, 42)),
    (1000, 10.0, (999, 1000, 1001)),
    (1, 3.0, (120, 121, 122)),
    (1000, 2.0, (4094999, 4095000, 8190999, 8191000, 8191001)),
    (1000, 1.1, (2099, 2100, 2101, 57274, 57275, 57276)),
    (1000, 0.5, (*range(1980, 2010), 2100, 10**6)),
    (390, 1.5, (974, 975, 976)),
)


def generator(*names: object) -> random.Random:
    """A generator of its own for every use, so that a new parameter set leaves the rows of the others as they are."""
    return random.Random("/".join((SEED, *map(repr, names))))


def log_uniform(rng: random.Random, smallest_bits: int, largest_bits: int) -> int:
    """An integer of random length. In integers, since the last bit of a libm power differs between machines."""
    bits = smallest_bits + rng.getrandbits(32) % (largest_bits - smallest_bits + 1)
    return rng.getrandbits(bits) | 1 << (bits - 1)


def overflows(given: Parameters) -> bool:
    """Whether some peak within the steps of a u64 is too large for a double"""
    if given.m_mul <= 1:
        return False
    cycles = Cycles(given.first_decay_steps, simplest_fraction(given.t_mul))
    last = cycles.locate(U64_MAX) if cycles.hold is None else cycles.hold
    peak = mp.mpf(given.initial_learning_rate) * mp.mpf(given.m_mul) ** last
    return peak >= mp.mpf(2) ** 1023


def all_cases() -> dict[Parameters, Case]:
    cases = Cases()
    for t_mul, lengths in NAMED.items():
        for length in (*COMMON_LENGTHS, *lengths):
            cases.add_next(repr(t_mul), length, t_mul)
    for length, t_mul, steps in HARD:
        for rate, alpha in ((0.1, 0.0), (1.0, 1e-3)):
            cases.add(repr(t_mul), Parameters(rate, length, t_mul, 1.0, alpha), steps)
    for t_mul, lengths in EXTREME:
        for length in lengths:
            cases.add_next("extreme t_mul", length, t_mul)
    for k in range(30):
        rng = generator("few decimals", k)
        cases.add_next("few decimals", random_length(rng), round(random_t_mul(rng, k), 1 + k % 3))
    for k in range(30):
        rng = generator("arbitrary double", k)
        cases.add_next("arbitrary double", random_length(rng), random_t_mul(rng, k))
    add_near_integers(cases)
    add_rate_cases(cases)
    return cases.found


def random_t_mul(rng: random.Random, k: int) -> float:
    return 0.3 + rng.random() * (2.7 if k % 2 else 19.7)


def random_length(rng: random.Random) -> int:
    return min(log_uniform(rng, 1, 20), 10**6)


def add_near_integers(cases: Cases) -> None:
    """first_decay_steps chosen so that S_i is not an integer but as near to one as 64 bits allow.

    S_i = first_decay_steps * c with c = 1 + t + ... + t^(i-1); the best approximations k/first_decay_steps of c give a
    distance below 1/first_decay_steps. The steps around such a restart are as hard as a schedule can make them.
    """
    for t_mul in (1.1, 1.05, 1.001, 1.5, 4 / 3, 5 / 3, math.sqrt(2), 1.37, 0.9, 7.3):
        unit = Cycles(1, simplest_fraction(t_mul))
        for i in (5, 20, 60, 200, 3000):
            cycle = unit.exact_cycle(i) if i < 3000 else unit.deep_cycle(i)
            c = Fraction(cycle.start_low, cycle.denominator)
            for part in (1, 1000):
                largest = U64_MAX // (math.ceil(c) * part)
                if largest < 1000:
                    continue
                length = c.limit_denominator(largest).denominator
                cycles = Cycles(length, simplest_fraction(t_mul))
                if cycles.hold is not None and cycles.hold < i:
                    continue
                restart = cycles[i].first_step()
                if restart < U64_MAX:
                    cases.add_next("near-integer restarts", length, t_mul, range(restart - 2, restart + 2))


def add_rate_cases(cases: Cases) -> None:
    """Rates at the ends of the range of a double; m_mul^i that leaves it while the rate does not."""
    family = "extreme rates"

    def add(given: Parameters, first_cycle: int, last_cycle: int, count: int) -> None:
        cycles = Cycles(given.first_decay_steps, simplest_fraction(given.t_mul))
        first, end = cycles[first_cycle].first_step(), cycles[last_cycle].next_first_step()
        rng = generator("cycles", given)
        assert not overflows(given)
        cases.add(family, given, (first + rng.getrandbits(80) % (end - first) for _ in range(count)))

    for rate, length, t_mul, m_mul, alpha in (
        (0.0, 10, 1.5, 1.0, 0.1),
        (5e-324, 6, 1.0, 1.0, 0.0),
        (5e-324, 12, 2.0, 0.9, 0.1),
        (1e-323, 1000, 1.1, 1.0, 0.5),
        (1e-300, 1000, 1.1, 0.9, 1e-3),
        (1e300, 1000, 1.1, 0.9, 1e-3),
        (1e300, 10, 2.0, 1.0, 0.0),
        (1e-300, 10, 2.0, 1.1, 0.1),
        (1.7976931348623157e308, 6, 1.5, 1.0, 0.1),
        (2.2250738585072014e-308, 6, 1.5, 1.0, 0.0),
    ):
        add(Parameters(rate, length, t_mul, m_mul, alpha), 0, 3, 20)
    # m_mul^i and then the rate become subnormal, then zero
    add(Parameters(1.0, 1, 1.0, 0.5, 0.0), 1010, 1080, 100)
    add(Parameters(0.1, 8, 1.0, 0.5, 0.0), 1010, 1080, 200)
    add(Parameters(0.1, 48, 1.001, 0.9, 0.0), 6680, 7080, 200)
    add(Parameters(1e-300, 1000, 1.5, 0.5, 0.0), 20, 85, 200)
    add(Parameters(3e-308, 5000, 1.1, 0.9, 1e-3), 1, 300, 100)
    # m_mul^i below the range of a double, the rate well within it
    add(Parameters(1e300, 7, 1.0, 0.5, 0.0), 900, 2080, 200)
    add(Parameters(1e300, 9, 1.0, 0.9, 1e-3), 6000, 14000, 100)
    # m_mul^i above the range of a double, the rate well within it
    add(Parameters(1e-300, 1, 1.004, 1.1, 0.0), 7000, 9600, 100)
    add(Parameters(1e-300, 1, 1.03, 2.0, 0.1), 900, 1370, 100)


# ---------------------------------------------------------------- which steps


def restart_cycles(cycles: Cycles, rng: random.Random, brief: bool) -> tuple[Iterable[int], bool]:
    """The cycles whose first steps go into the file, and whether these are only a part of those up to RESTART_LIMIT"""
    last = cycles.locate(RESTART_LIMIT)
    if last <= RESTART_COUNT:
        return range(1, last + 1), False
    first, count = RESTARTS_TAKEN_BRIEF if brief else RESTARTS_TAKEN
    sampled = {first + 1 + rng.getrandbits(64) % (last - first) for _ in range(count)}
    return (*range(1, first + 1), *sorted(sampled)), True


def chosen_steps(cycles: Cycles, rng: random.Random, case: Case) -> tuple[list[int], bool]:
    """The steps of a parameter set, and whether they contain only a part of its restarts up to RESTART_LIMIT"""
    restarts, capped = restart_cycles(cycles, rng, case.brief)
    steps = {0, 1, U64_MAX - 1, U64_MAX} | case.extra_steps
    for i in restarts:
        steps.update(around(cycles[i].first_step()))
    low, high = (4, 1) if case.brief else (10, 3)
    scattered = [log_uniform(rng, 1, 53) for _ in range(low)] + [log_uniform(rng, 54, 64) for _ in range(high)]
    if cycles.hold is not None:
        held_from = cycles[cycles.hold].first_step()
        steps.update(around(held_from))
        scattered = scattered[::3] + [rng.getrandbits(80) % min(held_from, U64_MAX) for _ in range(low)]
    steps.update(scattered)
    for k, step in enumerate(scattered):
        i = cycles.locate(step)
        if i != cycles.hold:
            steps.update(within(cycles[i], rng, k))
    return sorted(step for step in steps if 0 <= step <= U64_MAX), capped


def around(step: int) -> tuple[int, int, int]:
    return step - 1, step, step + 1


def within(cycle: Cycle, rng: random.Random, k: int) -> Iterator[int]:
    """Of every third cycle the restart, the tail (last 1 %), or the middle and the thirds"""
    last = cycle.next_first_step() - 1
    if k % 3 == 0:
        yield from around(cycle.first_step())
        yield last
    elif k % 3 == 1:
        yield from (last - 1, last, last + 1)
        hundredth = cycle.length_low // (100 * cycle.denominator)
        if hundredth:
            yield from (last - rng.getrandbits(80) % hundredth for _ in range(2))
    else:
        for sixths in (2, 3, 4):
            middle = (6 * cycle.start_low + sixths * cycle.length_low) // (6 * cycle.denominator)
            yield from (middle, middle + 1) if sixths == 3 else (middle,)


# ---------------------------------------------------------------- the two files


class Exact(NamedTuple):
    rows: list[Row]
    families: dict[str, int]
    capped: list[Parameters]
    sets: int


def make_exact() -> Exact:
    rows: list[Row] = []
    families: dict[str, int] = {}
    capped: list[Parameters] = []
    cases = all_cases()
    for given, case in cases.items():
        fraction = simplest_fraction(given.t_mul)
        check_fraction(given.t_mul, fraction, 1000)
        cycles = Cycles(given.first_decay_steps, fraction)
        steps, part = chosen_steps(cycles, generator("steps", given), case)
        if part:
            capped.append(given)
        rows.extend(truth(given, cycles, step) for step in steps)
        families[case.family] = families.get(case.family, 0) + len(steps)
    return Exact(rows, families, capped, len(cases))


def fraction_inputs() -> list[float]:
    rng = generator("fractions")
    found = [k / 10 for k in range(1, 201)]
    for digits in range(2, 7):
        found += [(1 + rng.getrandbits(64) % (20 * 10**digits)) / 10**digits for _ in range(100)]
    for n in range(2, 26):
        found += [(1 + rng.getrandbits(32) % (5 * n)) / n for _ in range(16)]
    found += [math.sqrt(n) for n in range(2, 151)]
    found += [0.3 + rng.random() * 19.7 for _ in range(200)]
    found += [math.ldexp(1 + rng.random(), rng.getrandbits(32) % 133 - 63) for _ in range(250)]
    for exponent in range(-63, 71):
        power = math.ldexp(1.0, exponent)
        found += [math.nextafter(power, 0.0), power, math.nextafter(power, math.inf)]
    found += [2.0**53 + 2, 2.0**52 + 1, 2.0**52 - 0.5]
    found += [given.t_mul for given in all_cases() if 2.0**-63 <= given.t_mul <= 2.0**70]
    return sorted(set(found))


def make_fractions() -> list[tuple[str, str, int, int]]:
    rows = []
    for t in fraction_inputs():
        fraction = simplest_fraction(t)
        check_fraction(t, fraction, 3000)
        rows.append((repr(t), f"{bits_of(t):016x}", fraction.numerator, fraction.denominator))
    return rows


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


# ---------------------------------------------------------------- checks by other means


def by_plain_loop(given: Parameters, step: int) -> tuple[int, int]:
    """Cycle and its first step by walking the cycles one by one"""
    t_mul = simplest_fraction(given.t_mul)
    length, position, i = Fraction(given.first_decay_steps), Fraction(step), 0
    while position >= length and length >= 1:
        position -= length
        length *= t_mul
        i += 1
    return i, step - math.floor(position)


def by_other_formula(row: Row) -> tuple[float, str]:
    """The rate at four times the precision: S_i by doubling, m_mul^i by logarithms, 1 + cos as it stands."""
    given, fraction = row.given, simplest_fraction(row.given.t_mul)
    with mp.workprec(4 * PRECISION):
        t_mul = mp.mpf(fraction.numerator) / fraction.denominator
        total, power = mp.mpf(0), mp.mpf(1)  # 1 + t + ... + t^(k-1) and t^k, k growing to the cycle bit by bit
        for bit in bin(row.cycle)[2:]:
            total, power = total * (1 + power), power * power
            if bit == "1":
                total, power = total + power, power * t_mul
        f = (row.step - given.first_decay_steps * total) / (given.first_decay_steps * power)
        decay = mp.mpf(0)
        if not (given.t_mul < 1 and given.first_decay_steps * power < 1):
            scale = mp.exp(row.cycle * mp.log(given.m_mul)) if given.m_mul else mp.mpf(row.cycle == 0)
            decay = scale * (1 + mp.cos(mp.pi * f)) / 2
        rate = given.initial_learning_rate * (1 - mp.mpf(given.alpha)) * decay
        rate += mp.mpf(given.initial_learning_rate) * given.alpha
        value = Dyadic(*(int(part) for part in rate.man_exp))
    lr = nearest_double(value)
    return lr, residual_text(value, lr)


def check_interval(cycles: Cycles, i: int) -> None:
    """That a cycle by intervals contains the same cycle by exact integers"""
    exact, deep = cycles.exact_cycle(i), cycles.deep_cycle(i)
    start, length = Fraction(exact.start_low, exact.denominator), Fraction(exact.length_low, exact.denominator)
    assert deep.start_low <= start * deep.denominator <= deep.start_high
    assert deep.length_low <= length * deep.denominator <= deep.length_high


def self_check(rows: list[Row]) -> tuple[int, int]:
    """How many rows were recomputed each way"""
    rng = generator("self-check")
    small = [row for row in rows if row.step <= RESTART_LIMIT and row.cycle <= 150]
    walked = [small[rng.getrandbits(32) % len(small)] for _ in range(3000)]
    for row in walked:
        assert by_plain_loop(row.given, row.step) == (row.cycle, row.first_step), row
    recomputed = [rows[rng.getrandbits(32) % len(rows)] for _ in range(3000)]
    for row in recomputed:
        lr, residual = by_other_formula(row)
        # 1 + cos is not exact where the rate is: a tie may go to either side, half a millionth too.
        tie = abs(float(row.residual)) == 0.5
        assert tie or (lr == row.lr and abs(float(residual) - float(row.residual)) < 1.5e-6), row
    for t_mul, length, i in ((1.001, 1000, 2500), (math.sqrt(2), 3, 120), (0.999, 10**6, 9000), (1 + 1e-9, 7, 900)):
        check_interval(Cycles(length, simplest_fraction(t_mul)), i)
    return len(walked), len(recomputed)


# ---------------------------------------------------------------- command line


def summary(exact: Exact, fractions: int) -> str:
    rows = exact.rows
    counts = {
        "restarts (step = first_step > 0)": sum(0 < row.step == row.first_step for row in rows),
        "held steps (t_mul < 1)": sum(row.held for row in rows),
        "steps above 2^53": sum(row.step > 2**53 for row in rows),
        "rates that are 0": sum(row.lr == 0 for row in rows),
        "rates that are subnormal": sum(0 < row.lr < 2.0**-1022 for row in rows),
        "residuals of 0.000000": sum(row.residual == "0.000000" for row in rows),
    }
    lines = ["| exact.csv | rows |", "|---|---:|"]
    lines += [f"| {name} | {count} |" for name, count in exact.families.items()]
    lines += [f"| **all, {exact.sets} parameter sets** | **{len(rows)}** |", "", "| of these | rows |", "|---|---:|"]
    lines += [f"| {name} | {count} |" for name, count in counts.items()]
    lines += ["", f"{len(exact.capped)} sets have only a part of their restarts (t_mul: first_decay_steps):", ""]
    for t_mul in dict.fromkeys(given.t_mul for given in exact.capped):
        lengths = [given.first_decay_steps for given in exact.capped if given.t_mul == t_mul]
        lines.append(f"- {t_mul!r}: {', '.join(map(str, sorted(lengths)))}")
    return "\n".join([*lines, "", f"fractions.csv has {fractions} rows."])


def difference(path: Path, wanted: str) -> str | None:
    if not path.exists():
        return f"{path.name} is missing"
    found = path.read_bytes().decode()
    if found == wanted:
        return None
    old, new = found.split("\n"), wanted.split("\n")
    line = next((k for k, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    return (
        f"{path.name} differs from what make.py makes, first in line {line + 1}\n"
        f"  file: {''.join(old[line:line + 1])}\n  made: {''.join(new[line:line + 1])}"
    )


def main() -> int:
    if not __debug__:
        sys.exit("make.py proves its answers with assert: run it without -O")
    parser = argparse.ArgumentParser(description="Write exact.csv and fractions.csv, or check them.")
    parser.add_argument("--check", action="store_true", help="compare with the files, write nothing")
    check = parser.parse_args().check

    exact, fractions = make_exact(), make_fractions()
    walked, recomputed = self_check(exact.rows)
    texts = {
        "exact.csv": csv_text(HEADER, (row.cells() for row in exact.rows)),
        "fractions.csv": csv_text(("t_mul", "t_mul_bits", "p", "q"), fractions),
    }
    checked = f"{walked} rows walked cycle by cycle, {recomputed} recomputed at {4 * PRECISION} bits: all equal"
    print(checked, file=sys.stderr)
    counts = summary(exact, len(fractions))
    if check:
        differences = [found for name, text in texts.items() if (found := difference(HERE / name, text))]
        if counts not in (HERE / "README.md").read_bytes().decode():
            differences.append("README.md has other row counts; run make.py and copy them")
        print("\n".join(differences) or "the files are what make.py makes", file=sys.stderr)
        return 1 if differences else 0
    for name, text in texts.items():
        (HERE / name).write_bytes(text.encode())
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Write the truth about the SGDR schedule between whole steps: golden/real.csv.

The definition is that of make.py, with a real number for the step. A double is x = m / 2^k with integers m and k. Measured
in units of 2^-k steps, the schedule is one of first_decay_steps * 2^k units asked for the whole unit m; so make.py's
integers decide the cycle, and its error bounds the rate. Only the constant tail of a t_mul below 1 is still counted in steps: it begins
with the first cycle shorter than one step.

    python make_real.py            write the file next to this script, print the row count
    python make_real.py --check    make it in memory, compare with the file there; exit status 1 where it differs
"""

from __future__ import annotations

import math
import random
import sys
from typing import Iterator

import make
from make import HERE, Cycles, Parameters

SEED = "sgdr golden real 1"
HEADER = (*Parameters._fields, "step", "cycle", "lr", "lr_bits", "residual")
SETS = 120
LAST = 2.0**52  # from here on every other double is a whole step, then all are


def rounded(numerator: int, denominator: int) -> float:
    return numerator / denominator  # CPython rounds the quotient of two integers correctly


def steps_of(given: Parameters, cycles: Cycles, rng: random.Random) -> Iterator[float]:
    """Real steps: on both sides of starts that are no whole steps, near the ends of cycles, and anywhere."""
    yield from (2.0**-40, 0.5, 1.0 - 2.0**-53)
    last = cycles.hold if cycles.hold is not None else cycles.locate(int(LAST) // 4)
    indices = {min(i, last) for i in (1, 2, 3, 4, 5, 6, 9, 20, 40)} | {rng.randrange(1, last + 2) for _ in range(4)}
    for i in sorted(indices):
        if cycles.hold is not None and i > cycles.hold:
            continue
        start = rounded(cycles[i].start_low, cycles[i].denominator)
        for step in (math.nextafter(start, 0.0), start, math.nextafter(start, math.inf), start + 0.5, start - 0.25):
            yield step
        whole = float(cycles[i].first_step())
        yield from (whole - 2.0**-20, whole - 1.0 + 2.0**-20, whole - rng.random())
        length = rounded(cycles[i].length_low, cycles[i].denominator)
        yield from (start + length * part for part in (0.5, 1 / 3, rng.random(), 1.0 - 2.0**-30))
    for _ in range(8):
        yield rng.random() * 2.0 ** rng.randrange(1, 52)


def row(given: Parameters, cycles: Cycles, step: float) -> tuple[object, ...]:
    numerator, denominator = step.as_integer_ratio()
    units = Cycles(given.first_decay_steps * denominator, make.simplest_fraction(given.t_mul))
    units.hold = cycles.hold
    truth = make.truth(given, units, numerator)
    cells = (given.initial_learning_rate, given.first_decay_steps, *given[2:], step)
    return *map(repr, cells), truth.cycle, repr(truth.lr), f"{make.bits_of(truth.lr):016x}", truth.residual


def rows() -> Iterator[tuple[object, ...]]:
    sets = list(make.all_cases())
    random.Random(SEED).shuffle(sets)
    for given in sets[:SETS]:
        rng = random.Random(f"{SEED}/{given!r}")
        cycles = Cycles(given.first_decay_steps, make.simplest_fraction(given.t_mul))
        steps = {step for step in steps_of(given, cycles, rng) if 0.0 < step < LAST and step != math.floor(step)}
        for step in sorted(steps):
            yield row(given, cycles, step)


def main() -> int:
    made = list(rows())
    text = make.csv_text(HEADER, made)
    if "--check" in sys.argv[1:]:
        found = make.difference(HERE / "real.csv", text)
        print(found or f"real.csv is what make_real.py makes: {len(made)} rows", file=sys.stderr)
        return 1 if found else 0
    (HERE / "real.csv").write_bytes(text.encode())
    print(f"{len(made)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())

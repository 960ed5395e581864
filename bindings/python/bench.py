"""What a call costs beside a call that does nothing, and an array beside the core alone; both measured in one run.

    python bench.py         prints the four times and their ratios; exit status 1 if a ratio is above its limit
"""

import sys
import timeit

import numpy as np

import sgdr
from sgdr import _sgdr

SCHEDULE = sgdr.CosineDecayRestarts(0.1, 1000, 1.5, 0.9, 0.01)
CALLS, ROUNDS = 20_000, 100
STEPS = 1_000_000


def call(function):
    """Seconds for a call, the best of some rounds."""
    return min(timeit.repeat("function(7)", globals={"function": function}, number=CALLS, repeat=ROUNDS)) / CALLS


def array(steps):
    return min(timeit.repeat(lambda: SCHEDULE(steps), number=1, repeat=50))


def main():
    # In turns, so that a busy machine slows both down.
    empty, one = (min(times) for times in zip(*((call(_sgdr._empty()), call(SCHEDULE)) for _ in range(3))))
    steps = np.arange(STEPS)
    alone, many = [], []
    for _ in range(3):
        alone.append(min(_sgdr._fill_seconds(SCHEDULE, STEPS) for _ in range(50)))
        many.append(array(steps))
    print(f"an empty call          {empty * 1e9:8.1f} ns")
    print(f"schedule(7)            {one * 1e9:8.1f} ns   {one / empty:.2f} times as much, at most 2")
    print(f"fill and allocation    {min(alone) * 1e6:8.1f} us   for {STEPS:,} rates")
    print(f"schedule(np.arange())  {min(many) * 1e6:8.1f} us   {min(many) / min(alone):.2f} times as much, at most 1.5")
    return 0 if one <= 2 * empty and min(many) <= 1.5 * min(alone) else 1


if __name__ == "__main__":
    sys.exit(main())

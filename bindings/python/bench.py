"""What a call costs beside a call that does nothing, and an array beside NumPy, which reads and writes the same memory.

    python bench.py         prints the four times and their ratios; exit status 1 if a ratio is above its limit
"""

import sys
import timeit

import numpy as np

import sgdr

SCHEDULE = sgdr.CosineDecayRestarts(0.1, 1000, 1.5, 0.9, 0.01)
# A compiled method of one argument that returns its object.
EMPTY = SCHEDULE.__deepcopy__
CALLS, ROUNDS = 20_000, 100
STEPS = np.arange(1_000_000)


def call(function):
    """Seconds for a call, the best of some rounds."""
    return min(timeit.repeat("function(7)", globals={"function": function}, number=CALLS, repeat=ROUNDS)) / CALLS


def array(function):
    """Seconds for an array, the best of some rounds."""
    return min(timeit.repeat(function, number=1, repeat=50))


def converted():
    return STEPS.astype(np.float64)


def rates():
    return SCHEDULE(STEPS)


def main():
    # In turns, so that a busy machine slows both down.
    empty, one = (min(times) for times in zip(*((call(EMPTY), call(SCHEDULE)) for _ in range(3))))
    copy, many = (min(times) for times in zip(*((array(converted), array(rates)) for _ in range(3))))
    print(f"an empty call          {empty * 1e9:8.1f} ns")
    print(f"schedule(7)            {one * 1e9:8.1f} ns   {one / empty:.2f} times as much, at most 2")
    print(f"steps.astype(float)    {copy * 1e6:8.1f} us   for {len(STEPS):,} steps")
    print(f"schedule(steps)        {many * 1e6:8.1f} us   {many / copy:.2f} times as much, at most 2")
    return 0 if one <= 2 * empty and many <= 2 * copy else 1


if __name__ == "__main__":
    sys.exit(main())

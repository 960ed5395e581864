"""Every row of golden/: rates, cycles and first steps; one step at a time, as arrays, and in the narrower types."""

import numpy as np
import pytest

import golden
import sgdr

FILES = {"exact.csv": (0.65, 0.75), "siblings.csv": (0.65, 0.75), "plans.csv": (1.3, 1.5)}
ROWS = {"exact.csv": 40_139, "siblings.csv": 33_486, "plans.csv": 19_863}


@pytest.mark.parametrize("file", FILES)
def test_rates_and_cycles(file):
    allowed, allowed_subnormal = FILES[file]
    seen = nearest = 0
    for schedule, rows in golden.schedules(file):
        steps = np.array([row.step for row in rows], np.uint64)
        rates = schedule(steps)
        for row, rate in zip(rows, rates.tolist()):
            subnormal = row.rate < np.finfo(float).tiny
            assert row.error(rate) <= (allowed_subnormal if subnormal else allowed), (schedule, row, rate)
            assert schedule(row.step) == rate
            if row.cycle is not None:
                cycle = schedule.cycle_at(row.step)
                assert (cycle.index, cycle.first_step) == (row.cycle, row.first_step), (schedule, row)
                if row.step == cycle.first_step and file == "exact.csv" and cycle.position(row.step) == 0:
                    assert rate == cycle.peak
            nearest += rate == row.rate
        seen += len(rows)
    assert seen == ROWS[file]
    # Most are the nearest double of all.
    assert nearest >= 0.97 * seen


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_narrow_rates_are_rounded_once(dtype):
    """The rates in float64, rounded by NumPy: one by one, in an array, and in a run of counting steps."""
    compared = 0
    for schedule, rows in [*golden.schedules("exact.csv"), *golden.schedules("plans.csv")]:
        steps = np.array([row.step for row in rows], np.uint64)
        run = np.arange(600, dtype=np.uint64)
        for asked in (steps, run):
            with np.errstate(over="ignore", under="ignore"):
                expected = schedule(asked).astype(dtype)
            rates = schedule(asked, dtype=dtype)
            assert rates.dtype == expected.dtype
            np.testing.assert_array_equal(rates, expected)
        with np.errstate(over="ignore", under="ignore"):
            one = np.array(schedule(rows[0].step)).astype(dtype)
        assert schedule(rows[0].step, dtype=dtype) == one
        compared += len(rows)
    assert compared > 50_000


def test_runs_have_the_same_bits():
    """Counting steps, which the core fills, and the same steps shuffled, which it evaluates one by one."""
    shuffle = np.random.default_rng(1).permutation(70_000)
    for schedule, rows in list(golden.schedules("exact.csv"))[::25]:
        first = min(row.step for row in rows if row.step >= 0) if rows[0].step < 2**40 else 0
        run = np.arange(first, first + 70_000, dtype=np.uint64)
        np.testing.assert_array_equal(schedule(run)[shuffle], schedule(run[shuffle]))

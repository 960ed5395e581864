"""Compiled schedules: exact at 10,000 restarts, for counters of 32 and of 64 bits, and for plans that have a table."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sgdr
from exact import ulps

jax = pytest.importorskip("jax")
pytest.importorskip("optax")

import sgdr.optax  # noqa: E402

RESTARTS = sgdr.CosineDecayRestarts(0.1, 100, 1.5, 0.9, 0.01)
EQUAL = sgdr.CosineDecayRestarts(0.1, 100, 1.0, 0.9)
CYCLES = sgdr.CosineCycles(0.1, 100, t_mul=1.0, peak_mul=0.7, eta_min=0.02, closed=True)
PLANS = [
    RESTARTS,
    EQUAL,
    CYCLES,
    sgdr.CosineCycles(0.1, 1, t_mul=1.0, closed=True),
    sgdr.CosineCycles(0.1, 7, t_mul=1.7, peak_mul=0.9, eta_min=0.02, closed=True),
    sgdr.CosineDecayRestarts(0.1, 1, 1.0, 0.999),
    sgdr.CosineDecayRestarts(0.1, 64, 0.7, 1.1, 0.1),
    sgdr.CosineDecayRestarts(0.1, 100, 1.3).cycle_limit(4),
    CYCLES.cycle_limit(3),
    EQUAL.cycle_limit(100),
    RESTARTS.cycle_limit(2).warmup(30, start=0.2),
    RESTARTS.warmup(333),
    RESTARTS.warmup(100, start=0.01, shape="cosine"),
    EQUAL.warmup(70, shape="cosine"),
    CYCLES.warmup(70, start=0.3, shape="cosine"),
    EQUAL.warmup(5).warmup(50),
    sgdr.CosineDecay(0.1, 1000, 0.01),
    sgdr.CosineDecay(0.02, 1000, warmup_target=0.1, warmup_steps=300),
    sgdr.CosineDecay(0.1, 1000, warmup_target=0.0, warmup_steps=300),
    sgdr.PiecewiseConstantDecay([1000, 2000], [0.1, 0.01, 0.001]),
    sgdr.ConstantRate(0.1),
    sgdr.ConstantRate(0.1).warmup(100).then(700, RESTARTS),
    sgdr.PiecewiseConstantDecay([0, 1], [0.3, 0.2, 0.1]).warmup(10),
    sgdr.ExponentialDecay(0.1, 70, 0.9),
    sgdr.ExponentialDecay(0.1, 70, 0.9, staircase=True),
    sgdr.ExponentialDecay(0.1, 70, 0.0, staircase=True),
    sgdr.ExponentialDecay(0.1, 5000, 1.5),
    sgdr.InverseTimeDecay(0.1, 70, 0.9),
    sgdr.InverseTimeDecay(0.1, 70, 0.9, staircase=True),
    sgdr.PolynomialDecay(0.1, 1000),
    sgdr.PolynomialDecay(0.1, 1000, 0.0, power=0.5),
    sgdr.PolynomialDecay(0.0, 4999, 0.1, power=3.0),
    sgdr.PolynomialDecay(0.1, 70, 0.01, power=2.0, cycle=True),
    sgdr.PolynomialDecay(0.1, 1, power=0.0, cycle=True),
    # Schedules of schedules.
    sgdr.PolynomialDecay(0.0, 500, 0.1).then(500, RESTARTS),
    EQUAL.then(333, CYCLES, start=50).then(1000, RESTARTS, start=12345),
    RESTARTS.from_step(777),
    sgdr.Chain([RESTARTS, sgdr.ExponentialDecay(0.1, 70, 0.9).clamp(0.05)], [1000]).warmup(100, shape="cosine"),
    RESTARTS.scale(0.5).then(1000, EQUAL).scale(0.5),
    RESTARTS.clamp(0.01, 0.05),
    EQUAL.cycle_limit(10**9),
    RESTARTS.scale(0.5).warmup(50).cycle_limit(2),
    sgdr.ExponentialDecay(0.1, 70, 0.9).warmup(100),
    RESTARTS.warmup(30, place="inside"),
    CYCLES.warmup(30, place="inside", shape="cosine", to_peak=True),
    RESTARTS.warmup(30, place="every_cycle"),
    EQUAL.warmup(30, place="every_cycle", to_peak=True),
    CYCLES.cycle_limit(3).warmup(30, place="every_cycle", shape="cosine"),
    sgdr.CosineDecayRestarts(0.1, 64, 0.7, 1.1, 0.1).warmup(30, place="every_cycle", start=0.01),
    sgdr.NormalizedWeightDecay(RESTARTS, 0.05, 10, 1000, 100),
    sgdr.NormalizedWeightDecay(EQUAL, 0.05, 10, 1000, 100),
]


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_every_step_of_a_plan(plan):
    steps = np.arange(5000, dtype=np.int32)
    rates = np.asarray(jax.jit(sgdr.optax.Schedule(plan))(steps))
    expected = plan(steps, dtype="float32")
    assert rates.dtype == np.float32
    assert ulps(rates, expected, np.float32).max() <= 1.01
    # Most are the core's to the bit, and so are all peaks.
    assert (rates == expected).mean() > 0.9
    restarts = list(itertools.takewhile(lambda step: step < 5000, plan.restarts()))
    assert (rates[restarts] == expected[restarts]).all()


@pytest.mark.parametrize("arguments", ["jax 60 2000 8", "jax x64 60 2000 8"])
def test_random_restarts_and_golden_rows(arguments):
    script = [sys.executable, str(Path(__file__).with_name("graphs.py")), *arguments.split()]
    result = subprocess.run(script, capture_output=True, text=True, env=os.environ)
    assert result.returncode == 0, result.stderr
    restarts, rows = map(int, re.findall(r"^(\d+) ", result.stdout, re.MULTILINE))
    print(result.stdout)
    assert restarts >= 10_000 and rows >= 2000


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint16, np.uint32])
def test_other_types_of_counters(dtype):
    plan = sgdr.CosineDecayRestarts(0.1, 10)
    steps = np.arange(120, dtype=dtype)
    assert ulps(jax.jit(sgdr.optax.Schedule(plan))(steps), plan(steps), np.float32).max() <= 2


def test_negative_steps():
    schedule = jax.jit(sgdr.optax.Schedule(RESTARTS))
    for step in [-1, -(2**31)]:
        assert schedule(np.int32(step)) == sgdr.optax.Schedule(RESTARTS)(step) == np.float32(0.1)


def test_the_list_of_rates():
    plan = sgdr.ExponentialDecay(0.1, 100, 0.9).clamp(0.05)
    schedule = sgdr.optax.rates(plan, 3000)
    steps = np.arange(-2, 3003)
    rates = np.asarray(jax.jit(schedule)(steps))
    assert (rates == plan(np.clip(steps, 0, 2999), dtype="float32")).all()
    assert schedule(3000) == schedule(10**12) == schedule(2999) == rates[-1]


def test_a_table_that_would_be_too_long():
    plan = sgdr.CosineDecayRestarts(0.1, 1000, t_mul=1 + 1e-9)
    with pytest.raises(ValueError, match="more than 65536 different cycles up to step 2147483647; give `steps`"):
        sgdr.optax.Schedule(plan)
    schedule = jax.jit(sgdr.optax.rates(plan, 5001))
    # Every boundary but the first lies just behind a whole step.
    assert list(itertools.takewhile(lambda step: step <= 5001, plan.restarts())) == [1000, 2001, 3001, 4001, 5001]
    steps = [0, 999, 1000, 2000, 2001, 5000]
    assert [schedule(step) for step in steps] == plan(steps, dtype="float32").tolist()


def test_a_table_that_ends():
    """65,536 cycles reach past the steps of 32 bits; from the last one on the rate stays, where a counter has 64 bits."""
    plan = sgdr.CosineDecayRestarts(0.1, 1000, t_mul=1.0002)
    with jax.enable_x64(True):
        schedule = jax.jit(sgdr.optax.Schedule(plan))
        steps = np.array([2**31 - 1, 2**31, 2**61, 2**62, 2**63 - 1])
        rates = np.asarray(schedule(steps))
    assert ulps(rates[:2], plan(steps[:2]), np.float32).max() <= 1
    assert np.isfinite(rates).all() and rates[2] == rates[3] == rates[4]


def test_what_has_no_form():
    with pytest.raises(ValueError, match="Warmup has no form for graphs but the list of its rates; give `steps`, the length of the run"):
        sgdr.optax.Schedule(RESTARTS.scale(0.5).warmup(10, place="every_cycle"))
    with pytest.raises(ValueError, match="Argument `decay_steps` must be at most"):
        sgdr.optax.Schedule(sgdr.ExponentialDecay(0.1, 2**63, 0.9))
    with pytest.raises(TypeError, match="must be a schedule of sgdr"):
        sgdr.optax.Schedule(0.1)
    for steps, error in [(0, ValueError), (True, TypeError), (1.5, TypeError)]:
        with pytest.raises(error, match="Argument `steps` must be"):
            sgdr.optax.rates(RESTARTS, steps)

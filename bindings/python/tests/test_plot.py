"""Pictures: with matplotlib, and for notebooks."""

import subprocess
import sys
from itertools import takewhile
from xml.etree import ElementTree

import numpy as np
import pytest

import sgdr

S = sgdr.CosineDecayRestarts(0.1, 1000, m_mul=0.8, alpha=0.01)


def axes():
    pytest.importorskip("matplotlib").use("agg")
    from matplotlib.figure import Figure

    return Figure().subplots()


def test_axes():
    ax = axes()
    assert S.plot(ax, label="m_mul=0.8") is ax
    (line,) = ax.get_lines()
    steps, rates = line.get_data()
    assert steps[0] == 0 and steps[-1] == 14_999 and line.get_label() == "m_mul=0.8"
    assert (rates == S(steps.astype(int))).all()
    assert {999, 1000, 2999, 3000, 6999, 7000} <= set(steps.tolist())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "learning rate")
    S.plot(ax, steps=100, color="red")
    assert ax.get_lines()[1].get_xdata().tolist() == list(range(100))


def test_every_restart_of_a_long_run():
    steps = axes_of(S, steps=10**6)
    assert len(steps) < 20_000 and steps[-1] == 10**6 - 1
    assert {restart for restart in takewhile(lambda step: step < 10**6, S.restarts())} <= set(steps)


def test_stairs():
    stairs = sgdr.ExponentialDecay(0.1, 1000, 0.5, staircase=True)
    assert {999, 1000, 1999, 2000, 8999, 9000} <= set(axes_of(stairs))


def axes_of(schedule, **kwargs):
    (line,) = schedule.plot(axes(), **kwargs).get_lines()
    return [int(step) for step in line.get_xdata()]


def test_a_run_without_steps():
    with pytest.raises(ValueError, match="Argument `steps` must be >= 1. Received: steps=0"):
        S.plot(axes(), steps=0)


def test_new_axes():
    pytest.importorskip("matplotlib").use("agg")
    assert len(S.plot().get_lines()) == 1


@pytest.mark.parametrize(
    "schedule",
    [
        sgdr.CosineDecayRestarts(0.1, 1, 1.0),
        sgdr.CosineDecayRestarts(0.1, 2**63, 1.5),
        sgdr.CosineDecayRestarts(0.1, 64, 0.5),
        sgdr.CosineDecay(0.1, 10).scale(2),
        sgdr.ExponentialDecay(0.1, 100, 0.5, staircase=True),
        sgdr.PiecewiseConstantDecay([10], [0.1, 0.01]).clamp(0.02),
        sgdr.PolynomialDecay(0.1, 10, cycle=True).then(100, S),
        S.warmup(100).cycle_limit(3),
        sgdr.NormalizedWeightDecay(S, 0.05, 128, 50_000, 391),
    ],
    ids=str,
)
def test_any_schedule_in_any_picture(schedule):
    ax = axes()
    schedule.plot(ax)
    assert np.isfinite(ax.get_lines()[0].get_ydata()).all()
    root = ElementTree.fromstring(schedule._repr_svg_())
    assert root.tag.endswith("svg")


def test_nothing_else_is_imported():
    """Neither matplotlib nor a framework, nor NumPy for one step at a time."""
    code = "import sys, sgdr; s = sgdr.CosineDecayRestarts(0.1, 10); s(7), s.get_config(), repr(s); print(sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("numpy", "matplotlib", "keras", "jax", "optax", "torch"):
        assert f"'{name}'" not in modules

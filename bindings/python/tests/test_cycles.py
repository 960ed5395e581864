"""Cycles, budgets and plans. The bindings are thin, so it is enough to test that they call the right function."""

import pickle
from itertools import islice

import pytest

import sgdr

S = sgdr.CosineDecayRestarts(0.1, 1000, m_mul=0.5, alpha=0.01)


def test_cycles():
    cycle = S.cycle_at(1500)
    assert [cycle.index, cycle.first_step, cycle.last_step, cycle.length] == [1, 1000, 2999, 2000.0]
    assert [cycle.peak, cycle.floor, cycle.is_hold] == [0.0505, 0.001, False]
    assert cycle.position(1500) == 0.25
    assert list(islice(S.cycles(), 2))[1] == cycle and hash(cycle) == hash(next(islice(S.cycles(), 1, 2)))
    assert cycle != S.cycle_at(0) and cycle != 1
    assert pickle.loads(pickle.dumps(cycle)) == cycle
    assert repr(cycle) == "Cycle(index=1, first_step=1000, last_step=2999, length=2000.0, peak=0.0505, floor=0.001)"
    with pytest.raises(AttributeError):
        cycle.peak = 1


def test_restarts_and_snapshots():
    assert list(islice(S.restarts(), 3)) == [1000, 3000, 7000]
    assert list(islice(S.snapshots(), 3)) == [999, 2999, 6999]
    assert S.is_last_step_of_cycle(2999) and not S.is_last_step_of_cycle(3000)
    shrinking = sgdr.CosineDecayRestarts(0.1, 4, t_mul=0.5)
    assert list(shrinking.restarts()) == [4, 6] and list(shrinking.snapshots()) == [3, 5, 6]
    assert [cycle.is_hold for cycle in shrinking.cycles()] == [False, False, False, True]
    without = sgdr.CosineDecay(0.1, 10)
    assert [list(without.cycles()), list(without.restarts()), without.cycle_at(3)] == [[], [], None]


def test_fit():
    assert sgdr.fit(7000, 3).exact == sgdr.fit(7000, 3).below == sgdr.fit(7000, 3.0, 2).above
    nearest = sgdr.fit(10_000, 3)
    assert nearest.exact is None
    assert (nearest.below.first_decay_steps, nearest.below.steps, nearest.below.is_whole) == (1428, 9996, True)
    assert (nearest.above.first_decay_steps, nearest.above.steps) == (1429, 10_003)
    assert "below=FirstCycle(first_decay_steps=1428, steps=9996, is_whole=True)" in repr(nearest)


def test_standing():
    standing = S.standing(10_000)
    assert (standing.steps, standing.cycle.index, standing.position) == (10_000, 3, 0.375)
    assert (standing.end_before, standing.end_after, standing.is_end) == (7000, 15_000, False)
    assert S.standing(7000).is_end and S.standing(0) is None and sgdr.CosineDecay(0.1, 10).standing(5) is None


def test_replan():
    replan = S.replan(5000)
    assert replan.end_of_cycle == 7000
    assert [replan.skip_cycle()(step) for step in (4999, 5000)] == [S(4999), S(7000)]
    assert list(islice(replan.repeat_cycle().restarts(), 4)) == [1000, 3000, 7000, 11_000]
    lower = replan.go_on_with(sgdr.CosineDecayRestarts(0.01, 500))
    assert isinstance(lower, sgdr.Chain) and [lower(5000), lower(7000), lower(7500)] == [S(5000), 0.01, 0.01]


def test_units():
    units = sgdr.Units(50_000, 32, accumulate=2, processes=4)
    assert (units.samples_per_step, units.steps_per_epoch, units.epochs(10)) == (256, 196, 1960)
    assert (units.samples(25_600), units.micro_batches(200), units.tokens(2_560_000, 100)) == (100, 100, 100)
    assert sgdr.Units(1009, 10, drop_last=True).steps_per_epoch == 100
    with pytest.raises(ValueError, match="must be a whole number of steps"):
        units.samples(100)


def test_plans():
    plan = S.cycle_limit(3).warmup(100)
    assert plan.schedule.end == 7000 and plan(7100) == 0.001
    assert [plan(0), plan(50), plan(100)] == [0.0, 0.05, 0.1]
    assert S.scale(0.5)(0) == 0.05 and S.clamp(0.01, 0.05)([0, 999]).tolist() == [0.05, 0.01]
    assert S.then(10, sgdr.CosineDecay(0.5, 20), 10)(10) == 0.25

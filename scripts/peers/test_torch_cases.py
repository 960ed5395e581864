"""The cases of PyTorch's own tests of its schedulers (test/optim/test_lrscheduler.py), with ours in place of theirs.

PyTorch's wheel carries no tests, so the cases are rewritten here: the objects, the calls and the expected results.
`DIFFERENCES` at the end are the cases with another result; COMPARE.md has them as rows.
"""

import copy
import functools
import gc
import io
import itertools
import math
import warnings
import weakref

import pytest

torch = pytest.importorskip("torch", reason="SKIPPED: torch is not installed")

from torch.optim import lr_scheduler as theirs  # noqa: E402
from torch.optim.swa_utils import SWALR  # noqa: E402

import sgdr  # noqa: E402
import sgdr.torch  # noqa: E402

ETA_MIN = 1e-10


def optimizer(kind=torch.optim.SGD, **options):
    """Two groups, of which the second has ten times the rate, as a tensor."""
    first, second = torch.nn.Parameter(torch.ones(1)), torch.nn.Parameter(torch.ones(1))
    return kind([{"params": [first]}, {"params": [second], "lr": torch.tensor(0.5)}], lr=0.05, **options)


# Ours under the names and with the arguments of theirs.
def scheduler(made, schedule, **options):
    return sgdr.torch.Scheduler(made, schedule, **options)


def exponential(made, gamma, **options):
    return scheduler(made, lambda lr: sgdr.ExponentialDecay(lr, 1, gamma), **options)


def step(made, step_size, gamma, **options):
    return scheduler(made, lambda lr: sgdr.ExponentialDecay(lr, step_size, gamma, staircase=True), **options)


def multi_step(made, milestones, gamma, **options):
    boundaries = [milestone - 1 for milestone in milestones]

    def schedule(lr):
        return sgdr.PiecewiseConstantDecay(boundaries, [lr * gamma**power for power in range(len(milestones) + 1)])

    return scheduler(made, schedule, **options)


def constant(made, factor, total_iters=5, **options):
    return scheduler(made, lambda lr: sgdr.PiecewiseConstantDecay([total_iters - 1], [lr * factor, lr]), **options)


def linear(made, start_factor, total_iters, end_factor=1.0, **options):
    return scheduler(made, lambda lr: sgdr.PolynomialDecay(lr * start_factor, total_iters, lr * end_factor), **options)


def cosine(made, T_max, eta_min, **options):
    """It rises again after T_max, as theirs does."""
    return restarts(made, T_max, 1, eta_min, **options)


def restarts(made, T_0, T_mult=1, eta_min=0.0, **options):
    return sgdr.torch.CosineDecayRestarts(made, T_0, T_mult, eta_min=eta_min, **options)


OURS = {
    theirs.ConstantLR: constant,
    theirs.CosineAnnealingWarmRestarts: restarts,
    theirs.ExponentialLR: exponential,
    theirs.LinearLR: linear,
    theirs.MultiStepLR: multi_step,
    theirs.StepLR: step,
}


def lrs(made):
    return [float(group["lr"]) for group in made.param_groups]


def close(rates):
    return pytest.approx(rates, rel=1e-6, abs=1e-12)


def both(target):
    """The rates of both groups: those of the second are ten times those of the first, unless they are given."""
    return list(target) if isinstance(target, tuple) else [target, 10 * target]


def follow(made, scheduler, targets, steps=None):
    for number, target in enumerate(targets):
        assert lrs(made) == close(both(target)[: len(made.param_groups)]), f"step {number}"
        assert [float(rate) for rate in scheduler.get_last_lr()] == close(lrs(made)), f"step {number}"
        if steps is None:
            made.step()
            scheduler.step()
        elif number + 1 < len(steps):
            scheduler.step(steps[number + 1])


def annealed(t_cur, t_i):
    return tuple(ETA_MIN + (peak - ETA_MIN) * (1 + math.cos(math.pi * t_cur / t_i)) / 2 for peak in (0.05, 0.5))


# CosineAnnealingWarmRestarts.
@pytest.mark.parametrize("t_mult", [1, 2, 4])
def test_warm_restarts(t_mult):
    made = optimizer()
    targets, t_cur, t_i = [], 0, 10
    for _ in range(100):
        targets.append(annealed(t_cur, t_i))
        t_cur += 1
        if t_cur == t_i:
            t_cur, t_i = 0, t_mult * t_i
    follow(made, restarts(made, 10, t_mult, ETA_MIN), targets)


@pytest.mark.parametrize("t_mult", [1, 2, 4])
def test_warm_restarts_at_tenths_of_an_epoch(t_mult):
    made = optimizer()
    epochs = [tenths / 10 for tenths in range(300)]
    targets, start, t_i = [], 0, 10
    for tenths in range(300):
        while tenths >= 10 * (start + t_i):
            start, t_i = start + t_i, t_mult * t_i
        targets.append(annealed(tenths / 10 - start, t_i))
    follow(made, restarts(made, 10, t_mult, ETA_MIN), targets, epochs)


@pytest.mark.parametrize(
    "t_mult, epochs, t_curs, t_is",
    [
        (1, [0, 1, 2, 3, 4, 5, 12, 27, 3, 4, 5, 6, 13], [0, 1, 2, 3, 4, 5, 2, 7, 3, 4, 5, 6, 3], [10] * 13),
        (
            2,
            [0, 1, 2, 3, 4, 5, 25, 32, 33, 34, 80, 81, 3],
            [0, 1, 2, 3, 4, 5, 15, 2, 3, 4, 10, 11, 3],
            [10] * 6 + [20] + [40] * 3 + [80] * 2 + [10],
        ),
        (
            3,
            [0, 0.1, 0.2, 0.3, 1.3, 2.3, 17.5, 18.5, 19.5, 29.5, 30.5, 31.5, 50],
            [0, 0.1, 0.2, 0.3, 1.3, 2.3, 7.5, 8.5, 9.5, 19.5, 20.5, 21.5, 10],
            [10] * 6 + [30] * 6 + [90],
        ),
    ],
)
def test_warm_restarts_from_epoch_to_epoch(t_mult, epochs, t_curs, t_is):
    made = optimizer()
    follow(made, restarts(made, 10, t_mult, ETA_MIN), [annealed(*each) for each in zip(t_curs, t_is)], epochs)


# One scheduler alone.
ALONE = {
    "constant": (constant, {"factor": 0.5, "total_iters": 5}, [0.025] * 5 + [0.05] * 5),
    "cosine": (cosine, {"T_max": 10, "eta_min": ETA_MIN}, [annealed(epoch, 10) for epoch in range(10)]),
    "exponential": (exponential, {"gamma": 0.9}, [0.05 * 0.9**epoch for epoch in range(10)]),
    "linear": (linear, {"start_factor": 0.5, "total_iters": 4}, [0.025, 0.03125, 0.0375, 0.04375] + [0.05] * 6),
    "multi_step": (
        multi_step,
        {"milestones": [2, 5, 9], "gamma": 0.1},
        [0.05] * 2 + [0.005] * 3 + [0.0005] * 4 + [0.00005],
    ),
    "step": (step, {"step_size": 3, "gamma": 0.1}, [0.05] * 3 + [0.005] * 3 + [0.0005] * 3 + [0.00005]),
}
alone = pytest.mark.parametrize("make, options, targets", ALONE.values(), ids=ALONE)


@alone
def test_alone(make, options, targets):
    made = optimizer()
    follow(made, make(made, **options), targets)


@alone
def test_closed_form(make, options, targets):
    """`step(epoch)`: theirs warns that it is deprecated, except CosineAnnealingWarmRestarts."""
    made = optimizer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        follow(made, make(made, **options), targets, range(len(targets)))


@alone
def test_constant_for_a_constant_epoch(make, options, targets):
    made = optimizer()
    scheduler = make(made, **options)
    for _ in range(10):
        made.step()
        scheduler.step(2)
        assert lrs(made) == close(both(targets[2]))


@alone
def test_a_chain_of_one(make, options, targets):
    made = optimizer()
    scheduler = make(made, **options)
    chained = theirs.ChainedScheduler([scheduler])
    assert chained.get_last_lr() == scheduler.get_last_lr()
    follow(made, chained, targets)


# SequentialLR, where any of the schedulers may be ours.
SEQUENCES = {
    "exponential, step": (
        [(theirs.ExponentialLR, {"gamma": 0.8}), (theirs.StepLR, {"gamma": 0.1, "step_size": 4})],
        [3],
        [0.05, 0.04, 0.032] + [0.05] * 4 + [0.005] * 4 + [0.0005] * 4 + [0.00005] * 4,
    ),
    "constant, exponential": (
        [(theirs.ConstantLR, {"factor": 0.1, "total_iters": 3}), (theirs.ExponentialLR, {"gamma": 0.9})],
        [3],
        [0.005] * 3 + [0.05 * 0.9**epoch for epoch in range(10)],
    ),
    "constant, exponential, step": (
        [
            (theirs.ConstantLR, {"factor": 0.1, "total_iters": 3}),
            (theirs.ExponentialLR, {"gamma": 0.8}),
            (theirs.StepLR, {"gamma": 0.1, "step_size": 2}),
        ],
        [3, 6],
        [0.005] * 3 + [0.05, 0.04, 0.032] + [0.05, 0.05, 0.005, 0.005, 0.0005, 0.0005],
    ),
    "linear, warm restarts": (
        [
            (theirs.LinearLR, {"start_factor": 0.1, "total_iters": 5}),
            (theirs.CosineAnnealingWarmRestarts, {"T_0": 4, "T_mult": 2}),
        ],
        [5],
        [0.005, 0.014, 0.023, 0.032, 0.041]
        + [0.05 * (1 + math.cos(math.pi * each / 4)) / 2 for each in range(4)]
        + [0.05 * (1 + math.cos(math.pi * each / 8)) / 2 for each in range(8)],
    ),
}


def mixes():
    """Every choice of which are ours, but that of none."""
    for name, (parts, milestones, targets) in SEQUENCES.items():
        for are_ours in itertools.product([True, False], repeat=len(parts)):
            if any(are_ours):
                label = ", ".join("ours" if each else "theirs" for each in are_ours)
                yield pytest.param(parts, milestones, targets, are_ours, id=f"{name}: {label}")


def sequential(made, parts, milestones, are_ours):
    makes = [OURS[kind] if ours else kind for (kind, _), ours in zip(parts, are_ours)]
    made_of = [make(made, **options) for make, (_, options) in zip(makes, parts)]
    return theirs.SequentialLR(made, made_of, milestones)


@pytest.mark.parametrize("parts, milestones, targets, are_ours", list(mixes()))
def test_sequential(parts, milestones, targets, are_ours):
    made = optimizer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        follow(made, sequential(made, parts, milestones, are_ours), targets)


@pytest.mark.parametrize("parts, milestones, targets, are_ours", list(mixes()))
def test_sequential_resumes(parts, milestones, targets, are_ours):
    """At every step, with the state of the optimizer loaded before and after."""
    for stop, optimizer_first in itertools.product(range(len(targets)), [True, False]):
        made = optimizer()
        scheduler = sequential(made, parts, milestones, are_ours)
        for _ in range(stop):
            made.step()
            scheduler.step()
        states = copy.deepcopy([made.state_dict(), scheduler.state_dict()])
        made = optimizer()
        scheduler = sequential(made, parts, milestones, are_ours)
        pairs = list(zip([made, scheduler], states))
        for each, state in pairs if optimizer_first else pairs[::-1]:
            each.load_state_dict(state)
        follow(made, scheduler, targets[stop:])


def test_sequential_keeps_the_initial_rate():
    made = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.1)
    theirs.SequentialLR(made, [constant(made, 1.0), constant(made, 0.1)], milestones=[10])
    assert lrs(made) == [0.1]


def test_sequential_with_a_chain_of_one():
    made = optimizer()
    first = theirs.ChainedScheduler([linear(made, 0.1, 5)])
    scheduler = theirs.SequentialLR(made, [first, constant(made, 0.5)], milestones=[5])
    follow(made, scheduler, [0.005, 0.014, 0.023, 0.032, 0.041] + [0.025] * 5)


def test_sequential_does_not_alias_a_tensor_rate():
    rate = torch.tensor(2.0)
    made = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=rate)
    parts = [linear(made, 0.1, 4, end_factor=0.8), linear(made, 0.8, 4, end_factor=0.1)]
    scheduler = theirs.SequentialLR(made, parts, milestones=[4])
    follow(made, scheduler, [0.2, 0.55, 0.9, 1.25, 1.6, 1.25, 0.9, 0.55])
    assert made.param_groups[0]["lr"] is rate and float(made.param_groups[0]["initial_lr"]) == 2.0


# Before and after other schedulers.
def test_swa_after_ours():
    made = optimizer()
    ours, swa = exponential(made, 0.9), SWALR(made, swa_lr=0.01, anneal_epochs=5)
    targets = [0.05 * 0.9**epoch for epoch in range(6)]
    for epoch in range(9):
        share = 0.0 if epoch + 1 >= 5 else (1 + math.cos(math.pi * (epoch + 1) / 5)) / 2
        targets.append(targets[5] * share + 0.01 * (1 - share))
    for epoch, target in enumerate(targets):
        assert lrs(made)[0] == close(target)
        made.step()
        (swa if epoch >= 5 else ours).step()


def test_cyclic_after_ours():
    made = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.5)
    ours = cosine(made, T_max=20, eta_min=0.1)
    cyclic = theirs.CyclicLR(made, base_lr=0.1, max_lr=0.3, step_size_up=1, step_size_down=3, cycle_momentum=False)
    for epoch in range(40):
        made.step()
        (ours if epoch <= 20 else cyclic).step()
    assert 0.1 <= lrs(made)[0] <= 0.3


# States.
LOADED = {name: functools.partial(make, **options) for name, (make, options, _) in ALONE.items()}
LOADED["warm restarts"] = functools.partial(restarts, T_0=20)
LOADED["chained"] = lambda made: theirs.ChainedScheduler([constant(made, 1 / 3), constant(made, 1 / 3)])
LOADED["sequential"] = lambda made: theirs.SequentialLR(made, [constant(made, 1 / 3), constant(made, 1 / 3)], [2])
each_loaded = pytest.mark.parametrize("make", LOADED.values(), ids=LOADED)


@each_loaded
@pytest.mark.parametrize("weights_only", [True, False])
def test_state_dict(make, weights_only):
    made = optimizer()
    scheduler, file = make(made), io.BytesIO()
    state = scheduler.state_dict()
    torch.save(state, file)
    file.seek(0)
    loaded = torch.load(file, weights_only=weights_only)
    assert loaded == state
    again = make(made)
    again.load_state_dict(loaded)
    assert again.state_dict() == state


def test_state_dict_of_another_schedule():
    """With on_mismatch="saved" it is taken whole, as PyTorch's own schedulers take it."""
    made = optimizer()
    scheduler = restarts(made, T_0=10, T_mult=2)
    for _ in range(10):
        made.step()
        scheduler.step()
    again = restarts(made, T_0=100, on_mismatch="saved")
    again.load_state_dict(scheduler.state_dict())
    assert again.state_dict() == scheduler.state_dict()
    assert again.get_last_lr() == scheduler.get_last_lr() and again.schedules == scheduler.schedules


@pytest.mark.parametrize("make", list(LOADED.values())[:7], ids=list(LOADED)[:7])
def test_the_initial_rate_stays(make):
    rate = torch.as_tensor(0.1)
    made = torch.optim.SGD([torch.nn.Parameter(torch.randn(1))], lr=rate)
    scheduler = make(made)
    for epoch in range(2):
        made.step()
        scheduler.step(epoch)
        rate.multiply_(0.1)
        group = made.param_groups[0]
        assert float(group["initial_lr"]) == float(scheduler.base_lrs[0]) == pytest.approx(0.1)
        assert scheduler.base_lrs[0] is not group["initial_lr"]


@pytest.mark.parametrize("make", list(LOADED.values())[:7], ids=list(LOADED)[:7])
def test_checkpoint(make):
    """A scheduler made with `last_epoch` on an optimizer whose state has been loaded."""
    model = torch.nn.Linear(3, 3)
    made = torch.optim.AdamW(model.parameters())
    scheduler = make(made)
    made.step()
    scheduler.step()
    again = torch.optim.AdamW(model.parameters())
    again.load_state_dict(made.state_dict())
    assert make(again, last_epoch=0).get_last_lr() == lrs(made) == lrs(again)


def test_continued_on_the_same_optimizer():
    made = optimizer()
    scheduler = cosine(made, T_max=5, eta_min=0.01)
    made.step()
    scheduler.step()
    again = cosine(made, T_max=5, eta_min=0.01, last_epoch=0)
    assert [float(rate) for rate in again.get_last_lr()] == close([float(rate) for rate in scheduler.get_last_lr()])


# Warnings and references.
@pytest.mark.parametrize("last_epoch", [-1, 10])
def test_a_warning_where_the_optimizer_is_stepped_after(last_epoch):
    made = optimizer()
    for group in made.param_groups:
        group["initial_lr"] = 0.01
    scheduler = step(made, 3, 0.1, last_epoch=last_epoch)
    with pytest.warns(UserWarning, match="how-to-adjust-learning-rate"):
        scheduler.step()
        made.step()


def test_no_warning_where_it_is_stepped_before():
    made = optimizer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scheduler = restarts(made, 3)
        for _ in range(35):
            made.step()
            scheduler.step()


def test_a_warning_where_the_step_is_overridden():
    made = optimizer()
    scheduler = restarts(made, 3)
    original = made.step
    made.step = lambda: original()
    with pytest.warns(UserWarning, match=r"`optimizer.step\(\)` has been overridden"):
        made.step()
        scheduler.step()


@pytest.mark.parametrize("make", list(LOADED.values())[:7], ids=list(LOADED)[:7])
def test_no_cyclic_references(make):
    gc.collect()
    gc.disable()
    try:
        made = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.5)
        scheduler = make(made)
        made.param_groups[0]["params"][0].sum().backward()
        made.step()
        scheduler.step()
        gone = weakref.ref(scheduler)
        del scheduler
        assert gone() is None
        gone = weakref.ref(made)
        del made
        assert gone() is None
    finally:
        gc.enable()


# DIFFERENCES
def test_a_chain_of_several_does_not_multiply():
    """Theirs: 0.02, 0.03, 0.04, 0.05, then a tenth of that. Ours sets the rate, so the last one's is used."""
    made = optimizer()
    chained = theirs.ChainedScheduler([linear(made, 0.4, 3), multi_step(made, [4, 8, 10], 0.1)])
    follow(made, chained, [0.05] * 4 + [0.005] * 4 + [0.0005] * 2)
    # A plan of ours has both.
    made = optimizer()

    def plan(lr):
        return sgdr.PiecewiseConstantDecay([3, 7, 9], [lr, lr / 10, lr / 100, lr / 1000]).warmup(3, 0.4 * lr, place="inside")

    follow(made, scheduler(made, plan), [0.02, 0.03, 0.04, 0.05] + [0.005] * 4 + [0.0005] * 2)


def test_two_schedulers_side_by_side_do_not_multiply():
    """Theirs multiply here, too; ours, stepped last, sets the rate."""
    made = optimizer()
    side_by_side = [theirs.StepLR(made, gamma=0.1, step_size=3), exponential(made, 0.9)]
    for epoch in range(10):
        assert lrs(made)[0] == close(0.05 * 0.9**epoch)
        made.step()
        for each in side_by_side:
            each.step()


def test_the_state_of_another_schedule_is_an_error():
    """Theirs takes it silently."""
    made = optimizer()
    with pytest.raises(ValueError, match="on_mismatch"):
        restarts(made, T_0=100).load_state_dict(restarts(made, T_0=10, T_mult=2).state_dict())


def test_last_epoch_needs_no_initial_lr():
    """Theirs: KeyError."""
    made = torch.optim.SGD([torch.nn.Parameter(torch.randn(2, 2))], lr=0.1)
    assert restarts(made, T_0=10, last_epoch=4).get_last_lr() == close([0.05])


def test_the_place_in_the_cycle_cannot_be_set():
    """Theirs has T_cur and T_i to read and to write; ours has the cycle of the schedule to read."""
    ours = restarts(optimizer(), T_0=4)
    assert not hasattr(ours, "T_cur") and not hasattr(ours, "T_i")
    ours.step(9)
    cycle = ours.schedules[0].cycle_at(ours.last_epoch)
    assert (cycle.first_step, cycle.length) == (8, 4.0)


def test_no_deprecation_of_step_with_an_epoch():
    """Theirs warns, except CosineAnnealingWarmRestarts, which ours replaces."""
    made = optimizer()
    with pytest.warns(UserWarning, match="epoch parameter"):
        theirs.StepLR(made, 3).step(2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        step(made, 3, 0.1).step(2)

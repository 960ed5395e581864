"""PyTorch's schedulers: the core's rates in every group, in place where they are tensors, and from any step on."""

import copy
import io
import math
import os
import pickle
import random
import re
import subprocess
import sys
import textwrap
import warnings

import numpy
import pytest

import sgdr

torch = pytest.importorskip("torch")

import sgdr.torch  # noqa: E402
from torch.optim import lr_scheduler  # noqa: E402

SHAPE = (7, 1.5, 0.9, 0.01)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def optimizer(tensors=False, kind=torch.optim.SGD):
    """Two groups, of which the second has a tenth of the rate."""
    torch.manual_seed(1)
    rates = [torch.tensor(rate) if tensors else rate for rate in (0.1, 0.01)]
    return kind([{"params": [torch.nn.Parameter(torch.ones(3))], "lr": rate} for rate in rates])


def rates_of(made):
    return [float(group["lr"]) for group in made.param_groups]


def train(made, scheduler, steps, step=None):
    """The rates that each step used."""
    rates = []
    for _ in range(steps):
        rates.append(rates_of(made))
        made.zero_grad()
        for group in made.param_groups:
            for parameter in group["params"]:
                (parameter**2).sum().backward()
        (step or made.step)()
        scheduler.step()
    return rates


def expected(first, last, tensors=False):
    cores = [sgdr.CosineDecayRestarts(float(torch.tensor(rate)) if tensors else rate, *SHAPE) for rate in (0.1, 0.01)]
    dtype = "float32" if tensors else None
    return [[float(core(step, dtype=dtype)) for core in cores] for step in range(first, last)]


@pytest.mark.parametrize("tensors", [False, True])
@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.AdamW])
def test_rates(kind, tensors):
    made = optimizer(tensors, kind)
    before = [group["lr"] for group in made.param_groups]
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    assert train(made, scheduler, 60) == expected(0, 60, tensors)
    assert [float(rate) for rate in scheduler.get_last_lr()] == expected(60, 61, tensors)[0]
    if tensors:
        assert all(group["lr"] is rate for group, rate in zip(made.param_groups, before))


def test_a_compiled_step_sees_the_rates():
    made = optimizer(tensors=True)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    compiles = []

    def counted(graph, inputs):
        compiles.append(graph)
        return graph.forward

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        step = torch.compile(lambda: made.step(), backend=counted)
        train(made, scheduler, 5, step)
        few = len(compiles)
        train(made, scheduler, 20, step)
    assert 0 < len(compiles) == few
    plain = optimizer(tensors=True)
    train(plain, sgdr.torch.CosineDecayRestarts(plain, *SHAPE), 25)
    for ours, theirs in zip(made.param_groups, plain.param_groups):
        torch.testing.assert_close(ours["params"], theirs["params"])


@pytest.mark.parametrize("tensors", [False, True])
def test_saving_and_resuming_in_mid_cycle(tensors, tmp_path):
    made = optimizer(tensors)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    train(made, scheduler, 23)
    torch.save({"optimizer": made.state_dict(), "scheduler": scheduler.state_dict()}, tmp_path / "state")
    rest = train(made, scheduler, 17)
    assert rest == expected(23, 40, tensors)
    # Plain numbers, which need no trust.
    saved = torch.load(tmp_path / "state", weights_only=True)
    assert saved["scheduler"]["last_epoch"] == 23
    for order in (["optimizer", "scheduler"], ["scheduler", "optimizer"]):
        again = optimizer(tensors)
        parts = {"optimizer": again, "scheduler": sgdr.torch.CosineDecayRestarts(again, *SHAPE)}
        for part in order:
            parts[part].load_state_dict(copy.deepcopy(saved[part]))
        assert parts["scheduler"].get_last_lr() == [float(core(23)) for core in parts["scheduler"].schedules]
        assert train(again, parts["scheduler"], 17) == rest


def test_from_any_step():
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    for last_epoch in (22, 0, 10**12):
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE, last_epoch=last_epoch)
        assert rates_of(made) == expected(last_epoch + 1, last_epoch + 2)[0]
    assert scheduler.base_lrs == [0.1, 0.01]
    scheduler.step(100)
    assert rates_of(made) == expected(100, 101)[0]
    scheduler.step()
    assert rates_of(made) == expected(101, 102)[0]


def test_any_schedule():
    made = optimizer()
    plan = sgdr.CosineDecayRestarts(0.5, 7).warmup(3).cycle_limit(2)
    scheduler = sgdr.torch.Scheduler(made, plan)
    assert train(made, scheduler, 40) == [[plan(step)] * 2 for step in range(40)]
    made, other = optimizer(), sgdr.ExponentialDecay(0.1, 10, 0.5)
    scheduler = sgdr.torch.Scheduler(made, [plan, other])
    assert scheduler.schedules == [plan, other]
    assert train(made, scheduler, 40) == [[plan(step), other(step)] for step in range(40)]


def test_beside_other_schedulers():
    made = optimizer()
    ours = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    joined = lr_scheduler.SequentialLR(made, [lr_scheduler.ConstantLR(made, 1.0), ours], [5])
    assert train(made, joined, 30)[5:] == expected(0, 25)


def test_what_cannot_be():
    with pytest.raises(ValueError, match="Argument `first_decay_steps` must be >= 1. Received: first_decay_steps=0"):
        sgdr.torch.CosineDecayRestarts(optimizer(), 0)
    with pytest.raises(TypeError, match="must be a schedule of sgdr"):
        sgdr.torch.Scheduler(optimizer(), lambda step: 0.1)
    with pytest.raises(ValueError, match="must have one element for each parameter group, 2. Received: 1"):
        sgdr.torch.Scheduler(optimizer(), [sgdr.CosineDecay(0.1, 10)])


def test_a_function_of_each_group_s_rate():
    made = optimizer()
    plan = lambda lr: sgdr.CosineDecayRestarts(lr, 7).warmup(3, start=lr / 10)  # noqa: E731
    scheduler = sgdr.torch.Scheduler(made, plan)
    assert scheduler.schedules == [plan(0.1), plan(0.01)]
    assert train(made, scheduler, 20) == [[plan(0.1)(step), plan(0.01)(step)] for step in range(20)]


@pytest.mark.parametrize("tensors", [False, True])
def test_eta_min_as_in_pytorch(tensors):
    made, theirs = optimizer(tensors), optimizer(tensors)
    ours = sgdr.torch.CosineDecayRestarts(made, 7, 2, eta_min=0.003)
    rates = train(theirs, lr_scheduler.CosineAnnealingWarmRestarts(theirs, 7, 2, eta_min=0.003), 60)
    for own, peer in zip(train(made, ours, 60), rates):
        assert own == pytest.approx(peer, rel=1e-6 if tensors else 1e-14)


def test_eta_min_is_the_floor_of_the_heights_that_m_mul_multiplies():
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, 8, 1.0, 0.5, eta_min=0.004)
    for step, rates in enumerate(train(made, scheduler, 80)):
        heights = [(rate - 0.004) * 0.5 ** (step // 8) for rate in (0.1, 0.01)]
        fall = math.cos(math.pi / 2 * (step % 8) / 8) ** 2
        assert rates == pytest.approx([0.004 + height * fall for height in heights], rel=4e-16)


def test_also_a_weight_decay_and_a_momentum():
    made = optimizer()
    falling, rising = sgdr.CosineDecay(0.5, 20), sgdr.PolynomialDecay(0.85, 20, 0.95)
    also = {"weight_decay": falling, "momentum": lambda momentum: rising}
    scheduler = sgdr.torch.Scheduler(made, sgdr.CosineDecay(0.1, 20), also=also)
    for step in range(30):
        assert [(group["weight_decay"], group["momentum"]) for group in made.param_groups] == [
            (falling(step), rising(step))
        ] * 2
        train(made, scheduler, 1)


@pytest.mark.parametrize("tensors", [False, True])
def test_also_the_betas_of_adam(tensors):
    made = optimizer(kind=torch.optim.AdamW)
    if tensors:
        for group in made.param_groups:
            group.update(betas=(torch.tensor(0.9), torch.tensor(0.999)), capturable=True)
    first, second = sgdr.PolynomialDecay(0.85, 20, 0.95), sgdr.PolynomialDecay(0.99, 20, 0.999)
    before = made.param_groups[0]["betas"]
    momentum = sgdr.torch.Scheduler(made, sgdr.CosineDecay(0.1, 20), also={"momentum": first})
    momentum.step(5)
    assert float(made.param_groups[1]["betas"][0]) == pytest.approx(first(5))
    assert float(made.param_groups[1]["betas"][1]) == pytest.approx(0.999)
    both = sgdr.torch.Scheduler(made, sgdr.CosineDecay(0.1, 20), also={"betas": (None, second)})
    both.step(7)
    assert [float(beta) for beta in made.param_groups[0]["betas"]] == pytest.approx([first(5), second(7)])
    assert not tensors or all(beta is old for beta, old in zip(made.param_groups[0]["betas"], before))
    # A function gets the value of the beginning, which is no tensor that is filled.
    asked = []
    plan = lambda beta: asked.append(beta) or sgdr.PolynomialDecay(beta, 20, 0.999)  # noqa: E731
    for _ in range(2):
        sgdr.torch.Scheduler(made, sgdr.CosineDecay(0.1, 20), also={"betas": (plan, plan)}).step(9)
    assert asked[:4] == asked[4:] and asked[:2] == pytest.approx([first(5), second(7)])


def test_also_keeps_groups_without_weight_decay_without():
    made = optimizer(kind=torch.optim.AdamW)
    made.param_groups[1]["weight_decay"] = 0.0
    plan = lambda weight_decay: sgdr.CosineDecay(weight_decay, 20)  # noqa: E731
    scheduler = sgdr.torch.CosineDecayRestarts(made, 7, also={"weight_decay": plan})
    scheduler.step(5)
    assert [group["weight_decay"] for group in made.param_groups] == [plan(0.01)(5), 0.0]
    # The function gets the values of the beginning, not those that a checkpoint was saved with.
    again = optimizer(kind=torch.optim.AdamW)
    again.load_state_dict(made.state_dict())
    resumed = sgdr.torch.CosineDecayRestarts(again, 7, also={"weight_decay": plan})
    resumed.load_state_dict(scheduler.state_dict())
    resumed.step(6)
    assert [group["weight_decay"] for group in again.param_groups] == [plan(0.01)(6), 0.0]


def add_group(made, rate=0.03):
    made.add_param_group({"params": [torch.nn.Parameter(torch.ones(2))], "lr": rate})


@pytest.mark.parametrize("tensors", [False, True])
def test_a_group_that_is_added_later(tensors):
    made = optimizer(tensors)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    train(made, scheduler, 10)
    add_group(made, torch.tensor(0.03) if tensors else 0.03)
    state = scheduler.state_dict()
    scheduler.step()
    core = sgdr.CosineDecayRestarts(float(scheduler.base_lrs[2]), *SHAPE)
    assert rates_of(made)[2] == float(core(11, dtype="float32" if tensors else None))
    assert len(scheduler.get_last_lr()) == len(state["schedules"]) == 3
    assert made.param_groups[2]["initial_lr"] == scheduler.base_lrs[2]
    again = optimizer(tensors)
    resumed = sgdr.torch.CosineDecayRestarts(again, *SHAPE)
    with pytest.raises(ValueError, match="number of parameter groups, 2. Received: 3"):
        resumed.load_state_dict(scheduler.state_dict())
    add_group(again, torch.tensor(0.03) if tensors else 0.03)
    resumed.load_state_dict(scheduler.state_dict())
    assert rates_of(again) == rates_of(made)
    assert train(again, resumed, 10) == train(made, scheduler, 10)


def test_a_group_that_is_added_later_to_one_schedule_and_to_a_list():
    made, plan = optimizer(), sgdr.CosineDecay(0.5, 20)
    scheduler = sgdr.torch.Scheduler(made, plan)
    add_group(made)
    train(made, scheduler, 4)
    assert rates_of(made) == [plan(4)] * 3
    scheduler = sgdr.torch.Scheduler(made, [plan, plan, plan])
    add_group(made)
    with (
        unchanged(made, scheduler),
        pytest.raises(ValueError, match="Received: a list of 3, and the optimizer has a group 3"),
    ):
        scheduler.step()
    made.param_groups.pop()
    scheduler.step()
    assert rates_of(made) == [plan(1)] * 3


def test_the_first_peak():
    """It is `lr`, except where another scheduler or a checkpoint has set that."""
    made = optimizer()
    first = sgdr.torch.CosineDecayRestarts(made, 7)
    first.step(3)
    assert sgdr.torch.CosineDecayRestarts(made, 7).get_last_lr() == [0.1, 0.01]
    made.param_groups[0]["lr"] = 0.05
    second = sgdr.torch.CosineDecayRestarts(made, 7)
    assert second.get_last_lr() == second.base_lrs == [0.05, 0.01]
    assert made.param_groups[0]["initial_lr"] == 0.05
    # Behind another scheduler's warm-up, with one of ours before that.
    warmup = lr_scheduler.LinearLR(made, 0.1, 1.0, 5)
    assert rates_of(made)[0] == pytest.approx(0.005)
    assert sgdr.torch.CosineDecayRestarts(made, 7).get_last_lr() == warmup.base_lrs == [0.05, 0.01]
    # A checkpoint, loaded into a new optimizer and into one that has had a scheduler.
    second.step(3)
    state = made.state_dict()
    again = optimizer()
    again.load_state_dict(state)
    assert sgdr.torch.CosineDecayRestarts(again, 7).get_last_lr() == [0.05, 0.01]
    again.load_state_dict(state)
    assert sgdr.torch.CosineDecayRestarts(again, 7).get_last_lr() == [0.05, 0.01]
    again.load_state_dict(state)
    assert sgdr.torch.CosineDecayRestarts(again, 7, last_epoch=1).get_last_lr() == [
        second.schedules[0](2),
        second.schedules[1](2),
    ]


def test_from_last_epoch_alone():
    for made in (optimizer(), optimizer(tensors=True)):
        rates = [float(group["lr"]) for group in made.param_groups]
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE, last_epoch=24)
        assert [schedule.initial_learning_rate for schedule in scheduler.schedules] == rates
        assert rates_of(made) == expected(25, 26, tensors=isinstance(made.param_groups[0]["lr"], torch.Tensor))[0]
    made = optimizer()
    plan = sgdr.CosineDecay(0.5, 40)
    assert sgdr.torch.Scheduler(made, plan, last_epoch=24).get_last_lr() == [plan(25)] * 2
    scheduler = sgdr.torch.Scheduler(optimizer(), plan)
    scheduler.load_state_dict({"last_epoch": 25})
    assert scheduler.get_last_lr() == rates_of(scheduler.optimizer) == [plan(25)] * 2


@pytest.mark.parametrize("tensors", [False, True])
def test_the_types_of_the_rates_after_loading(tensors):
    made = optimizer(tensors)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    train(made, scheduler, 5)
    again = optimizer(tensors)
    resumed = sgdr.torch.CosineDecayRestarts(again, *SHAPE)
    resumed.load_state_dict(scheduler.state_dict())
    for rates in (resumed.get_last_lr(), resumed.base_lrs):
        assert {type(rate) for rate in rates} == {torch.Tensor if tensors else float}
    assert resumed.get_last_lr() == scheduler.get_last_lr()
    if tensors:
        resumed.get_last_lr()[0].fill_(7.0)
        assert rates_of(again) == rates_of(made)


# As sgdr saved them before it saved schedules.
FIRST_STATE = {"last_epoch": 23, "_step_count": 24, "_last_lr": [0.0123, 0.00123], "base_lrs": [0.1, 0.01]}


def test_a_state_without_schedules():
    for loads in (False, True):
        made = optimizer()
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
        if loads:
            for group, rate in zip(made.param_groups, FIRST_STATE["_last_lr"]):
                group["lr"] = rate
        scheduler.load_state_dict(FIRST_STATE)
        assert rates_of(made) == scheduler.get_last_lr() == expected(23, 24)[0]
        assert train(made, scheduler, 5) == expected(23, 28)
    # From a SequentialLR: not begun, and ended.
    for state, rate in ({**FIRST_STATE, "last_epoch": -1}, 0.1), (FIRST_STATE, 0.0656):
        made = optimizer()
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
        made.param_groups[0]["lr"] = rate
        scheduler.load_state_dict(state)
        assert rates_of(made)[0] == rate


def saved_with(steps, *shape, rate=0.1, **arguments):
    made = optimizer()
    made.param_groups[0]["lr"] = rate
    scheduler = sgdr.torch.CosineDecayRestarts(made, *shape, **arguments)
    train(made, scheduler, steps)
    return made.state_dict(), scheduler.state_dict()


OTHERS = [
    ((9, 1.5, 0.9, 0.01), {}, "first_decay_steps=9.*first_decay_steps=7"),
    (SHAPE, {"rate": 0.2}, "initial_learning_rate=0.2.*initial_learning_rate=0.1"),
    (
        SHAPE,
        {"also": {"weight_decay": sgdr.CosineDecay(0.5, 20)}},
        "for `weight_decay` of group 0, saved: CosineDecay.*None",
    ),
]


@pytest.mark.parametrize("shape, arguments, message", OTHERS)
@pytest.mark.parametrize("optimizer_first", [True, False])
def test_the_state_of_another_schedule(shape, arguments, message, optimizer_first):
    of_optimizer, of_scheduler = saved_with(10, *shape, **arguments)

    def resume(**mode):
        made = optimizer()
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE, **mode)
        if optimizer_first:
            made.load_state_dict(copy.deepcopy(of_optimizer))
        return made, scheduler

    made, scheduler = resume()
    with unchanged(made, scheduler), pytest.raises(ValueError, match=message) as error:
        scheduler.load_state_dict(of_scheduler)
    assert 'on_mismatch="saved"' in str(error.value) and 'on_mismatch="new"' in str(error.value)

    made, scheduler = resume(on_mismatch="saved")
    scheduler.load_state_dict(of_scheduler)
    rates = [sgdr.CosineDecayRestarts(rate, *shape) for rate in (arguments.get("rate", 0.1), 0.01)]
    assert scheduler.schedules == rates
    assert train(made, scheduler, 10) == [[each(step) for each in rates] for step in range(10, 20)]
    if "also" in arguments:
        assert made.param_groups[0]["weight_decay"] == arguments["also"]["weight_decay"](20)
    # What is saved then is the saved schedule.
    sgdr.torch.CosineDecayRestarts(made, *SHAPE, on_mismatch="saved").load_state_dict(scheduler.state_dict())

    made, scheduler = resume(on_mismatch="new")
    scheduler.load_state_dict(of_scheduler)
    assert scheduler.get_last_lr() == rates_of(made)
    assert train(made, scheduler, 10) == expected(10, 20)
    assert scheduler.base_lrs == [0.1, 0.01]
    # A resume from the new state has nothing to choose, nor if the optimizer's is loaded first.
    again = optimizer()
    again.load_state_dict(made.state_dict())
    resumed = sgdr.torch.CosineDecayRestarts(again, *SHAPE)
    resumed.load_state_dict(scheduler.state_dict())
    assert train(again, resumed, 5) == expected(20, 25)


def test_a_saved_schedule_that_the_optimizer_cannot_follow():
    made = optimizer(kind=torch.optim.AdamW)
    saved = sgdr.torch.CosineDecayRestarts(made, *SHAPE, also={"momentum": sgdr.CosineDecay(0.9, 20)})
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE, on_mismatch="saved")
    with (
        unchanged(made, scheduler),
        pytest.raises(ValueError, match=r"Group 0 of the optimizer must have `betas\[0\]`"),
    ):
        scheduler.load_state_dict(saved.state_dict())


def test_every_schedule_in_a_state():
    base = sgdr.CosineDecayRestarts(0.1, 7, 1.5)
    schedules = [
        base,
        sgdr.CosineCycles(0.1, 7, eta_min=0.01),
        sgdr.CosineDecay(0.1, 20, warmup_target=0.2, warmup_steps=3),
        sgdr.ExponentialDecay(0.1, 10, 0.5),
        sgdr.InverseTimeDecay(0.1, 10, 0.5, staircase=True),
        sgdr.PiecewiseConstantDecay([3, 9], [0.1, 0.05, 0.01]),
        sgdr.PolynomialDecay(0.1, 20),
        base.warmup(3, shape="cosine").cycle_limit(2).scale(0.5).clamp(0.01, 0.04),
        base.then(9, sgdr.CosineDecay(0.1, 20)),
        base.replan(12).skip_cycle(),
        sgdr.NormalizedWeightDecay(base, 0.05, 32, 1000, 32),
    ]
    for schedule in schedules:
        made = optimizer()
        scheduler = sgdr.torch.Scheduler(made, schedule)
        train(made, scheduler, 5)
        file = io.BytesIO()
        torch.save(scheduler.state_dict(), file)
        state = torch.load(io.BytesIO(file.getvalue()), weights_only=True)
        resumed = sgdr.torch.Scheduler(optimizer(), schedule)
        resumed.load_state_dict(state)
        assert resumed.get_last_lr() == [schedule(5)] * 2
        resumed = sgdr.torch.Scheduler(optimizer(), sgdr.CosineDecay(0.3, 5), on_mismatch="saved")
        resumed.load_state_dict(state)
        assert resumed.schedules == [schedule] * 2


def test_fractions_of_epochs():
    """PyTorch's documented `scheduler.step(epoch + i / iters)`, and the steps between, resumed in between too."""
    made, theirs, iters = optimizer(), optimizer(), 7
    scheduler = sgdr.torch.CosineDecayRestarts(made, 3, 2.0)
    peer = lr_scheduler.CosineAnnealingWarmRestarts(theirs, 3, 2)
    for epoch in range(12):
        for i in range(iters):
            scheduler.step(epoch + i / iters)
            peer.step(epoch + i / iters)
            assert rates_of(made) == pytest.approx(rates_of(theirs), rel=1e-12, abs=1e-16)
            assert rates_of(made) == [schedule(epoch + i / iters) for schedule in scheduler.schedules]
            assert scheduler.last_epoch == peer.last_epoch == epoch
    again = optimizer()
    resumed = sgdr.torch.CosineDecayRestarts(again, 3, 2.0)
    resumed.load_state_dict(scheduler.state_dict())
    assert rates_of(again) == rates_of(made)
    again = optimizer()
    resumed = sgdr.torch.CosineDecayRestarts(again, 3, 3.0, on_mismatch="new")
    resumed.load_state_dict(scheduler.state_dict())
    assert rates_of(again) == [schedule(11 + 6 / 7) for schedule in resumed.schedules]
    for each in (scheduler, resumed):
        each.step()
        assert (each.last_epoch, each.get_last_lr()) == (12, [schedule(12) for schedule in each.schedules])


def test_the_loop_of_timm():
    """It tells the scheduler its updates, and its epochs too."""
    made, updates = optimizer(), 0
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    for epoch in range(4):
        for _ in range(5):
            assert rates_of(made) == expected(updates, updates + 1)[0]
            made.step()
            updates += 1
            scheduler.step_update(num_updates=updates, metric=0.5)
        scheduler.step(epoch + 1, 0.5)
    # A schedule of epochs, where nothing else is told.
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    for epoch in range(20):
        scheduler.step(epoch + 1, metric=0.5)
        assert rates_of(made) == expected(epoch + 1, epoch + 2)[0]


def by_the_rule(schedule, step):
    """The rate of any real step at the door of a framework."""
    return schedule(min(max(step, 0), 2**64 - 1))


PLANS = [
    lambda lr: sgdr.CosineDecayRestarts(lr, 7, 1.5, 0.9, 0.01),
    lambda lr: sgdr.CosineDecayRestarts(lr, 1, 1.0),
    lambda lr: sgdr.CosineDecayRestarts(lr, 100, 0.5, 0.9, 0.01),
    lambda lr: sgdr.CosineCycles(lr, 7, eta_min=lr / 10),
    lambda lr: sgdr.CosineDecayRestarts(lr, 7).warmup(3).cycle_limit(2),
    lambda lr: sgdr.PiecewiseConstantDecay([3, 9], [lr, lr / 2, lr / 10]),
    lambda lr: sgdr.ExponentialDecay(lr, 10, 0.5, staircase=True),
]


def random_step(choose):
    whole = choose.choice(
        [0, 1, 7, choose.randrange(-(10**3), 10**3), choose.randrange(2**70), -choose.randrange(2**70), 2**64]
    )
    kind = choose.randrange(6)
    if kind == 0:
        return float(whole)
    if kind == 1:
        return whole % 1000 + choose.choice([0.5, -0.5, choose.random(), -1001 * choose.random(), 1e-300])
    if kind == 2:
        return torch.tensor(whole % 1000 - 500)
    if kind == 3:
        return numpy.float32(whole % 1000 + 0.25)
    return whole


@pytest.mark.parametrize("tensors", [False, True])
@pytest.mark.parametrize("plan", PLANS)
def test_random_steps(plan, tensors):
    choose = random.Random(repr(plan(0.1)))
    made = optimizer(tensors)
    scheduler = sgdr.torch.Scheduler(made, plan)
    made.step()
    last = 0
    for _ in range(300):
        if choose.random() < 0.2:
            step = choose.choice(
                [float("nan"), float("inf"), -float("inf"), numpy.float32("nan"), torch.tensor(float("inf"))]
            )
            call = choose.choice([scheduler.step, scheduler.step_update])
            with unchanged(made, scheduler), pytest.raises(ValueError, match="must be finite. Received: "):
                call(step)
            with unchanged(made, scheduler), pytest.raises(TypeError, match="must be a number. Received: epoch='2'"):
                scheduler.step("2")
        elif choose.random() < 0.3:
            scheduler.step()
            step = last + 1
        else:
            step = random_step(choose)
            scheduler.step(step)
        if not math.isfinite(step):
            continue
        last = scheduler.last_epoch
        assert last == math.floor(float(step) if isinstance(step, numpy.floating) else step)
        rates = [by_the_rule(each, step.item() if hasattr(step, "item") else step) for each in scheduler.schedules]
        assert rates_of(made) == [float(torch.tensor(rate)) if tensors else rate for rate in rates]
        assert all(math.isfinite(rate) for rate in rates_of(made))


class unchanged:
    """What a refused call leaves as it was: the optimizer and the scheduler, which continues with the next step."""

    def __init__(self, made, scheduler):
        self.made, self.scheduler = made, scheduler

    def all(self):
        groups = [{key: value for key, value in group.items() if key != "params"} for group in self.made.param_groups]
        own = {key: value for key, value in vars(self.scheduler).items() if key != "optimizer"}
        return copy.deepcopy((groups, own))

    def __enter__(self):
        self.before = self.all()

    def __exit__(self, *_):
        (groups, own), (groups_now, own_now) = self.before, self.all()
        assert groups_now == groups
        for each in (own, own_now):
            del each["_sources"], each["_groups"]
        assert own_now == own


def test_refused_calls():
    for arguments, message in [
        (
            {"also": {"weigth_decay": sgdr.CosineDecay(0.1, 9)}},
            "numbers of the parameter groups: .*weight_decay.*'weigth_decay'",
        ),
        ({"also": {"lr": sgdr.CosineDecay(0.1, 9)}}, "and not `lr`. Received: `lr` again"),
        (
            {"also": {"weight_decay": [sgdr.CosineDecay(0.1, 9)]}},
            "one element for each parameter group, 2. Received: 1",
        ),
        ({"also": sgdr.CosineDecay(0.1, 9)}, "`also` must be a dict of schedules"),
        ({"also": {"weight_decay": 0.1}}, r'`also\["weight_decay"\]` must be a schedule of sgdr'),
        (
            {"alpha": 0.1, "eta_min": 0.001},
            "Only one of `alpha` and `eta_min` may be given. Received: alpha=0.1, eta_min=0.001",
        ),
        ({"eta_min": 0.05}, "`eta_min` must be between 0 and the initial learning rate, 0.01. Received: eta_min=0.05"),
        ({"eta_min": float("nan")}, "`eta_min` must be between 0"),
        (
            {"on_mismatch": "ignore"},
            '`on_mismatch` must be "error", "saved" or "new". Received: on_mismatch=\'ignore\'',
        ),
        ({"last_epoch": 2.5}, "`last_epoch` must be an integer. Received: last_epoch=2.5"),
        ({"last_epoch": float("nan")}, "`last_epoch` must be finite"),
    ]:
        made = optimizer()
        before = copy.deepcopy(made.state_dict())
        with pytest.raises((ValueError, TypeError), match=message):
            sgdr.torch.CosineDecayRestarts(made, 7, **arguments)
        assert made.state_dict() == before and not hasattr(made.step, "_wrapped_by_lr_sched")
    with pytest.raises(TypeError, match="`optimizer` must be an optimizer of PyTorch"):
        sgdr.torch.CosineDecayRestarts(torch.nn.Linear(1, 1), 7)
    with pytest.raises(ValueError, match="each number once, and not `lr`. Received: `betas"):
        plan = sgdr.CosineDecay(0.9, 9)
        sgdr.torch.Scheduler(optimizer(kind=torch.optim.Adam), plan, also={"momentum": plan, "betas": (plan, None)})
    with pytest.raises(ValueError, match="must have 2 elements, schedules or None"):
        sgdr.torch.Scheduler(optimizer(kind=torch.optim.Adam), plan, also={"betas": plan})
    scheduler = sgdr.torch.CosineDecayRestarts(optimizer(), 7)
    for state, message in [
        ({}, "must have the key 'last_epoch'"),
        ({"last_epoch": float("nan")}, "must be finite"),
        ({**FIRST_STATE, "_last_lr": [0.1]}, "number of parameter groups, 2. Received: 1"),
    ]:
        with unchanged(scheduler.optimizer, scheduler), pytest.raises(ValueError, match=message):
            scheduler.load_state_dict(state)


@pytest.mark.parametrize("kind", [sgdr.torch.Scheduler, sgdr.torch.CosineDecayRestarts])
def test_the_docs_send_from_a_chain_to_a_warmup(kind):
    """A ChainedScheduler multiplies rates, and ours sets one, as its docs say."""
    made = optimizer()
    chain = lr_scheduler.ChainedScheduler(
        [lr_scheduler.LinearLR(made, 0.1, 1.0, 5), sgdr.torch.CosineDecayRestarts(made, *SHAPE)]
    )
    assert train(made, chain, 20) == expected(0, 20)
    assert re.search(r"`ChainedScheduler`.*warmup\(", kind.__doc__, re.DOTALL)


def test_what_works_beside_a_scheduler():
    """GradScaler, which skips steps; the averages of SWA; copies."""
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    scaler = torch.amp.GradScaler("cpu", enabled=True)
    for step in range(20):
        assert rates_of(made) == expected(step, step + 1)[0]
        made.zero_grad()
        loss = sum((parameter**2).sum() for group in made.param_groups for parameter in group["params"])
        scaler.scale(loss).backward()
        scaler.step(made)
        scaler.update()
        scheduler.step()
    swa = torch.optim.swa_utils.SWALR(made, swa_lr=0.05, anneal_epochs=5)
    for _ in range(10):
        made.step()
        swa.step()
    assert rates_of(made) == pytest.approx([0.05, 0.05])
    for copied in (copy.deepcopy(scheduler), pickle.loads(pickle.dumps(scheduler))):
        copied.optimizer.step()
        copied.step()
        assert rates_of(copied.optimizer) == expected(21, 22)[0] != rates_of(made)


PARALLEL = """
    import sys, torch, torch.distributed as dist, torch.multiprocessing as mp, sgdr.torch

    def run(rank, world, port, queue, state, steps):
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=world)
        model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        scheduler = sgdr.torch.CosineDecayRestarts(optimizer, 7, 1.5, 0.9, 0.01)
        if state is not None:
            scheduler.load_state_dict(state)
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            model(torch.ones(2, 2)).sum().backward()
            optimizer.step()
            scheduler.step()
        everywhere = [None] * world
        dist.all_gather_object(everywhere, rates)
        if rank == 0:
            queue.put((everywhere, scheduler.state_dict()))
            dist.barrier()
        else:
            dist.barrier()
        dist.destroy_process_group()

    def train(world, port, state, steps):
        queue = mp.get_context("spawn").SimpleQueue()
        context = mp.spawn(run, (world, port, queue, state, steps), nprocs=world, join=False)
        everywhere, state = queue.get()
        while not context.join():
            pass
        assert all(rates == everywhere[0] for rates in everywhere), everywhere
        return everywhere[0], state

    def free_port():
        import socket
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            return found.getsockname()[1]

    if __name__ == "__main__":
        core = sgdr.CosineDecayRestarts(0.1, 7, 1.5, 0.9, 0.01)
        begin, state = train(2, free_port(), None, 12)
        rest, _ = train(1, free_port(), state, 8)
        again, _ = train(2, free_port(), state, 8)
        assert begin + rest == begin + again == core(range(20)).tolist(), (begin, rest, again)
        print("equal")
"""


def test_data_parallel(tmp_path):
    """Two processes, then a restart with one and with two, in the middle of a cycle."""
    script = tmp_path / "parallel.py"
    script.write_text(textwrap.dedent(PARALLEL))
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=env, timeout=300)
    assert result.stdout.endswith("equal\n"), result.stderr

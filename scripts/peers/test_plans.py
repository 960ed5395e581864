"""Warm-up, limits, floors and chains of other libraries, and ours that give the same curve to the precision of theirs.

Ours are written as the JSON that `keras::serialize` writes; COMPARE.md has the same table in words.
"""

import json

import pytest

from sgdr_binary import run

STEPS = 400


def keras_class(name, **config):
    module = "keras.optimizers.schedules"
    return {"module": module, "class_name": name, "config": config, "registered_name": None}


def ours(name, **config):
    return {"module": None, "class_name": name, "config": config, "registered_name": f"sgdr>{name}"}


def rates(schedule):
    result = run("lr", "--config", "-", *map(str, range(STEPS)), stdin=json.dumps(schedule))
    assert result.returncode == 0, result.stderr
    return [float(line) for line in result.stdout.split()]


def agree(schedule, theirs, tolerance, but_for=()):
    """Every step, except those at which the peer is known to be wrong."""
    found = rates(schedule)
    assert len(found) == len(theirs) == STEPS
    off = [step for step in range(STEPS) if not abs(found[step] - theirs[step]) <= tolerance]
    assert off == list(but_for), [(step, found[step], theirs[step]) for step in off][:5]


@pytest.mark.parametrize("warmup", [0, 5])
@pytest.mark.parametrize("end", [0.0, 0.01])
def test_optax_sgdr_schedule(warmup, end):
    """f32; every cycle of a list with its own warm-up, length, peak and end."""
    jax = pytest.importorskip("jax")
    optax = pytest.importorskip("optax")
    cycles = [(0.0, 0.1, 50), (0.02, 0.08, 100), (0.01, 0.05, 200)]
    schedule = optax.sgdr_schedule(
        [
            {"init_value": init, "peak_value": peak, "warmup_steps": warmup, "decay_steps": steps, "end_value": end}
            for init, peak, steps in cycles
        ]
    )
    chain = ours(
        "Chain",
        schedules=[
            keras_class(
                "CosineDecay",
                initial_learning_rate=init,
                decay_steps=steps - warmup,
                alpha=end / peak,
                warmup_target=peak,
                warmup_steps=warmup,
            )
            for init, peak, steps in cycles
        ],
        boundaries=[50, 150],
    )
    agree(chain, jax.vmap(schedule)(jax.numpy.arange(STEPS)).astype(float).tolist(), 2e-8)


def test_optax_join_schedules():
    jax = pytest.importorskip("jax")
    optax = pytest.importorskip("optax")
    parts = [optax.linear_schedule(0.0, 0.1, 20), optax.cosine_decay_schedule(0.1, 100), optax.constant_schedule(1e-3)]
    joined = optax.join_schedules(parts, [20, 120])
    chain = ours(
        "Chain",
        schedules=[
            keras_class("PolynomialDecay", initial_learning_rate=0.0, decay_steps=20, end_learning_rate=0.1),
            keras_class("CosineDecay", initial_learning_rate=0.1, decay_steps=100),
            keras_class("CosineDecay", initial_learning_rate=1e-3, decay_steps=1, alpha=1.0),
        ],
        boundaries=[20, 120],
    )
    agree(chain, jax.vmap(joined)(jax.numpy.arange(STEPS)).astype(float).tolist(), 2e-8)


def stepped(torch, make, steps=STEPS):
    """The rates that an optimizer uses, step by step, under a scheduler that counts."""
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    scheduler, used = make(optimizer), []
    for _ in range(steps):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return used


@pytest.mark.parametrize("cycles", [1, 2, 4])
@pytest.mark.parametrize("warmup", [0, 20])
def test_transformers_hard_restarts(cycles, warmup):
    """f64; equal cycles after a warm-up, then 0. The product that finds the cycle loses some restarts (COMPARE.md)."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    make = transformers.get_cosine_with_hard_restarts_schedule_with_warmup
    theirs = stepped(torch, lambda optimizer: make(optimizer, warmup, warmup + 320, num_cycles=cycles))
    restarts = keras_class(
        "CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=320 // cycles, t_mul=1.0
    )
    limited = ours("CycleLimit", schedule=restarts, cycles=cycles)
    agree(ours("Warmup", schedule=limited, warmup_steps=warmup), theirs, 1e-15)


@pytest.mark.parametrize("prefix", [True, False])
@pytest.mark.parametrize("cycle_mul, cycle_decay, lr_min", [(1.0, 1.0, 0.0), (2.0, 0.5, 0.0), (2.0, 0.8, 0.01), (1.5, 1.0, 1e-3)])
def test_timm(prefix, cycle_mul, cycle_decay, lr_min):
    """f64; warm-up before the schedule or inside it, decay of the peaks, a floor that is a rate, a limit of cycles."""
    torch = pytest.importorskip("torch")
    scheduler = pytest.importorskip("timm.scheduler")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    cosine = scheduler.CosineLRScheduler(
        optimizer,
        t_initial=40,
        lr_min=lr_min,
        cycle_mul=cycle_mul,
        cycle_decay=cycle_decay,
        cycle_limit=3,
        warmup_t=10,
        warmup_lr_init=0.001,
        warmup_prefix=prefix,
        t_in_epochs=False,
    )
    theirs = [cosine._get_lr(step)[0] for step in range(STEPS)]
    cycles = ours(
        "CosineCycles",
        initial_learning_rate=0.1,
        first_decay_steps=40,
        t_mul=cycle_mul,
        peak_mul=cycle_decay,
        eta_min=lr_min,
    )
    warmup = ours(
        "Warmup",
        schedule=ours("CycleLimit", schedule=cycles, cycles=3),
        warmup_steps=10,
        start=0.001,
        place="prefix" if prefix else "inside",
        to_peak=True,
    )
    agree(warmup, theirs, 1e-15)


def test_pytorch_sequential():
    """f64; one scheduler after the other, each counting from its own start."""
    torch = pytest.importorskip("torch")
    lr = torch.optim.lr_scheduler

    def make(optimizer):
        parts = [
            lr.LinearLR(optimizer, start_factor=0.1, total_iters=20),
            lr.CosineAnnealingWarmRestarts(optimizer, T_0=50, T_mult=2, eta_min=0.01),
        ]
        return lr.SequentialLR(optimizer, parts, milestones=[20])

    chain = ours(
        "Chain",
        schedules=[
            keras_class("PolynomialDecay", initial_learning_rate=0.01, decay_steps=20, end_learning_rate=0.1),
            ours("CosineCycles", initial_learning_rate=0.1, first_decay_steps=50, eta_min=0.01),
        ],
        boundaries=[20],
    )
    agree(chain, stepped(torch, make), 1e-15)

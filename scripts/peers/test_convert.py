"""The code that `sgdr convert` prints is executed in the real library, and its curve compared with ours."""

import os
from types import SimpleNamespace

os.environ.setdefault("KERAS_BACKEND", "jax")

import pytest

from sgdr_binary import Schedule, run

# Every form of code that there is: own schedules, hooks, equal, growing and shrinking cycles, whole lengths and not.
SCHEDULES = [
    Schedule("0.1", 1000),
    Schedule("0.1", 100, t_mul="1"),
    Schedule("0.1", 100, t_mul="1", m_mul="0.9", alpha="0.01"),
    Schedule("0.1", 1000, t_mul="1", cycles=22),
    Schedule("0.1", 100, t_mul="2", m_mul="0.5"),
    Schedule("0.1", 100, t_mul="2", m_mul="0.9", alpha="0.1"),
    Schedule("0.1", 100, t_mul="2", alpha="0.01"),
    Schedule("0.1", 100, t_mul="3"),
    Schedule("0.1", 100, t_mul="1.5"),
    Schedule("0.1", 16, t_mul="1.5", cycles=4),
    Schedule("0.001", 10, t_mul="1.1", m_mul="0.9", cycles=30),
    Schedule("0.1", 100, t_mul="1.5", m_mul="1.1", alpha="0.001"),
    Schedule("0.1", 30, t_mul="1.3333333333333333"),
    Schedule("0.1", 1000, t_mul="0.5"),
    Schedule("0.1", 1000, t_mul="0.9", m_mul="0.9", alpha="0.01", cycles=70),
    Schedule("0.5", 1, t_mul="2", cycles=12),
    Schedule("0.5", 100, t_mul="2", m_mul="0", alpha="0.25"),
    Schedule("0.5", 100, t_mul="2", m_mul="0.5", alpha="1"),
    Schedule("0", 100),
]

# How far a rate may be from ours, as a fraction of the initial learning rate: rounding, in f64 and in f32.
F64 = 1e-12
F32 = 1e-6


def installed(module):
    try:
        return pytest.importorskip(module, exc_type=ImportError)
    except pytest.skip.Exception:
        pytest.skip(f"SKIPPED: {module} is not installed")


def compare(schedule, steps, theirs, tolerance):
    ours = schedule.rates(steps)
    assert len(ours) == len(theirs)
    for step, our, their in zip(steps, ours, theirs):
        assert abs(their - our) <= tolerance * max(schedule.rate, our), f"step {step}: {their}, ours is {our}"


def execute(schedule, target, **names):
    code = schedule.convert(target)
    exec(compile(code, f"<{target}>", "exec"), names)
    return names


class Loop:
    """The user's side of a training loop: as many batches as there are steps, and a note of the rate at each."""

    def __init__(self, schedule, learning_rate):
        self.steps = schedule.steps(4000)
        self.learning_rate = learning_rate
        self.rates = []
        self.names = {"batches": self}

    def __iter__(self):
        for step in self.steps:
            self.rates.append(self.learning_rate(self.names))
            yield step

    def run(self, schedule, target, model, loss_of):
        self.names.update(model=model, loss_of=loss_of)
        exec(compile(schedule.convert(target), f"<{target}>", "exec"), self.names)
        return self.rates


each_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=str)


def of_group(names):
    return names["optimizer"].param_groups[0]["lr"]


@each_schedule
@pytest.mark.parametrize("target", ["pytorch", "timm"])
def test_torch_loop(target, schedule):
    torch = installed("torch")
    if target == "timm":
        installed("timm")
    loop = Loop(schedule, of_group)
    rates = loop.run(schedule, target, torch.nn.Linear(1, 1), lambda model, _: model(torch.zeros(1)).sum())
    compare(schedule, loop.steps, rates, F64)


@each_schedule
def test_transformers(schedule):
    torch = installed("torch")
    installed("transformers")
    names = execute(schedule, "transformers", model=torch.nn.Linear(1, 1))
    rates = []
    for _ in schedule.steps(4000):
        rates.append(of_group(names))
        names["optimizer"].step()
        names["scheduler"].step()
    # Its product of the progress with the number of cycles costs two digits.
    compare(schedule, schedule.steps(4000), rates, 1e-10)


@each_schedule
def test_paddle(schedule):
    paddle = installed("paddle")
    loop = Loop(schedule, lambda names: names["optimizer"].get_lr())
    rates = loop.run(schedule, "paddle", paddle.nn.Linear(1, 1), lambda model, _: model(paddle.zeros([1])).sum())
    compare(schedule, loop.steps, rates, F64)


@each_schedule
def test_composer(schedule):
    torch = installed("torch")
    composer = installed("composer")
    names = execute(schedule, "composer", model=torch.nn.Linear(1, 1))
    steps = schedule.steps_and_restarts(4000)

    def state(step):
        timestamp = composer.core.Timestamp(batch=step)
        return SimpleNamespace(timestamp=timestamp, max_duration=composer.core.Time.from_batch(steps[-1] + 1))

    compare(schedule, steps, [of_group(names) * names["scheduler"](state(step)) for step in steps], F64)


@each_schedule
def test_optax(schedule):
    jax = installed("jax")
    names = execute(schedule, "optax")
    compiled = jax.jit(names["schedule"])
    steps = schedule.steps_and_restarts(4000)
    compare(schedule, steps, [float(compiled(jax.numpy.int32(step))) for step in steps], F32)
    uncompiled = steps[:: max(1, len(steps) // 10)]
    compare(schedule, uncompiled, [float(names["schedule"](step)) for step in uncompiled], F32)


def test_optax_optimizer_follows():
    jax = installed("jax")
    schedule = Schedule("0.1", 4, t_mul="1.5", m_mul="0.5")
    optimizer = execute(schedule, "optax")["optimizer"]
    weight, state, rates = jax.numpy.float32(0), None, []
    state = optimizer.init(weight)
    for _ in range(20):
        update, state = optimizer.update(jax.numpy.float32(1), state)
        rates.append(-float(update))
    compare(schedule, range(20), rates, F32)


# Keras' own class is all there is for it, so only schedules that it gets right are compared.
KERAS = [schedule for schedule in SCHEDULES if run("convert", "--to", "keras-python", *schedule.flags).returncode == 0]


@pytest.mark.parametrize("schedule", KERAS, ids=str)
def test_keras(schedule):
    jax = installed("jax")
    installed("keras")
    names = execute(schedule, "keras-python")
    compiled = jax.jit(names["schedule"])
    steps = schedule.steps_and_restarts(4000)
    rates = [float(compiled(jax.numpy.int32(step))) for step in steps]
    # Keras subtracts the start of the cycle in f32, which costs digits that a count of integers keeps.
    compare(schedule, steps, rates, 1e-4)
    assert abs(float(names["optimizer"].learning_rate) - schedule.rate) <= F32


def test_keras_is_compared():
    assert len(KERAS) >= 8, [str(schedule) for schedule in KERAS]

"""A plugin of pytest that runs Optax' own tests of its schedules with ours in their place.

    python -m pytest -p ours_in_optax --pyargs optax.schedules._schedule_test optax.schedules._join_test optax.schedules._inject_test

Optax makes warm-ups and joined schedules of simpler ones: those stay Optax' own, and get ours as parts.
"""

import optax
import optax.schedules
import pytest
from optax.schedules import _schedule

import sgdr
import sgdr.optax

# Longer than any step that the tests ask for.
STEPS = 100
# What stays different: a part of the test's name, and why. COMPARE.md has these rows, too.
DIFFERENCES = {
    "PiecewiseConstantTest::test_negative": "a rate below 0 is an error",
}
# Tests of what we have no part in: constants without a schedule, other curves, Optax' own arguments.
WITHOUT_OURS = (
    "CosineDecayTest::test_with_exponent",
    "InjectHyperparamsTest::test_constant_hyperparams",
    "InjectHyperparamsTest::test_hyperparam_d",
    "InjectHyperparamsTest::test_inject_hyperparams_starts_with_step_count_zero",
    "InjectHyperparamsTest::test_numeric_static_args",
    "InjectHyperparamsTest::test_overriding_hyperparam",
    "InjectHyperparamsTest::test_prng_key_not_hyperparameter",
    "InjectHyperparamsTest::test_static_args",
    "OneCycleTest",
    "PiecewiseInterpolateTest",
    "StatefulTest::test_inject_stateful_hyperparams",
    "WarmupCosineDecayTest::test_raises_when_decay_equals_warmup",
)
made = 0


def in_optax(core):
    global made
    made += 1
    try:
        return sgdr.optax.Schedule(core)
    except ValueError:
        return sgdr.optax.rates(core, STEPS)


def constant(value):
    return sgdr.CosineDecay(value, 1, alpha=1.0)


def after(first_step, value, core):
    """A schedule that begins at a step, and is constant before."""
    return sgdr.Chain([constant(value), core], [first_step]) if first_step > 0 else core


def constant_schedule(value):
    return in_optax(constant(value))


def polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin=0):
    if transition_steps <= 0:
        return constant_schedule(init_value)
    core = sgdr.PolynomialDecay(init_value, transition_steps, end_value, power)
    return in_optax(after(transition_begin, init_value, core))


def linear_schedule(init_value, end_value, transition_steps, transition_begin=0):
    return polynomial_schedule(init_value, end_value, 1, transition_steps, transition_begin)


def piecewise_constant_schedule(init_value, boundaries_and_scales=None):
    boundaries, values = [], [init_value]
    for boundary, scale in sorted((boundaries_and_scales or {}).items()):
        # Optax changes the value at the boundary, Keras and we after it.
        boundaries.append(boundary - 1)
        values.append(values[-1] * scale)
    return in_optax(sgdr.PiecewiseConstantDecay(boundaries, values))


def exponential_decay(
    init_value, transition_steps, decay_rate, transition_begin=0, staircase=False, end_value=None
):
    if transition_steps <= 0 or decay_rate == 0:
        return constant_schedule(init_value)
    core = after(transition_begin, init_value, sgdr.ExponentialDecay(init_value, transition_steps, decay_rate, staircase))
    if end_value is not None:
        core = core.clamp(min=end_value) if decay_rate < 1 else core.clamp(max=end_value)
    return in_optax(core)


def cosine_decay_schedule(init_value, decay_steps, alpha=0.0, exponent=1.0, theirs=_schedule.cosine_decay_schedule):
    if exponent != 1:
        return theirs(init_value, decay_steps, alpha, exponent)
    return in_optax(sgdr.CosineDecay(init_value, decay_steps, alpha))


def sgdr_schedule(cosine_kwargs):
    boundaries, parts = [], []
    for each in cosine_kwargs:
        warmup_steps, peak = each["warmup_steps"], each["peak_value"]
        boundaries.append((boundaries or [0])[-1] + each["decay_steps"])
        length = each["decay_steps"] - warmup_steps
        alpha = each["end_value"] / peak
        parts.append(sgdr.CosineDecay(each["init_value"], length, alpha, None, peak, warmup_steps))
    global STEPS
    STEPS = max(STEPS, boundaries[-1])
    return in_optax(sgdr.Chain(parts, boundaries[:-1]))


for ours in (
    constant_schedule,
    linear_schedule,
    polynomial_schedule,
    piecewise_constant_schedule,
    exponential_decay,
    cosine_decay_schedule,
    sgdr_schedule,
):
    for module in (optax, optax.schedules, _schedule):
        assert hasattr(module, ours.__name__)
        setattr(module, ours.__name__, ours)


def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if any(name in item.nodeid for name in WITHOUT_OURS)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    for name, reason in DIFFERENCES.items():
        different = [item for item in items if name in item.nodeid]
        assert different, name
        for item in different:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    before = made
    yield
    assert made > before, f"{item.name} has made none of ours"

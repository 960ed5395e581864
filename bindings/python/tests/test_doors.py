"""Any number as a step, of random schedules of every class, at the doors of Keras and Optax: eagerly and compiled, scalars,
arrays and variables. The rates are the core's by the rule of doors.py, and none is NaN.
"""

import numpy as np
import pytest

import sgdr

keras = pytest.importorskip("keras")

import doors  # noqa: E402
import golden  # noqa: E402
import sgdr.keras  # noqa: E402
from exact import ulps  # noqa: E402

BACKEND = keras.backend.backend()
INTS = ["int32", "uint8"] if BACKEND == "jax" else ["int64", "int32", "uint8"]
FLOATS = ["float32", "float16", "bfloat16"] if BACKEND == "jax" else ["float64", "float32", "float16", "bfloat16"]


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor)


def compiled(function):
    """The function as a graph of the backend; PyTorch's compiler needs minutes, so there its graph is run as it is."""
    if BACKEND == "jax":
        import jax

        return jax.jit(function)
    if BACKEND == "tensorflow":
        import tensorflow

        return tensorflow.function(function, jit_compile=True)
    if BACKEND == "torch":
        import torch

        # Under a transformation a tensor has no values to look at.
        return torch.func.vmap(lambda step: function(step.reshape(())))
    return function


def steps_of(schedule, seed, dtype, count=40):
    if dtype in INTS:
        last = np.iinfo(dtype).max
        first = np.iinfo(dtype).min
        steps = [step for step in doors.integers(seed, count, last) if first <= step <= last]
        return np.array(steps, dtype)
    steps = doors.with_boundaries(schedule, doors.reals(seed, count, "float16" if dtype == "bfloat16" else dtype))
    # What the type holds of them.
    return numbers(keras.ops.convert_to_tensor(steps, dtype=dtype))


def check(rates, schedule, steps, most=2.0):
    found, exact = np.asarray(rates).ravel(), doors.expected(schedule, steps)
    assert found.shape == exact.shape and not np.isnan(found).any(), (schedule, steps[np.isnan(found)])
    # An infinite rate may be a large one where the numbers inside are of more bits.
    finite = exact < 1e38
    assert (found[~finite] > 1e38).all()
    errors = ulps(found[finite], exact[finite], np.float32)
    assert errors.max(initial=0.0) <= most, (schedule, steps[finite][errors.argmax()], errors.max())


@pytest.mark.parametrize("seed", range(4))
def test_compiled_keras(seed):
    for schedule in doors.schedules(100 + seed, 14):
        function = compiled(sgdr.keras.Schedule(schedule))
        for dtype in [INTS[seed % len(INTS)], FLOATS[seed % len(FLOATS)]]:
            steps = steps_of(schedule, seed, dtype)
            check(numbers(function(keras.ops.convert_to_tensor(steps, dtype=dtype))), schedule, steps)


@pytest.mark.parametrize("seed", range(3))
def test_eager_keras(seed):
    for schedule in doors.schedules(200 + seed, 14):
        function = sgdr.keras.Schedule(schedule)
        for dtype in [*INTS, *FLOATS]:
            steps = steps_of(schedule, seed, dtype, 10)
            check(numbers(function(keras.ops.convert_to_tensor(steps, dtype=dtype))), schedule, steps, 0.0)
            check(numbers(function(steps.reshape(1, -1))), schedule, steps, 0.0)
            variable = keras.Variable(steps[-1], dtype=dtype, trainable=False)
            for step in (steps[-1], steps[-1:], variable, keras.ops.convert_to_tensor(steps[-1], dtype=dtype)):
                check(numbers(function(step)), schedule, steps[-1:], 0.0)
        for step in [-1, -999.0, -0.5, 5, 5.0, 7.5, 2**70, -(2**70), 1e30, np.float16(2.5)]:
            check(numbers(function(step)), schedule, np.array([step]), 0.0)


@pytest.mark.parametrize("seed", range(2))
def test_optax(seed):
    pytest.importorskip("optax")
    if BACKEND != "jax":
        pytest.skip("once is enough")
    import jax

    import sgdr.optax

    for schedule in doors.schedules(300 + seed, 14):
        function = sgdr.optax.Schedule(schedule)
        for dtype in [INTS[seed % len(INTS)], FLOATS[seed % len(FLOATS)]]:
            steps = steps_of(schedule, seed, dtype)
            check(jax.jit(function)(steps), schedule, steps)
            check(function(jax.numpy.asarray(steps)), schedule, steps, 0.0)
        check(jax.vmap(function)(steps.reshape(1, -1)), schedule, steps)
        for step in [-1, -999.0, 5, 5.0, 7.5, 2**70, 1e30]:
            check(function(step), schedule, np.array([step]), 0.0)


@pytest.mark.parametrize("steps", [1, 20])
def test_lists_of_rates(steps):
    """A list holds whole steps: a rate lasts until the next one, and the last one stays."""
    schedule = sgdr.ExponentialDecay(0.1, 10, 0.5)
    function = sgdr.keras.Schedule(schedule, steps=steps)
    asked = np.array([-3.0, -0.5, 0.0, 0.5, 5.0, 5.5, 19.0, 19.5, 20.0, 1e9, np.inf], np.float32)
    expected = schedule(np.clip(np.floor(asked), 0, steps - 1).astype(int), dtype="float32")
    assert (numbers(compiled(function)(keras.ops.convert_to_tensor(asked))) == expected).all()
    assert (numbers(function(asked[:-1])) == expected[:-1]).all()
    for step, rate in zip(asked[:-1].tolist(), expected):
        assert numbers(function(step)) == rate
        if step == int(step):
            assert numbers(function(int(step))) == rate


def test_what_is_no_number():
    function = sgdr.keras.CosineDecayRestarts(0.1, 10)
    for step in [float("nan"), float("inf"), -float("inf"), np.float32("nan"), np.array([1.0, np.nan])]:
        with pytest.raises(ValueError, match="Argument `step` must be finite. Received: step="):
            function(step)
        with pytest.raises(ValueError, match="Argument `step` must be finite"):
            function(keras.ops.convert_to_tensor(step))
        with pytest.raises(ValueError, match="Argument `step` must be finite"):
            function(keras.Variable(step, dtype="float32", trainable=False))
    asked = keras.ops.convert_to_tensor(np.array([np.nan, np.inf, -np.inf], np.float32))
    rates = [function.schedule(step, dtype="float32") for step in (0, 2**64 - 1, 0)]
    assert numbers(compiled(function)(asked)).tolist() == rates


def test_golden_rows():
    """Random real steps in float64, where the backend has it; where not, the ones that a float32 holds."""
    rows = 0
    for schedule, truth in list(golden.schedules("real.csv"))[::12]:
        if not 1e-30 < schedule.initial_learning_rate < 1e30:
            continue
        truth = [row for row in truth if row.rate < 1e38]
        if BACKEND == "jax":
            truth = [row for row in truth if float(np.float32(row.step)) == row.step]
        if not truth:
            continue
        dtype = "float32" if BACKEND == "jax" else "float64"
        steps = keras.ops.convert_to_tensor(np.array([row.step for row in truth]), dtype=dtype)
        try:
            function = sgdr.keras.Schedule(schedule)
        except ValueError as error:
            assert "has more than 65536 different cycles" in str(error)
            continue
        found = numbers(compiled(function)(steps))
        exact = np.array([row.rate for row in truth])
        # Right before the end of a cycle a distance of less than 1e-8 of a step is known to 1e-16 of a step.
        is_near = np.abs(found - exact) <= 1e-15 * schedule.initial_learning_rate
        assert (is_near | (ulps(found, exact, np.float32) <= 2.0)).all(), schedule
        rows += len(truth)
    assert rows >= (100 if BACKEND == "jax" else 500)

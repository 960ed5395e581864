"""Keras' optimizers with our schedules, on the backend of KERAS_BACKEND: trained, saved, loaded and resumed."""

import copy
import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sgdr

keras = pytest.importorskip("keras")

import graphs  # noqa: E402
import sgdr.keras  # noqa: E402

ops, stock = keras.ops, keras.optimizers.schedules
BACKEND = keras.backend.backend()
RESTARTS = sgdr.keras.CosineDecayRestarts(0.1, 7, 1.5, 0.9, 0.01)
OURS = [
    RESTARTS,
    sgdr.keras.CosineDecay(0.0, 20, 0.1, warmup_target=0.1, warmup_steps=5),
    sgdr.keras.PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001]),
    sgdr.keras.Schedule(sgdr.CosineDecayRestarts(0.1, 7).warmup(5)),
    sgdr.keras.Schedule(sgdr.CosineDecayRestarts(0.1, 7)),
    sgdr.keras.ExponentialDecay(0.1, 10, 0.5, staircase=True),
    sgdr.keras.InverseTimeDecay(0.1, 10, 0.5),
    sgdr.keras.PolynomialDecay(0.1, 10, 0.01, power=2.0, cycle=True),
    sgdr.keras.Schedule(sgdr.ExponentialDecay(0.1, 10, 0.5).clamp(0.02), steps=60),
    sgdr.keras.Schedule(sgdr.PolynomialDecay(0.0, 5, 0.1).then(5, sgdr.CosineDecayRestarts(0.1, 7)).scale(0.5)),
]
each_of_ours = pytest.mark.parametrize("schedule", OURS, ids=lambda schedule: type(schedule).__name__)
trains = pytest.mark.skipif(BACKEND == "numpy", reason="Keras does not train on NumPy")


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor)


class Log(keras.callbacks.Callback):
    """The rate after each batch, which is that of the next one."""

    def __init__(self):
        super().__init__()
        self.rates = []

    def on_train_batch_end(self, batch, logs=None):
        self.rates.append(float(numbers(self.model.optimizer.learning_rate)))


def model(schedule, compiled=False, optimizer=keras.optimizers.SGD):
    keras.utils.set_random_seed(1)
    layers = [keras.Input((2,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)]
    made = keras.Sequential(layers)
    made.compile(optimizer=optimizer(schedule), loss="mse", jit_compile=compiled)
    return made


def fit(made, batches):
    log, data = Log(), np.ones((2 * batches, 2), np.float32)
    made.fit(data, data[:, :1], batch_size=2, verbose=0, shuffle=False, callbacks=[log])
    return log.rates


@each_of_ours
def test_rates(schedule):
    steps = np.arange(60)
    expected = schedule.schedule(steps, dtype="float32")
    rates = numbers(schedule(ops.convert_to_tensor(steps)))
    assert rates.dtype == np.float32
    np.testing.assert_array_max_ulp(rates, expected, 1)
    # A Python number, a variable and a tensor of 32 bits.
    for step in (0, 7, 59):
        assert numbers(schedule(step)) == numbers(schedule(np.int64(step))) == expected[step]
        for tensor in (keras.Variable(step, dtype="int32", trainable=False), ops.convert_to_tensor(step, dtype="uint8")):
            np.testing.assert_array_max_ulp(numbers(schedule(tensor)), expected[step], 1)


PEERS = """
import keras.src.optimizers.schedules as schedules
import sgdr.keras

for name in sgdr.keras._CLASSES:
    setattr(schedules, name, getattr(sgdr.keras, name))
"""


def test_keras_own_tests(tmp_path):
    """Keras' tests of its schedules, with our classes in their place."""
    file = Path(keras.__file__).parent / "src/optimizers/schedules/learning_rate_schedule_test.py"
    (tmp_path / "ours.py").write_text(PEERS)
    arguments = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "ours", "--noconftest", "-W", "ignore"]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    result = subprocess.run([*arguments, str(file)], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert result.returncode == 0 and " passed" in result.stdout, result.stdout + result.stderr
    assert int(re.search(r"(\d+) passed", result.stdout)[1]) >= 30


class Joined(stock.LearningRateSchedule):
    """A user's own warm-up, and ours after it: a mask evaluates both at every step."""

    def __init__(self, way):
        self.way = way

    def __call__(self, step):
        step = ops.cast(step, "float32")
        up, ours, is_up = 0.02 * step, RESTARTS(step - 5), ops.cast(step < 5, "float32")
        return is_up * up + (1 - is_up) * ours if self.way == "mask" else ops.where(step < 5, up, ours)


@trains
@pytest.mark.parametrize("way", ["mask", "where"])
def test_wrappers_that_ask_for_negative_steps(way):
    made = model(Joined(way), compiled=BACKEND != "torch")
    assert float(numbers(made.optimizer.learning_rate)) == 0.0
    rates = fit(made, 30)
    expected = [np.float32(0.02) * step if step < 5 else RESTARTS.schedule(step - 5) for step in range(1, 31)]
    np.testing.assert_allclose(rates, expected, rtol=1e-6)
    assert all(np.isfinite(weights).all() for weights in made.get_weights())


@trains
def test_a_run_longer_than_its_list_of_rates():
    schedule = sgdr.keras.Schedule(sgdr.CosineDecayRestarts(0.1, 7), steps=10)
    made = model(schedule, compiled=BACKEND != "torch")
    rates = fit(made, 30)
    assert np.float32(rates).tolist() == schedule.schedule(np.minimum(range(1, 31), 9), dtype="float32").tolist()
    assert all(np.isfinite(weights).all() for weights in made.get_weights())


@trains
def test_a_counter_set_by_hand():
    made = model(RESTARTS)
    fit(made, 3)
    made.optimizer.iterations.assign(12)
    assert numbers(made.optimizer.learning_rate) == RESTARTS.schedule(12, dtype="float32")
    np.testing.assert_array_max_ulp(np.float32(fit(made, 5)), RESTARTS.schedule(range(13, 18), dtype="float32"), 1)


class Halved(sgdr.keras.CosineDecayRestarts):
    """A class of a user's own, with a constructor of its own."""

    def __init__(self, initial_learning_rate, note="", first_decay_steps=10):
        super().__init__(initial_learning_rate, first_decay_steps, m_mul=0.5)
        self.note = note


class Noted(sgdr.keras.Schedule):
    pass


@pytest.mark.parametrize("schedule", [Halved(0.1, note="run 7"), Noted(sgdr.CosineDecay(0.1, 10).scale(2.0))], ids=repr)
def test_subclasses_are_copied(schedule):
    for again in [copy.copy(schedule), copy.deepcopy(schedule), pickle.loads(pickle.dumps(schedule))]:
        assert type(again) is type(schedule) and again == schedule and vars(again) == vars(schedule)
        assert numbers(again(7)) == numbers(schedule(7))


@trains
def test_a_schedule_that_is_not_for_keras_names_the_one_that_is():
    optimizer = keras.optimizers.SGD(sgdr.CosineDecayRestarts(0.1, 10))
    with pytest.raises(TypeError, match="Argument `step` is missing. For a Keras optimizer use .*`sgdr.keras.Schedule"):
        optimizer.learning_rate
    made = model(sgdr.CosineDecayRestarts(0.1, 10))
    with pytest.raises(TypeError, match="`sgdr.keras.Schedule"):
        fit(made, 2)


def test_tf_keras():
    tf_keras = pytest.importorskip("tf_keras")
    for optimizer in [tf_keras.optimizers.SGD, tf_keras.optimizers.legacy.SGD]:
        with pytest.raises(TypeError, match=r"use `tf_keras.optimizers.schedules.CosineDecayRestarts\(\*\*schedule.get_config"):
            optimizer(RESTARTS).learning_rate
    theirs = tf_keras.optimizers.schedules.CosineDecayRestarts(**RESTARTS.get_config())
    np.testing.assert_allclose(theirs(3), numbers(RESTARTS(3)), rtol=1e-5)


def test_a_plain_schedule_in_a_graph():
    schedule = sgdr.CosineDecayRestarts(0.1, 10)
    if BACKEND == "tensorflow":
        import tensorflow

        with pytest.raises(TypeError, match="does not have inside a graph; use `sgdr.keras.Schedule"):
            tensorflow.function(lambda step: schedule(step))(tensorflow.constant(3))
        assert schedule(tensorflow.constant(3)) == schedule(3)
    if BACKEND == "torch":
        import torch

        assert schedule(torch.tensor(3)) == schedule(3)


def test_other_float_types():
    before = keras.config.floatx()
    try:
        for floatx in ("float16", "bfloat16"):
            keras.config.set_floatx(floatx)
            rate = RESTARTS(ops.convert_to_tensor(7, dtype="int32"))
            assert keras.backend.standardize_dtype(rate.dtype) == floatx
            assert float(numbers(ops.cast(rate, "float32"))) == float(RESTARTS.schedule(7, dtype=floatx))
    finally:
        keras.config.set_floatx(before)


@trains
@each_of_ours
def test_training(schedule):
    made = model(schedule)
    rates = fit(made, 40)
    np.testing.assert_array_max_ulp(np.float32(rates), schedule.schedule(range(1, 41), dtype="float32"), 1)


@trains
@pytest.mark.parametrize("optimizer", [keras.optimizers.Adam, keras.optimizers.Lion])
def test_compiled_training(optimizer):
    # On PyTorch this needs a compiler for its C++, and takes minutes.
    made = model(RESTARTS, compiled=BACKEND != "torch", optimizer=optimizer)
    rates = fit(made, 40)
    np.testing.assert_array_max_ulp(np.float32(rates), RESTARTS.schedule(range(1, 41), dtype="float32"), 1)


@trains
@each_of_ours
def test_saving_and_resuming_in_mid_cycle(schedule, tmp_path):
    whole = model(schedule)
    rates = fit(whole, 23) + fit(whole, 17)
    half = model(schedule)
    begin = fit(half, 23)
    half.save(tmp_path / "model.keras")
    resumed = keras.models.load_model(tmp_path / "model.keras")
    assert resumed.optimizer._learning_rate == schedule
    assert begin + fit(resumed, 17) == rates
    for after, expected in zip(resumed.get_weights(), whole.get_weights()):
        np.testing.assert_array_equal(after, expected)


WITHOUT = """
import sys, keras
made = keras.models.load_model(sys.argv[1])
schedule = made.optimizer._learning_rate
assert "sgdr" not in sys.modules
print(type(schedule) is keras.optimizers.schedules.CosineDecayRestarts, schedule.get_config())
"""


@trains
def test_a_file_loads_without_this_package(tmp_path):
    made = model(RESTARTS)
    made.save(tmp_path / "model.keras")
    arguments = [sys.executable, "-c", WITHOUT, str(tmp_path / "model.keras")]
    result = subprocess.run(arguments, capture_output=True, text=True, env=os.environ)
    assert result.stdout == f"True {RESTARTS.get_config()}\n", result.stderr


def test_keras_text():
    text = stock.serialize(RESTARTS)
    assert {**text, "registered_name": None} == stock.serialize(stock.CosineDecayRestarts(**RESTARTS.get_config()))
    assert stock.deserialize(text) == RESTARTS and type(stock.deserialize(text)) is sgdr.keras.CosineDecayRestarts
    assert sgdr.deserialize(json.dumps(text)) == RESTARTS.schedule
    # What Keras itself has saved stays Keras'.
    theirs = stock.deserialize(stock.serialize(stock.CosineDecayRestarts(0.1, 7)))
    assert type(theirs) is stock.CosineDecayRestarts
    assert isinstance(RESTARTS, stock.CosineDecayRestarts) and RESTARTS.first_decay_steps == 7


def test_a_plan_and_its_keras_object_read_each_other():
    plan = sgdr.CosineDecayRestarts(0.1, 7).warmup(5)
    saved = stock.serialize(sgdr.keras.Schedule(plan, steps=20))
    assert sgdr.deserialize(saved) == plan
    assert stock.deserialize(sgdr.serialize(plan)) == sgdr.keras.Schedule(plan)
    optimizer = keras.optimizers.SGD(sgdr.keras.Schedule(plan))
    assert sgdr.deserialize(keras.optimizers.serialize(optimizer)) == plan


@each_of_ours
def test_values(schedule):
    ways = [copy.copy(schedule), copy.deepcopy(schedule), pickle.loads(pickle.dumps(schedule))]
    ways += [type(schedule).from_config(schedule.get_config()), stock.deserialize(stock.serialize(schedule))]
    for again in ways:
        assert again == schedule and hash(again) == hash(schedule) and type(again) is type(schedule)
    assert repr(schedule).startswith("sgdr.keras.")


def test_what_cannot_be():
    with pytest.raises(ValueError, match="Argument `first_decay_steps` must be >= 1. Received: first_decay_steps=0"):
        sgdr.keras.CosineDecayRestarts(0.1, 0)
    with pytest.raises(ValueError, match="more than 65536 different cycles up to step 2147483647; give `steps`"):
        sgdr.keras.Schedule(sgdr.CosineDecayRestarts(0.1, 1000, t_mul=1 + 1e-9))


@pytest.mark.parametrize("int_dtype", [np.int32, np.int64])
def test_compiled_restarts(int_dtype):
    """Where JAX has 64-bit integers switched off, test_graph.py sees to them."""
    if BACKEND == "jax" and int_dtype == np.int64:
        pytest.skip("no 64-bit counters in Keras on JAX")
    sets, most = (60, 2000) if BACKEND in ("torch", "numpy") else (12, 500)
    restarts, worst = graphs.compare_restarts(graphs.of_keras(None), int_dtype, sets, most)
    assert restarts >= (10_000 if sets == 60 else 500)
    print(f"{restarts} restarts, none wrong; at most {worst:.2f} ulp")

"""Keras' optimizers with our schedules, on the backend of KERAS_BACKEND: trained, saved, loaded and resumed."""

import copy
import json
import os
import pickle
import subprocess
import sys

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


def test_steps_are_integers():
    for step in (1.0, True):
        with pytest.raises(TypeError, match="Argument `step` must be an integer"):
            RESTARTS(ops.convert_to_tensor(step))


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
    with pytest.raises(ValueError, match="Clamp has no form for graphs but the list of its rates; give `steps`"):
        sgdr.keras.Schedule(sgdr.PolynomialDecay(0.1, 10).clamp(0.01))


@pytest.mark.parametrize("int_dtype", [np.int32, np.int64])
def test_compiled_restarts(int_dtype):
    """Where JAX has 64-bit integers switched off, test_graph.py sees to them."""
    if BACKEND == "jax" and int_dtype == np.int64:
        pytest.skip("no 64-bit counters in Keras on JAX")
    sets, most = (60, 2000) if BACKEND in ("torch", "numpy") else (12, 500)
    restarts, worst = graphs.compare_restarts(graphs.of_keras(None), int_dtype, sets, most)
    assert restarts >= (10_000 if sets == 60 else 500)
    print(f"{restarts} restarts, none wrong; at most {worst:.2f} ulp")

"""Keras' JSON and ours are the same text, both ways, for 500 random parameter sets of each class; and the rates agree.

Rates of Keras (JAX, float32, step by step) are compared with the binary's. Where they differ by more than Keras' rounding,
the step must be beside a restart (or stair, or boundary), and golden/'s exact arithmetic must side with the binary.
"""

import json
import os
import random
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import keras
import numpy as np
import pytest

from keras_sets import KINDS, sets
from sgdr_binary import run

COUNT = 500
MOST_STEPS = 40
schedules = keras.optimizers.schedules


def keras_rates(schedule, steps):
    """One array of steps, always as long, so that JAX prepares each operation once."""
    padded = np.zeros(MOST_STEPS, dtype=np.int32)
    padded[: len(steps)] = steps
    if isinstance(schedule, schedules.CosineDecay):
        rates = jax.vmap(schedule)(padded)
    else:
        # Otherwise the branches would be compiled again for each schedule.
        with jax.disable_jit():
            rates = schedule(padded)
    return np.asarray(rates, dtype=np.float64)[: len(steps)].tolist()


def in_parallel(function, items):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    """Parameter sets, Keras' schedules of them, and the text that Keras saves."""
    chosen = sets(request.param, COUNT)
    made = [getattr(schedules, one.class_name)(**one.arguments) for one in chosen]
    return chosen, made, [json.dumps(schedules.serialize(schedule)) for schedule in made]


def test_the_text_of_keras_comes_back_the_same(kind):
    _, made, texts = kind
    results = in_parallel(lambda text: run("convert", "--to", "keras", "--config", "-", "--allow-loss", stdin=text), texts)
    for schedule, text, result in zip(made, texts, results):
        assert result.returncode == 0, result.stderr
        assert result.stdout == text + "\n"
        # Our text makes the same schedule in Keras.
        again = schedules.deserialize(json.loads(result.stdout))
        assert type(again) is type(schedule)
        assert again.get_config() == schedule.get_config()


def test_the_rates_agree(kind, capsys):
    chosen, made, texts = kind
    choose = random.Random(1)
    steps = [one.steps(choose) for one in chosen]
    results = in_parallel(
        lambda pair: run("lr", "--config", "-", *map(str, pair[1]), stdin=pair[0]), list(zip(texts, steps))
    )
    compared, differing = 0, []
    for one, schedule, asked, result in zip(chosen, made, steps, results):
        assert result.returncode == 0, result.stderr
        ours = [float(line) for line in result.stdout.split()]
        exact = one.exact_rates(asked)
        for step, our, their, golden in zip(asked, ours, keras_rates(schedule, asked), exact, strict=True):
            compared += 1
            assert abs(our - golden) <= golden * 2.0**-52, f"{one} at {step}: {our}, exactly {golden}"
            if not abs(their - our) <= one.error(step, golden):
                differing.append((one, step, our, their))
    for one, step, our, their in differing:
        nearest = min(one.restarts, key=lambda restart: abs(restart - step), default=None)
        assert nearest is not None and abs(nearest - step) <= 1 + nearest * 2.0**-18, (
            f"{one} at {step}, where nothing restarts: {our}, Keras {their}"
        )
    with capsys.disabled():
        where = ", each at a restart where the exact rate is ours" if differing else ""
        print(f"\n{chosen[0].class_name}: {compared} rates compared, {len(differing)} differ{where}")

"""What Keras saves around a schedule is read: optimizers, models, `.keras` files. Where Keras is careless, we are not."""

import json
import os
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
import pytest

from sgdr_binary import run

schedules = keras.optimizers.schedules

MADE = [
    schedules.CosineDecayRestarts(0.1, 1000, t_mul=1.5, m_mul=0.9, alpha=0.01, name="warm"),
    schedules.CosineDecay(0.0, 1000, alpha=0.1, warmup_target=0.1, warmup_steps=100),
    schedules.ExponentialDecay(0.1, 1000, 0.96, staircase=True),
    schedules.InverseTimeDecay(0.1, 1000, 0.5),
    schedules.PiecewiseConstantDecay([1000, 2000], [0.1, 0.01, 0.001]),
    schedules.PolynomialDecay(0.1, 1000, power=0.5, cycle=True),
]
OPTIMIZERS = [
    keras.optimizers.SGD,
    keras.optimizers.Adam,
    keras.optimizers.AdamW,
    keras.optimizers.Lion,
    lambda schedule: keras.optimizers.LossScaleOptimizer(keras.optimizers.RMSprop(schedule)),
]

parametrize_schedule = pytest.mark.parametrize("schedule", MADE, ids=lambda schedule: type(schedule).__name__)


def text_of(schedule):
    return json.dumps(schedules.serialize(schedule))


def read(source, stdin=None):
    """The JSON of the schedule that the binary finds in a file."""
    result = run("convert", "--to", "keras", "--allow-loss", "--config", str(source), stdin=stdin)
    assert result.returncode == 0, result.stderr
    return result.stdout.removesuffix("\n")


def trained(optimizer):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(np.ones((8, 2)), np.ones((8, 1)), batch_size=2, verbose=0)
    return model


@parametrize_schedule
@pytest.mark.parametrize("make", OPTIMIZERS)
def test_an_optimizer(schedule, make):
    optimizer = make(schedule)
    for saved in (keras.optimizers.serialize(optimizer), optimizer.get_config()):
        if "inner_optimizer" in saved:
            saved = {**saved, "inner_optimizer": keras.optimizers.serialize(optimizer.inner_optimizer)}
        assert read("-", stdin=json.dumps(saved)) == text_of(schedule)
        assert run("check", "-", stdin=json.dumps(saved)).returncode == 0


@parametrize_schedule
@pytest.mark.parametrize("make", OPTIMIZERS)
def test_a_model_file(schedule, make, tmp_path):
    path = tmp_path / "model.keras"
    trained(make(schedule)).save(path)
    assert read(path) == text_of(schedule)
    assert run("check", str(path)).returncode == 0
    steps = ["0", "1", "1000", "2500"]
    flags = "--config", str(path), "--dtype", "f32"
    assert len(run("lr", *flags, *steps).stdout.split()) == len(steps)


@parametrize_schedule
def test_our_text_inside_a_model_file(schedule, tmp_path):
    """With the type of the rates, too, which Keras does not look at."""
    path, written = tmp_path / "model.keras", tmp_path / "ours.keras"
    trained(keras.optimizers.SGD(schedule)).save(path)
    result = run("convert", "--to", "keras", "--allow-loss", "--config", str(path), "--dtype", "f32")
    ours = json.loads(result.stdout)
    assert ours["dtype"] == "float32"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "config.json":
                config = json.loads(data)
                config["compile_config"]["optimizer"]["config"]["learning_rate"] = ours
                data = json.dumps(config)
            new.writestr(name, data)
    loaded = keras.models.load_model(written).optimizer
    assert type(loaded._learning_rate) is type(schedule)
    assert type(schedules.deserialize(ours)) is type(schedule)
    for step in (0, 500, 1500):
        assert float(loaded._learning_rate(step)) == pytest.approx(float(schedule(step)), rel=1e-6)
    # The numbers are those of float32 now, so reading them back as such gives the same text.
    assert json.loads(read(written)) == ours


def object_text(class_name="CosineDecay", more="", config=""):
    fields = '"initial_learning_rate": 0.1, "decay_steps": 10' + config
    return (
        f'{{"module": "keras.optimizers.schedules", "class_name": "{class_name}", "config": {{{fields}}}, '
        f'"registered_name": null{more}}}'
    )


CARELESS = [
    # the text, what Keras makes of it, what the error says
    (object_text("Foo"), "Foo", 'class_name: no schedule is known as "Foo"'),
    ('{"class_name": "Foo", "config": {}}', "Foo", 'class_name: no schedule is known as "Foo"'),
    (object_text(config=', "alpha": NaN'), schedules.CosineDecay, "config.alpha: must be a finite number (received NaN)"),
    (object_text(config=', "alpha": 2.0'), schedules.CosineDecay, "config.alpha: must be between 0 and 1"),
    (object_text(config=', "alpha": "0.5"'), schedules.CosineDecay, 'config.alpha: must be a number (received "0.5")'),
    (object_text(config=', "decay_steps": 20'), schedules.CosineDecay, 'config: the key "decay_steps" comes twice'),
    (object_text().replace("10", "10.7"), schedules.CosineDecay, "config.decay_steps: must be a whole number >= 0"),
    (object_text().replace("0.1", "-0.1"), schedules.CosineDecay, "config.initial_learning_rate: must be finite and >= 0"),
    (object_text(more=', "extra": 1'), schedules.CosineDecay, 'unexpected key "extra"'),
    (object_text().replace("null", '"pkg>Other"'), schedules.CosineDecay, "registered_name: no schedule is known as"),
    ("0.1", float, "holds no schedule (received 0.1)"),
    ("null", type(None), "holds no schedule (received null)"),
]


@pytest.mark.parametrize("text, theirs, ours", CARELESS, ids=range(len(CARELESS)))
def test_where_keras_is_careless(text, theirs, ours):
    loaded = schedules.deserialize(json.loads(text))
    assert loaded == theirs if isinstance(theirs, str) else type(loaded) is theirs
    result = run("check", "-", stdin=text)
    assert result.returncode == 1
    assert ours in result.stderr


BOTH_REFUSE = [
    object_text(config=', "extra": 1'),
    object_text().replace('"decay_steps": 10', '"alpha": 0.0'),
    object_text().replace('"decay_steps": 10', '"decay_steps": 0'),
    '{"config": {}}',
]


@pytest.mark.parametrize("text", BOTH_REFUSE)
def test_what_both_refuse(text):
    with pytest.raises((TypeError, ValueError)):
        schedules.deserialize(json.loads(text))
    assert run("check", "-", stdin=text).returncode == 1


OLD = [
    object_text().replace('"module": "keras.optimizers.schedules", ', "").replace(', "registered_name": null', ""),
    object_text(config=', "name": null'),
    object_text().replace("keras.optimizers", "tf_keras.optimizers"),
    object_text().replace("10", "10.0"),
]


@pytest.mark.parametrize("text", OLD)
def test_what_older_versions_wrote(text):
    assert isinstance(schedules.deserialize(json.loads(text)), schedules.CosineDecay)
    assert read("-", stdin=text) == text_of(schedules.CosineDecay(0.1, 10))


def test_two_keys_inside_an_optimizer():
    schedule = schedules.CosineDecay(0.1, 10)
    saved = keras.optimizers.serialize(keras.optimizers.SGD(schedule))
    two_keys = {key: saved["config"]["learning_rate"][key] for key in ("class_name", "config")}
    saved["config"]["learning_rate"] = two_keys
    with pytest.raises(Exception):
        keras.optimizers.deserialize(saved)
    assert read("-", stdin=json.dumps(saved)) == text_of(schedule)


def test_a_tensor_as_rate():
    saved = schedules.serialize(schedules.CosineDecay(keras.ops.convert_to_tensor(0.1), 10))
    assert saved["config"]["initial_learning_rate"]["class_name"] == "__tensor__"
    with pytest.raises(Exception):
        schedules.deserialize(saved)(5)
    result = run("check", "-", stdin=json.dumps(saved))
    assert (result.returncode, "config.initial_learning_rate: must be a number" in result.stderr) == (1, True)

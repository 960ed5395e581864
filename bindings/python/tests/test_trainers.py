"""The Python blocks of docs/trainers.md, run with the real trainers; each compares the rates with the core's afterwards."""

import functools
import re
from pathlib import Path

import numpy as np
import pytest

import sgdr

PAGE = Path(__file__).parents[3] / "docs" / "trainers.md"
CORE = sgdr.CosineDecayRestarts(0.1, 10)


def sections():
    """The Python blocks below each heading."""
    parts = re.split(r"^## (.*)\n", PAGE.read_text(), flags=re.MULTILINE)
    texts = dict(zip(["", *parts[1::2]], parts[::2]))
    return {name: re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for name, text in texts.items()}


SECTIONS = sections()
tested = set()


@pytest.fixture
def page(request, tmp_path, monkeypatch):
    """Runs the blocks of a section, one after the other, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    name = request.function.section

    def run(names, *indices):
        for index in indices:
            block = SECTIONS[name][index]
            code = compile(block, f"docs/trainers.md, {name}, block {index}", "exec")
            exec(code, names)
        return names

    return run


def section(name, *packages):
    """A test of a section, skipped where its packages are not installed."""

    def decorate(function):
        @functools.wraps(function)
        def test(**fixtures):
            for package in packages:
                pytest.importorskip(package)
            function(**fixtures)

        test.section = name
        tested.add(name)
        return test

    return decorate


@section("")
def test_units(page):
    names = page({}, 0)
    units = names["units"]
    assert (units.epochs(10), units.for_keras().epochs(10), units.for_accelerate().epochs(10)) == (1960, 3910, 7840)


@section("Keras", "keras")
def test_keras(page):
    import keras

    if keras.backend.backend() == "numpy":
        pytest.skip("Keras does not train on NumPy")

    def after(model, steps):
        optimizer = model.optimizer
        assert int(keras.ops.convert_to_numpy(optimizer.iterations)) == steps
        assert float(keras.ops.convert_to_numpy(optimizer.learning_rate)) == CORE(steps, dtype="float32")

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    names = page({"model": model, "x": np.ones((32, 2)), "y": np.ones((32, 1))}, 0)
    after(names["model"], 16)
    again = {"x": np.ones((32, 2)), "y": np.ones((32, 1))}
    after(page(again, 1)["model"], 32)


def torch_model():
    import torch

    torch.manual_seed(1)
    return torch.nn.Linear(2, 1)


def rate_of(optimizer):
    return float(optimizer.param_groups[0]["lr"])


@section("PyTorch", "torch")
def test_torch(page):
    import torch

    batches = [torch.ones(2, 2)] * 16
    names = page({"model": torch_model(), "batches": batches}, 0)
    assert rate_of(names["optimizer"]) == CORE(16)
    again = page({"model": torch_model()}, 1)
    assert again["scheduler"].last_epoch == 16 and rate_of(again["optimizer"]) == CORE(16)
    torch.testing.assert_close(again["model"].weight, names["model"].weight, rtol=0, atol=0)
    plan = page({"model": torch_model(), "sgdr": sgdr}, 2)
    assert plan["scheduler"].schedules == [CORE.warmup(5)]
    assert plan["optimizer"].param_groups[0]["weight_decay"] == 0.05


@section("Lightning", "lightning", "torch")
@pytest.mark.filterwarnings("ignore")
def test_lightning(page):
    import torch

    loader = torch.utils.data.DataLoader(torch.ones(32, 2), batch_size=2)
    names = page({"loader": loader, "__name__": "__main__"}, 0)
    assert names["trainer"].global_step == 16 and rate_of(names["trainer"].optimizers[0]) == CORE(16)
    page(names, 1)
    assert names["trainer"].global_step == 32 and rate_of(names["trainer"].optimizers[0]) == CORE(32)


def trainable():
    """A model that Trainer trains: it returns its loss."""
    import torch

    class Trainable(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch_model()

        def forward(self, x):
            return {"loss": self.layer(x).mean()}

    return Trainable()


@section("Hugging Face Trainer", "transformers", "accelerate", "torch")
@pytest.mark.filterwarnings("ignore")
def test_trainer(page):
    import torch

    dataset = [{"x": torch.ones(2)}] * 64
    names = page({"model": trainable(), "dataset": dataset}, 0)
    assert names["trainer"].state.global_step == 16 and rate_of(names["optimizer"]) == CORE(16)
    again = page({"model": trainable(), "dataset": dataset}, 1)
    assert again["trainer"].state.global_step == 32 and rate_of(again["optimizer"]) == CORE(32)
    assert again["scheduler"].last_epoch == 32


@section("Accelerate", "accelerate", "torch")
def test_accelerate(page):
    import torch

    def new():
        return {
            "model": torch_model(),
            "loader": torch.utils.data.DataLoader(torch.ones(32, 2), batch_size=2),
            "sgdr": sgdr,
        }

    names = page(new(), 0)
    core = sgdr.CosineDecayRestarts(0.1, 16)
    assert rate_of(names["optimizer"]) == core(16) == 0.1
    names["scheduler"].step()
    names["accelerator"].load_state("state")
    assert names["scheduler"].scheduler.last_epoch == 16 and rate_of(names["optimizer"]) == core(16)
    names["accelerator"].free_memory()


def count(state):
    return int(state[1].count)


@section("Optax, Flax, Orbax", "optax", "orbax.checkpoint")
@pytest.mark.filterwarnings("ignore")
def test_optax(page):
    import jax.numpy as jnp

    names = page({"params": {"w": jnp.ones(2)}, "loss": lambda params: (params["w"] ** 2).sum()}, 0)
    trained = names["params"]["w"]
    assert count(names["state"]) == 16
    weight = np.float32(1)
    for step in range(16):
        weight = weight - np.float32(CORE(step, dtype="float32")) * 2 * weight
    np.testing.assert_allclose(trained, [weight] * 2, rtol=1e-5)
    names = page(names, 1)
    assert count(names["state"]) == 16
    np.testing.assert_array_equal(names["params"]["w"], trained)


@section("Optax, Flax, Orbax", "optax", "flax")
def test_flax(page):
    import jax.numpy as jnp
    from flax import nnx

    names = page({}, 2)
    model, optimizer, before = names["model"], names["optimizer"], names["model"].bias[...]
    for step in range(12):
        optimizer.update(model, nnx.grad(lambda model: model(jnp.ones((1, 2))).sum())(model))
    np.testing.assert_allclose(before - model.bias[...], CORE(range(12)).sum(), rtol=1e-5)


@section("LightGBM", "lightgbm")
def test_lightgbm(page):
    import lightgbm

    def rates(booster):
        return [tree["shrinkage"] for tree in booster.dump_model()["tree_info"]]

    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 3))
    data = lightgbm.Dataset(x, x[:, 0], free_raw_data=False, init_score=np.zeros(500))
    first = page({"data": data}, 0)["booster"]
    assert rates(first) == pytest.approx(CORE(range(16)).tolist(), rel=1e-5)
    second = page({"data": lightgbm.Dataset(x, x[:, 0], free_raw_data=False)}, 1)["booster"]
    assert second.current_iteration() == 32
    assert rates(second) == pytest.approx(CORE(range(32)).tolist(), rel=1e-5)


@section("XGBoost", "xgboost")
def test_xgboost(page, monkeypatch):
    import xgboost

    rates, set_param = [], xgboost.Booster.set_param

    def log(booster, params, value=None):
        if params == "learning_rate":
            rates.append(float(value))
        return set_param(booster, params, value)

    monkeypatch.setattr(xgboost.Booster, "set_param", log)
    x = np.random.default_rng(1).normal(size=(100, 3))
    page({"data": xgboost.DMatrix(x, x[:, 0])}, 0)
    assert rates == CORE(range(16)).tolist()
    booster = page({"data": xgboost.DMatrix(x, x[:, 0])}, 1)["booster"]
    assert booster.num_boosted_rounds() == 32 and rates == CORE(range(32)).tolist()


@section("scikit-learn", "sklearn")
def test_sklearn(page):
    x = np.random.default_rng(1).normal(size=(50, 2))
    y = (x[:, 0] > 0).astype(int)
    names = page({"x": x, "y": y}, 0)
    assert names["model"].eta0 == CORE(15)
    again = page({"x": x, "y": y}, 1)
    assert (again["first_step"], again["step"], again["model"].eta0) == (16, 31, CORE(31))
    assert again["model"].t_ == 1 + 32 * 50


def test_every_block_has_a_test():
    assert {name for name, blocks in SECTIONS.items() if blocks} == tested
    assert sum(map(len, SECTIONS.values())) == 20


def test_the_table_names_every_section():
    linked = re.findall(r"^\| \[(.*?)\]\(#(.*?)\) \|", PAGE.read_text(), re.MULTILINE)
    headings = re.findall(r"^## (.*)$", PAGE.read_text(), re.MULTILINE)
    assert [name for name, _ in linked] == headings
    for name, anchor in linked:
        assert anchor == re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-")

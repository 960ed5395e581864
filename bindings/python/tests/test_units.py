"""Epochs in the steps that each trainer counts: against the real Accelerate, the real Keras and a plain loop."""

import os
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import numpy as np
import pytest

import sgdr


def test_plain_units_count_updates():
    units = sgdr.Units(1280, 8, accumulate=2, processes=4)
    assert (units.samples_per_step, units.steps_per_epoch, units.epochs(3)) == (64, 20, 60)


def test_the_last_one_chosen_counts():
    units = sgdr.Units(1280, 8, accumulate=2, processes=4)
    assert units.for_accelerate().for_keras() == units.for_keras() != units
    assert units.for_accelerate().samples_per_step == 16
    assert units.for_keras().samples_per_step == 32


def accelerated(units, processes, monkeypatch, epochs=3, accumulate=1, **options):
    """The updates, of which an epoch has 40 / `accumulate`, at which a prepared scheduler restarts."""
    torch = pytest.importorskip("torch")
    accelerate = pytest.importorskip("accelerate")
    import sgdr.torch

    # What one process of several sees.
    monkeypatch.setattr("accelerate.scheduler.AcceleratorState", lambda: SimpleNamespace(num_processes=processes))
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = sgdr.torch.CosineDecayRestarts(optimizer, units.epochs(1), t_mul=1.0)
    batches = torch.utils.data.DataLoader(torch.ones(40 * 8, 2), batch_size=8)
    accelerator = accelerate.Accelerator(cpu=True, gradient_accumulation_steps=accumulate, **options)
    model, optimizer, scheduler, batches = accelerator.prepare(model, optimizer, scheduler, batches)
    rates = []
    for _ in range(epochs):
        for batch in batches:
            with accelerator.accumulate(model):
                if accelerator.sync_gradients:
                    rates.append(optimizer.param_groups[0]["lr"])
                accelerator.backward(model(batch).sum())
                optimizer.step()
                scheduler.step()
                optimizer.zero_grad()
    accelerator.free_memory()
    return [update for update, rate in enumerate(rates) if update and rate == 0.1]


def test_accelerate(monkeypatch):
    """On 4 processes an epoch of 1280 samples in batches of 8 is 40 updates, and 160 steps of the scheduler."""
    units = sgdr.Units(1280, 8, processes=4)
    assert units.steps_per_epoch == 40
    assert accelerated(units.for_accelerate(), 4, monkeypatch) == [40, 80]
    # What plain units give there, and where they are right.
    assert accelerated(units, 4, monkeypatch)[:3] == [10, 20, 30]
    assert accelerated(units, 4, monkeypatch, step_scheduler_with_optimizer=False) == [40, 80]


def test_accelerate_with_accumulation(monkeypatch):
    """40 micro-batches of an epoch by 3: 14 updates, the last one of a single micro-batch."""
    units = sgdr.Units(1280, 8, accumulate=3, processes=4)
    assert units.steps_per_epoch == 14
    assert accelerated(units.for_accelerate(), 4, monkeypatch, accumulate=3) == [14, 28]
    assert accelerated(units, 1, monkeypatch, accumulate=3) == [14, 28]


def test_accelerate_that_splits_batches(monkeypatch):
    """The loader's batch of 8 is shared by 4 processes: 2 samples on each."""
    accelerate = pytest.importorskip("accelerate")
    options = {"dataloader_config": accelerate.utils.DataLoaderConfiguration(split_batches=True)}
    units = sgdr.Units(320, 2, processes=4)
    assert accelerated(units, 4, monkeypatch, **options) == [40, 80]


PROCESSES = """
    import torch, accelerate, sgdr, sgdr.torch

    def train():
        units = sgdr.Units(dataset_size=36, batch_size=2, accumulate=2, processes=2)
        model = torch.nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        scheduler = sgdr.torch.CosineDecayRestarts(optimizer, units.for_accelerate().epochs(2), t_mul=1.0)
        batches = torch.utils.data.DataLoader(torch.ones(36, 2), batch_size=2)
        accelerator = accelerate.Accelerator(cpu=True, gradient_accumulation_steps=2)
        model, optimizer, scheduler, batches = accelerator.prepare(model, optimizer, scheduler, batches)
        assert accelerator.num_processes == 2
        rates, updates = [], []
        for epoch in range(5):
            for batch in batches:
                with accelerator.accumulate(model):
                    if accelerator.sync_gradients:
                        rates.append(optimizer.param_groups[0]["lr"])
                    accelerator.backward(model(batch).sum())
                    optimizer.step()
                    scheduler.step()
                    optimizer.zero_grad()
            updates.append(len(rates))
        restarts = [update for update, rate in enumerate(rates) if rate == 0.1]
        assert restarts == [0, updates[1], updates[3]], (restarts, updates)
        accelerator.print("right epochs", restarts)

    if __name__ == "__main__":
        accelerate.debug_launcher(train, num_processes=2)
"""


def test_two_processes_of_accelerate(tmp_path):
    """Two real ones: a cycle of two epochs, and 9 micro-batches of an epoch by 2, of which one is left over."""
    pytest.importorskip("torch")
    pytest.importorskip("accelerate")
    script = tmp_path / "processes.py"
    script.write_text(textwrap.dedent(PROCESSES))
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=env, timeout=300)
    assert "right epochs [0, 10, 20]" in result.stdout, result.stdout + result.stderr


def trained_by_keras(units, accumulate, samples, epochs=3):
    """The micro-batches at which the rate is at its peak, and for each one whether the weights moved."""
    keras = pytest.importorskip("keras")
    if keras.backend.backend() == "numpy":
        pytest.skip("Keras does not train on NumPy")
    import sgdr.keras

    layers = [keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros", use_bias=False)]
    model = keras.Sequential(layers)
    schedule = sgdr.keras.CosineDecayRestarts(0.1, units.epochs(1), t_mul=1.0)
    optimizer = keras.optimizers.SGD(schedule, gradient_accumulation_steps=accumulate)
    model.compile(optimizer=optimizer, loss="mse", jit_compile=keras.backend.backend() != "torch")
    data, rates, moved = np.ones((1, 2), np.float32), [], []
    for step in range(epochs * samples):
        # `iterations` counts updates, but Keras evaluates the schedule for micro-batches.
        assert int(keras.ops.convert_to_numpy(optimizer.iterations)) == step // accumulate
        rates.append(float(keras.ops.convert_to_numpy(optimizer.learning_rate)))
        before = model.get_weights()[0].copy()
        model.train_on_batch(data, data[:, :1])
        moved.append(not np.array_equal(model.get_weights()[0], before))
    peak = np.float32(0.1)
    return [step for step, rate in enumerate(rates) if np.float32(rate) == peak], moved


def test_keras_counts_micro_batches():
    units = sgdr.Units(12, 1, accumulate=4)
    restarts, moved = trained_by_keras(units.for_keras(), 4, samples=12)
    assert restarts == [0, 12, 24]
    assert [step for step, each in enumerate(moved) if each] == list(range(3, 36, 4))
    # What plain units give there.
    restarts, _ = trained_by_keras(units, 4, samples=12)
    assert restarts[:4] == [0, 3, 6, 9]


def test_keras_accumulates_on_across_epochs():
    restarts, moved = trained_by_keras(sgdr.Units(10, 1, accumulate=4).for_keras(), 4, samples=10)
    assert restarts == [0, 10, 20]
    assert [step for step, each in enumerate(moved) if each] == list(range(3, 30, 4))

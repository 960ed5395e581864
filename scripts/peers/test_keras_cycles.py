"""What `sgdr convert --to keras` says of Keras' faults is what compiled Keras does, restart by restart."""

import os
import random
import re

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import keras
import pytest

from sgdr_binary import Schedule, run

LOSS = re.compile(r"known fault: step (\d+) belongs to cycle (\d+), but .* finds cycle (\d+) \((\d+) of (\d+) ")


def schedules():
    choose = random.Random(2017)
    chosen = []
    for _ in range(60):
        first_decay_steps = choose.choice([30, 41, 100, 390, 1000, 1563, 5004, choose.randint(50, 20000)])
        t_mul = choose.choice(["1", "1.1", "1.2", "1.3333333333333333", "1.5", "1.75", "2", "2.5", "3", "10"])
        # As many as a step in int32 allows; each half as high as the one before, so that peaks tell them apart.
        cycles = 5 if t_mul == "10" else 12
        chosen.append(Schedule("1", first_decay_steps, t_mul=t_mul, m_mul="0.5", cycles=cycles))
    return chosen


@pytest.mark.parametrize("schedule", schedules(), ids=str)
def test_every_fault_is_said(schedule):
    compiled = jax.jit(
        keras.optimizers.schedules.CosineDecayRestarts(
            1.0, schedule.first_decay_steps, t_mul=float(schedule.t_mul), m_mul=0.5
        )
    )
    restarts = schedule.restarts()[:-1]
    peaks = schedule.rates(restarts)
    last_rates = schedule.rates([restart - 1 for restart in restarts])
    wrong = []
    for restart, peak, last_rate in zip(restarts, peaks, last_rates):
        sides = ((restart - 1, last_rate), (restart, peak))
        off = [step for step, rate in sides if abs(float(compiled(jax.numpy.int32(step))) - rate) > 0.1 * peak]
        wrong += off[:1]
    said = LOSS.search(run("convert", "--to", "keras", *schedule.flags, "--cycles", str(schedule.cycles)).stderr)
    if wrong:
        assert said, f"convert says nothing of step {wrong[0]}"
        assert (int(said[1]), int(said[4]), int(said[5])) == (wrong[0], len(wrong), len(restarts))
    else:
        assert not said, said[0]

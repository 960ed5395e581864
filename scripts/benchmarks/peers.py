"""The peers: what one rate, and what a rate of a whole run costs each of them, by the same parameters and steps.

A contestant is a name and a function that takes a measurement and returns nanoseconds a rate.
"""

import importlib.util
import math
import time

RATE, FIRST, T_MUL, M_MUL, ALPHA = 0.1, 1000, 2.0, 0.9, 1e-3
RUN = 10_000_000
# A step of the third cycle; no peer's cost depends on it.
STEP = 4321


def nanoseconds(work, count, times=1):
    begin = time.perf_counter_ns()
    for _ in range(times):
        work()
    return (time.perf_counter_ns() - begin) / count / times


def has(package):
    return importlib.util.find_spec(package) is not None


def formula(step):
    """Keras' formula, in Python's own floats."""
    completed = step / FIRST
    i = math.floor(math.log(1 - completed * (1 - T_MUL)) / math.log(T_MUL))
    fraction = (completed - (1 - T_MUL**i) / (1 - T_MUL)) / T_MUL**i
    return RATE * ((1 - ALPHA) * 0.5 * M_MUL**i * (1 + math.cos(math.pi * fraction)) + ALPHA)


def numpy_formula(np, steps, dtype):
    one = dtype(1)
    t_mul, m_mul, alpha, rate = dtype(T_MUL), dtype(M_MUL), dtype(ALPHA), dtype(RATE)
    completed = steps.astype(dtype) / dtype(FIRST)
    i = np.floor(np.log(one - completed * (one - t_mul)) / np.log(t_mul))
    power = t_mul**i
    fraction = (completed - (one - power) / (one - t_mul)) / power
    return rate * ((one - alpha) * dtype(0.5) * m_mul**i * (one + np.cos(dtype(math.pi) * fraction)) + alpha)


def numpy_table(np, steps):
    lengths = FIRST * T_MUL ** np.arange(16)
    starts = np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    i = np.searchsorted(starts, steps, side="right") - 1
    fraction = (steps - starts[i]) / lengths[i]
    return RATE * ((1 - ALPHA) * 0.5 * (M_MUL ** np.arange(16))[i] * (1 + np.cos(np.pi * fraction)) + ALPHA)


def python():
    yield "one", "Python, usual formula", lambda: nanoseconds(lambda: formula(STEP), 1, 20_000)


def numpy():
    import numpy as np

    steps = np.arange(RUN)
    yield "one", "NumPy, usual formula", lambda: nanoseconds(
        lambda: numpy_formula(np, np.int64(STEP), np.float64), 1, 2_000
    )
    for dtype in (np.float64, np.float32):
        yield f"run {dtype.__name__}", "NumPy, usual formula", lambda dtype=dtype: nanoseconds(
            lambda: numpy_formula(np, steps, dtype), RUN
        )
    yield "run float64", "NumPy, table of cycles", lambda: nanoseconds(lambda: numpy_table(np, steps), RUN)


def keras():
    import jax
    import keras
    import numpy as np

    schedule = keras.optimizers.schedules.CosineDecayRestarts(RATE, FIRST, T_MUL, M_MUL, ALPHA)
    compiled = jax.jit(schedule)
    step, steps = jax.numpy.int32(STEP), jax.numpy.arange(RUN, dtype=np.int32)
    for first in (compiled(step), compiled(steps), schedule(STEP), schedule(steps)):
        jax.block_until_ready(first)
    yield "one", "Keras on JAX", lambda: nanoseconds(lambda: schedule(STEP).block_until_ready(), 1, 3)
    yield "one", "Keras on JAX, jitted", lambda: nanoseconds(lambda: compiled(step).block_until_ready(), 1, 1_000)
    yield "run float32", "Keras on JAX", lambda: nanoseconds(lambda: schedule(steps).block_until_ready(), RUN)
    yield "run float32", "Keras on JAX, jitted", lambda: nanoseconds(lambda: compiled(steps).block_until_ready(), RUN)


def optax():
    import jax
    import numpy as np
    import optax

    # As many cycles as the run has. It accepts only a finite list; the floor is relative to each cycle's peak.
    cycles = [
        {
            "init_value": RATE * M_MUL**i,
            "peak_value": RATE * M_MUL**i,
            "warmup_steps": 0,
            "decay_steps": int(FIRST * T_MUL**i),
            "end_value": RATE * ALPHA,
        }
        for i in range(14)
    ]
    schedule = optax.sgdr_schedule(cycles)
    compiled = jax.jit(schedule)
    step, steps = jax.numpy.int32(STEP), jax.numpy.arange(RUN, dtype=np.int32)
    for first in (compiled(step), compiled(steps), schedule(STEP)):
        jax.block_until_ready(first)
    yield "one", "Optax, 14 cycles", lambda: nanoseconds(lambda: schedule(STEP).block_until_ready(), 1, 20)
    yield "one", "Optax, jitted", lambda: nanoseconds(lambda: compiled(step).block_until_ready(), 1, 1_000)
    yield "run float32", "Optax, jitted", lambda: nanoseconds(lambda: compiled(steps).block_until_ready(), RUN)


def torch():
    import torch

    torch.set_num_threads(1)

    def optimizer():
        return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)

    holder = optimizer()
    holder.step()
    restarts = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(holder, FIRST, int(T_MUL))
    yield "one", "PyTorch, step()", lambda: nanoseconds(restarts.step, 1, 2_000)
    if has("timm"):
        from timm.scheduler import CosineLRScheduler

        timm = CosineLRScheduler(
            optimizer(), FIRST, cycle_mul=T_MUL, cycle_decay=M_MUL, cycle_limit=100, t_in_epochs=False
        )
        yield "one", "timm, step_update()", lambda: nanoseconds(lambda: timm.step_update(STEP), 1, 2_000)
    steps = torch.arange(RUN)

    def vectors(dtype):
        completed = steps.to(dtype) / FIRST
        i = torch.floor(torch.log(1 - completed * (1 - T_MUL)) / math.log(T_MUL))
        power = T_MUL**i
        fraction = (completed - (1 - power) / (1 - T_MUL)) / power
        return RATE * ((1 - ALPHA) * 0.5 * M_MUL**i * (1 + torch.cos(math.pi * fraction)) + ALPHA)

    for name, dtype in (("float64", torch.float64), ("float32", torch.float32)):
        yield f"run {name}", "PyTorch, usual formula", lambda dtype=dtype: nanoseconds(lambda: vectors(dtype), RUN)


def contestants():
    """(table, name, measurement) of every peer that is installed; names of those that are not."""
    peers = {"numpy": numpy, "keras": keras, "optax": optax, "torch": torch}
    found = list(python())
    for package, peer in peers.items():
        if has(package):
            found.extend(peer())
    missing = [package for package in (*peers, "timm") if not has(package)]
    return found, missing

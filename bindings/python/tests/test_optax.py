"""A schedule of Optax, under every transformation of JAX, and in training."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import sgdr

jax = pytest.importorskip("jax")
optax = pytest.importorskip("optax")

import jax.numpy as jnp  # noqa: E402
from jax import lax  # noqa: E402

import sgdr.optax  # noqa: E402

CORE = sgdr.CosineDecayRestarts(0.1, 7, 1.5, 0.9, 0.01)
SCHEDULE = sgdr.optax.cosine_decay_restarts(0.1, 7, 1.5, 0.9, 0.01)
RATES = CORE(range(40), dtype="float32")


def carried(step, _):
    return step + 1, SCHEDULE(step)


def summed(step, total):
    return total + SCHEDULE(step)


TRANSFORMED = {
    "python ints": lambda: [SCHEDULE(step) for step in range(40)],
    "arrays": lambda: SCHEDULE(jnp.arange(40)),
    "jit": lambda: [jax.jit(SCHEDULE)(step) for step in range(40)],
    "vmap": lambda: jax.vmap(SCHEDULE)(jnp.arange(40)),
    "vmap of jit": lambda: jax.vmap(jax.jit(SCHEDULE))(jnp.arange(40)),
    "vmap of vmap": lambda: jax.vmap(jax.vmap(SCHEDULE))(jnp.arange(40).reshape(4, 10)).ravel(),
    "scan": lambda: lax.scan(carried, jnp.int32(0), None, length=40)[1],
    "scan in jit": lambda: jax.jit(lambda first: lax.scan(carried, first, None, length=40)[1])(jnp.int32(0)),
    "vmap of scan": lambda: jax.vmap(lambda first: lax.scan(carried, first, None, length=20)[1])(jnp.array([0, 20])).ravel(),
    "map": lambda: lax.map(SCHEDULE, jnp.arange(40)),
    "remat": lambda: jax.vmap(jax.checkpoint(SCHEDULE))(jnp.arange(40)),
    "compiled": lambda: jax.jit(SCHEDULE).lower(jnp.arange(40)).compile()(jnp.arange(40)),
    "gradient": lambda: [jax.grad(lambda x: x * jax.jit(SCHEDULE)(jnp.int32(step)))(2.0) for step in range(40)],
}


@pytest.mark.parametrize("name", TRANSFORMED)
def test_transformations(name):
    rates = np.asarray(TRANSFORMED[name](), np.float32)
    np.testing.assert_array_max_ulp(rates, RATES, 1)
    assert rates[7] == RATES[7] == np.float32(CORE.cycle_at(7).peak)


def test_loops():
    total = lax.fori_loop(0, 40, summed, jnp.float32(0))
    np.testing.assert_allclose(total, RATES.sum(dtype=float), rtol=1e-6)
    assert jax.tree.leaves(lax.cond(True, SCHEDULE, lambda _: jnp.float32(0), jnp.int32(7))) == [RATES[7]]


def test_values():
    assert SCHEDULE == sgdr.optax.Schedule(CORE) and hash(SCHEDULE) == hash(sgdr.optax.Schedule(CORE))
    assert SCHEDULE != sgdr.optax.rates(CORE, 10) and SCHEDULE.schedule == CORE
    assert repr(SCHEDULE) == f"sgdr.optax.Schedule({CORE})"
    assert not jax.config.jax_enable_x64 and SCHEDULE(jnp.int32(3)).dtype == np.float32


def loss(weights):
    return jnp.sum((weights - 1) ** 2)


def train(optimizer, weights, state, steps):
    rates = []
    update = jax.jit(lambda weights, state: optimizer.update(jax.grad(loss)(weights), state, weights))
    for _ in range(steps):
        updates, state = update(weights, state)
        rates.append(float(state.hyperparams["learning_rate"]))
        weights = optax.apply_updates(weights, updates)
    return weights, state, rates


def test_joined_schedules():
    """Optax evaluates every part at every step, negative ones included."""
    joined = optax.join_schedules([optax.linear_schedule(0.0, 0.1, 5), SCHEDULE, sgdr.optax.rates(CORE, 3)], [5, 20])
    expected = [0.1 * step / 5 if step < 5 else CORE(step - 5) if step < 20 else CORE(min(step - 20, 2)) for step in range(30)]
    for rates in ([joined(step) for step in range(30)], joined(jnp.arange(30)), jax.jit(joined)(jnp.arange(30))):
        np.testing.assert_allclose(np.asarray(rates), expected, rtol=1e-6)
    injected = optax.inject_hyperparams(optax.adam)(learning_rate=joined)
    trained, state, rates = train(injected, jnp.zeros(5), injected.init(jnp.zeros(5)), 30)
    np.testing.assert_allclose(rates, expected, rtol=1e-6)
    assert jnp.isfinite(trained).all()


def test_a_run_longer_than_its_list_of_rates():
    optimizer = optax.inject_hyperparams(optax.sgd)(learning_rate=sgdr.optax.rates(CORE, 10))
    trained, _, rates = train(optimizer, jnp.zeros(5), optimizer.init(jnp.zeros(5)), 30)
    assert np.float32(rates).tolist() == RATES[np.minimum(range(30), 9)].tolist() and jnp.isfinite(trained).all()


def test_plans_and_weight_decay():
    plan = sgdr.PolynomialDecay(0.0, 5, 0.1).then(5, CORE).clamp(0.01)
    decay = sgdr.NormalizedWeightDecay(CORE, 0.05, batch_size=10, dataset_size=100, steps_per_epoch=10)
    adamw = optax.inject_hyperparams(optax.adamw)
    optimizer = adamw(learning_rate=sgdr.optax.Schedule(plan), weight_decay=sgdr.optax.Schedule(decay))
    weights = jnp.ones(3)
    state = optimizer.init(weights)
    for step in range(30):
        _, state = jax.jit(optimizer.update)(weights, state, weights)
        found = [state.hyperparams[name] for name in ("learning_rate", "weight_decay")]
        np.testing.assert_allclose(found, [plan(step), decay(step)], rtol=2e-7)


def test_float_steps():
    for function in (SCHEDULE, jax.jit(SCHEDULE)):
        assert function(5.0) == RATES[5] and function(jnp.float32(7)) == RATES[7] and function(-3.5) == RATES[0]
        np.testing.assert_array_max_ulp(np.asarray(function(5.5)), CORE(5.5, dtype="float32"), 1)
    assert SCHEDULE(jnp.bfloat16(5)) == RATES[5] and SCHEDULE([1, 2]).tolist() == RATES[1:3].tolist()
    for step in (float("nan"), jnp.inf, jnp.float32("nan")):
        with pytest.raises(ValueError, match="Argument `step` must be finite. Received: step="):
            SCHEDULE(step)


def test_a_plain_schedule_names_the_one_for_optax():
    optimizer = optax.sgd(CORE)
    state = optimizer.init(jnp.ones(1))
    updates, _ = optimizer.update(jnp.ones(1), state)
    assert -updates[0] == RATES[0]
    for call in [lambda: jax.jit(optimizer.update)(jnp.ones(1), state), lambda: jax.jit(CORE)(3), lambda: jax.jit(CORE)(3.0)]:
        with pytest.raises(TypeError, match="does not have inside `jax.jit`; use `sgdr.optax.Schedule"):
            call()


def test_flax_and_orbax(tmp_path):
    nnx, orbax = pytest.importorskip("flax.nnx"), pytest.importorskip("orbax.checkpoint")
    plan = sgdr.optax.Schedule(sgdr.PolynomialDecay(0.0, 5, 0.1).then(5, CORE))
    asked = []

    def schedule(count):
        rate = plan(count)
        jax.debug.callback(lambda rate: asked.append(float(rate)), rate)
        return rate

    def new():
        made = nnx.Linear(2, 1, rngs=nnx.Rngs(0))
        return made, nnx.Optimizer(made, optax.adam(schedule), wrt=nnx.Param)

    @nnx.jit
    def step(made, optimizer):
        optimizer.update(made, nnx.grad(lambda made: jnp.mean((made(jnp.ones((4, 2))) - 1) ** 2))(made))

    whole, optimizer = new()
    for _ in range(30):
        step(whole, optimizer)
    half, optimizer = new()
    for _ in range(13):
        step(half, optimizer)
    with orbax.StandardCheckpointer() as checkpointer:
        checkpointer.save(tmp_path / "half", {"model": nnx.state(half), "optimizer": nnx.state(optimizer)})
    resumed, optimizer = new()
    with orbax.StandardCheckpointer() as checkpointer:
        saved = checkpointer.restore(tmp_path / "half", {"model": nnx.state(resumed), "optimizer": nnx.state(optimizer)})
    nnx.update(resumed, saved["model"])
    nnx.update(optimizer, saved["optimizer"])
    for _ in range(17):
        step(resumed, optimizer)
    jax.effects_barrier()
    expected = plan.schedule(range(30), dtype="float32")
    assert len(asked) == 60
    np.testing.assert_array_max_ulp(np.float32(asked[:30]), expected, 1)
    assert asked[30:] == asked[:30]
    assert (resumed.kernel[...] == whole.kernel[...]).all()


def test_training_and_resuming():
    optimizer = optax.inject_hyperparams(optax.adam)(learning_rate=SCHEDULE)
    weights = jnp.zeros(5)
    trained, _, rates = train(optimizer, weights, optimizer.init(weights), 40)
    assert loss(trained) < loss(weights)
    np.testing.assert_array_max_ulp(np.float32(rates), RATES, 1)

    # From the middle of a cycle, out of what was saved.
    half, state, _ = train(optimizer, weights, optimizer.init(weights), 23)
    saved = jax.tree.map(np.asarray, (half, state))
    resumed, _, later = train(optimizer, *jax.tree.map(jnp.asarray, saved), 17)
    assert (resumed == trained).all() and later == rates[23:]


def test_updates_follow_the_rates():
    optimizer = optax.sgd(SCHEDULE)
    state = optimizer.init(jnp.zeros(1))
    for step in range(20):
        updates, state = jax.jit(optimizer.update)(jnp.ones(1), state)
        np.testing.assert_array_max_ulp(np.asarray(-updates), RATES[[step]], 1)


PARALLEL = """
    import functools, jax, jax.numpy as jnp, numpy as np, optax, sgdr.optax
    from jax.sharding import Mesh, PartitionSpec

    schedule = sgdr.optax.cosine_decay_restarts(0.1, 7, 1.5, 0.9, 0.01)
    optimizer = optax.sgd(schedule)

    def step(weights, state, data):
        gradient = jax.lax.pmean(jax.grad(lambda weights: jnp.mean((weights - data) ** 2))(weights), "data")
        updates, state = optimizer.update(gradient, state)
        rate = schedule(state[-1].count - 1)
        return optax.apply_updates(weights, updates), state, rate[None]

    def train(devices, weights, state, steps):
        # The same 8 samples, however many devices share them.
        mesh = Mesh(np.array(jax.devices()[:devices]), ("data",))
        split, whole = PartitionSpec("data"), PartitionSpec()
        mapped = jax.jit(jax.shard_map(step, mesh=mesh, in_specs=(whole, whole, split), out_specs=(whole, whole, split)))
        rates = []
        for _ in range(steps):
            weights, state, rate = mapped(weights, state, jnp.arange(8.0))
            weights, state = jax.tree.map(np.asarray, (weights, state))
            assert rate.shape == (devices,) and len(set(rate.tolist())) == 1, rate
            rates.append(float(rate[0]))
        return weights, state, rates

    assert len(jax.devices()) == 4
    first = jnp.zeros(()), optimizer.init(jnp.zeros(()))
    *_, rates = train(4, *first, 30)
    core = schedule.schedule(range(30), dtype="float32")
    np.testing.assert_array_max_ulp(np.float32(rates), core, 1)
    # A restart with another number of devices, in the middle of a cycle.
    weights, state, begin = train(4, *first, 12)
    assert begin + train(2, weights, state, 18)[2] == rates
    assert begin + train(1, weights, state, 18)[2] == rates

    pmapped = jax.pmap(schedule, axis_name="data")(jnp.full(4, 12))
    assert pmapped.tolist() == [rates[12]] * 4
    print("equal")
"""


def test_data_parallel():
    env = {**os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=4"}
    script = textwrap.dedent(PARALLEL)
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env)
    assert result.stdout == "equal\n", result.stderr

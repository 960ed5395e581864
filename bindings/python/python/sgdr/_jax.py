"""Graphs of JAX, for Optax and for Keras on JAX."""

from types import SimpleNamespace

import jax
import jax.numpy as jnp

from sgdr import _graph, _steps

_xp = SimpleNamespace(
    cast=lambda x, dtype: jnp.asarray(x).astype(dtype),
    clip=jnp.clip,
    exp=jnp.exp,
    expm1=jnp.expm1,
    log=jnp.log,
    log1p=jnp.log1p,
    prod=jnp.prod,
    reshape=jnp.reshape,
    searchsorted=jnp.searchsorted,
    shape=jnp.shape,
    sin=jnp.sin,
    take=lambda x, indices: jnp.take(jnp.asarray(x), indices, axis=0),
    where=jnp.where,
    zeros_like=jnp.zeros_like,
)


def rate(schedule, steps, step, dtype):
    """The rates of an array of steps; in a graph, nothing outside sees the 64-bit types."""
    if not isinstance(step, jax.core.Tracer):
        return jnp.asarray(_steps.known(schedule, steps, step, dtype))
    with jax.enable_x64(True):
        return _graph.rate(_xp, schedule, steps, step, step.dtype.name, dtype)

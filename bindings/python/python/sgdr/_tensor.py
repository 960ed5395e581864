"""Tensors of Keras' backends whose values are known, as NumPy has them."""

import sys

import keras
import numpy as np

# What has no backend: numbers of Python and NumPy, and arrays, lists and ranges of them.
PLAIN = (int, float, np.generic, np.ndarray, list, tuple, range)


def values(tensor):
    """The values of a tensor; None in a graph, or where it would take a copy from a device."""
    backend = keras.backend.backend()
    if backend == "jax":
        return None if isinstance(tensor, sys.modules["jax"].core.Tracer) else tensor
    if backend == "tensorflow":
        return tensor.numpy() if sys.modules["tensorflow"].executing_eagerly() else None
    if backend == "torch":
        return _of_torch(tensor)
    return np.asarray(tensor)


def _of_torch(tensor):
    torch = sys.modules["torch"]
    is_plain = type(tensor) in (torch.Tensor, torch.nn.Parameter) and tensor.device.type == "cpu"
    if not is_plain or torch.compiler.is_compiling():
        return None
    tensor = tensor.detach()
    if tensor.is_floating_point():
        # NumPy has no bfloat16.
        tensor = tensor.double()
    try:
        return tensor.numpy()
    except RuntimeError:
        # Under a transformation of torch.func it has none.
        return None

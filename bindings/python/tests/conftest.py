"""Which backend Keras has, unless the environment says so."""

import importlib.util
import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# The compiler of PyTorch, loaded after TensorFlow, ends the process: each brings its own LLVM. The other way round works.
if importlib.util.find_spec("triton"):
    importlib.import_module("triton")

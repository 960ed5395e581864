"""The stubs say what the compiled module has; and code that uses it type-checks."""

import subprocess
import sys

import pytest

pytest.importorskip("mypy")

USE = """
from itertools import islice

import numpy as np
import sgdr
from numpy.typing import NDArray

schedule = sgdr.CosineDecayRestarts(0.1, 1000, t_mul=2)
rate: float = schedule(7) + schedule(np.int64(7))
rates: NDArray[np.floating] = schedule(np.arange(5), dtype="float32")
restarts: list[int] = list(islice(schedule.restarts(), 3))
cycles: list[sgdr.Cycle] = list(islice(schedule.cycles(), 3))
plan: sgdr.Warmup = schedule.cycle_limit(3).warmup(100, shape="cosine")
first = sgdr.fit(7000, 3).below.first_decay_steps + 1
"""


def mypy(folder, *arguments):
    result = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr


def test_stubs(tmp_path):
    mypy(tmp_path, "mypy.stubtest", "sgdr._sgdr")


def test_use(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    mypy(tmp_path, "mypy", "--strict", "use.py")
    (tmp_path / "use.py").write_text(USE.replace("t_mul=2", "t_mul='2'").replace('shape="cosine"', 'shape="round"'))
    with pytest.raises(AssertionError, match="Found 2 errors"):
        mypy(tmp_path, "mypy", "--strict", "use.py")

"""Every command in COMPARE.md prints what COMPARE.md shows. This notices what a new release repairs or breaks."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sgdr_binary import BINARY

COMPARE = Path(__file__).parents[2] / "COMPARE.md"
PEERS = ("jax", "keras", "optax", "torch", "timm", "transformers", "paddle", "composer")


def commands():
    """The commands, each with its line and the output that follows it."""
    found, inside = [], False
    for number, line in enumerate(COMPARE.read_text().splitlines(), start=1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append(pytest.param(line[2:], [], id=f"line {number}: {line[2:40]}"))
        elif inside:
            found[-1].values[1].append(line)
    return found


@pytest.mark.parametrize("command, expected", commands())
def test_command(command, expected):
    for name in PEERS:
        if command.startswith("python") and re.search(rf"\b{name}\b", command) and not importlib.util.find_spec(name):
            pytest.skip(f"SKIPPED: {name} is not installed")
    path = os.pathsep.join([str(Path(sys.executable).parent), str(Path(BINARY).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "KERAS_BACKEND": "jax"}
    result = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True)
    said = f"COMPARE.md says {expected}; now it is {result.stdout.splitlines()}"
    assert result.stdout.splitlines() == expected, f"{said}\n{result.stderr[-2000:]}"


def test_there_are_commands():
    assert len(commands()) >= 25

"""What the docs show is what comes out: the docstrings, and the Python blocks of the repository's README."""

import doctest
import importlib
import importlib.metadata
import importlib.util
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import sgdr

README = Path(__file__).parents[3] / "README.md"
FRAMEWORKS = {"sgdr.keras": ["keras"], "sgdr.optax": ["jax", "optax"], "sgdr.torch": ["torch"]}


def present(name):
    return importlib.util.find_spec(name) is not None


def documented():
    """Everything public with a docstring, by name; of the frameworks' modules only what can be imported."""
    modules = ["sgdr"] + [name for name, needs in FRAMEWORKS.items() if all(map(present, needs))]
    for name in modules:
        module = importlib.import_module(name)
        yield name, module
        own = getattr(module, "__all__", None) or [key for key, value in vars(module).items() if is_own(value, name)]
        for key in own:
            value = getattr(module, key)
            yield f"{name}.{key}", value
            if inspect.isclass(value):
                members = {member: each for member, each in vars(value).items() if not member.startswith("_")}
                yield from ((f"{name}.{key}.{member}", each) for member, each in members.items())


def is_own(value, module):
    return inspect.isclass(value) and value.__qualname__[0] != "_" and inspect.getfile(value).endswith(
        f"{module.split('.')[-1]}.py"
    ) or inspect.isfunction(value) and value.__module__ == module and not value.__name__.startswith("_")


def run(test):
    output = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


OBJECTS = dict(documented())


@pytest.mark.parametrize("name", OBJECTS)
def test_docstrings(name):
    text = inspect.getdoc(OBJECTS[name]) or ""
    is_field = inspect.isgetsetdescriptor(OBJECTS[name]) or inspect.ismemberdescriptor(OBJECTS[name])
    assert text or ".get_config" in name or is_field, f"{name} has no docstring"
    run(doctest.DocTestParser().get_doctest(text, {**vars(sgdr), "np": np, "sgdr": sgdr}, name, None, 0))


def test_there_are_examples():
    examples = sum(">>>" in (inspect.getdoc(each) or "") for each in OBJECTS.values())
    assert examples >= 19


@pytest.mark.parametrize("index", range(3))
def test_readme(index):
    blocks = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    needed = re.findall(r"(?:import|,) (\w+)", blocks[index]) + ["matplotlib"] * (".plot(" in blocks[index])
    for name in (name for name in needed if re.fullmatch("keras|optax|torch|matplotlib", name)):
        if not present(name):
            pytest.skip(f"{name} is not installed")
    run(doctest.DocTestParser().get_doctest(blocks[index], {}, f"README.md, block {index}", None, 0))


def test_the_version_is_the_wheels():
    assert sgdr.__version__ == importlib.metadata.version("sgdr")

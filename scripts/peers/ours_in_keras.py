"""A plugin of pytest that runs Keras' own tests of its schedules with our classes in their place.

    python -m pytest -p ours_in_keras --pyargs keras.src.optimizers.schedules.learning_rate_schedule_test
"""

import pytest
from keras.src.optimizers import schedules

import sgdr.keras

CLASSES = (
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
)
# What stays different: the test, and why. COMPARE.md has these rows, too.
DIFFERENCES: dict[str, str] = {}
made = 0


def counted(ours):
    """Our class, counting how many are made."""

    def make(*args, **kwargs):
        global made
        made += 1
        return ours(*args, **kwargs)

    return make


for name in CLASSES:
    assert hasattr(schedules, name)
    setattr(schedules, name, counted(getattr(sgdr.keras, name)))


def pytest_configure(config):
    config.addinivalue_line("markers", "requires_trainable_backend: of Keras' tests")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.name in DIFFERENCES:
            item.add_marker(pytest.mark.xfail(reason=DIFFERENCES[item.name], strict=True))
    assert DIFFERENCES.keys() <= {item.name for item in items}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    before = made
    yield
    assert made > before, f"{item.name} has made none of ours"

"""The Python that `sgdr convert` prints for plans, as its transcripts have it, runs and has the rates of the plan."""

import re
from pathlib import Path

import numpy as np
import pytest

import sgdr

TRANSCRIPTS = Path(__file__).parents[3] / "crates/sgdr-cli/tests/cmd/convert.md"
STEPS = np.arange(8000)

cycles = sgdr.CosineDecayRestarts(0.1, 1000, m_mul=0.8).cycle_limit(3)
floor = sgdr.CosineCycles(0.1, 1000, eta_min=0.001)
PLANS = {
    "pytorch": cycles.warmup(100),
    "transformers": sgdr.CosineDecayRestarts(0.1, 1000).cycle_limit(2),
    "optax": floor.warmup(100, place="every_cycle"),
    "keras-python": sgdr.CosineDecayRestarts(0.1, 1000).scale(0.5).clamp(min=0.001),
}


def code(target):
    text = TRANSCRIPTS.read_text(encoding="utf-8")
    blocks = re.findall(rf"\n(# sgdr convert --to {target}: the Python package sgdr\n.*?)(?=\nnote:|\n\$ |\n```)", text, re.S)
    assert len(blocks) == 1, target
    return blocks[0]


@pytest.mark.parametrize(("target", "package"), [
    ("pytorch", "torch"),
    ("transformers", "torch"),
    ("optax", "optax"),
    ("keras-python", "keras"),
])
def test_the_code_runs_and_has_the_rates_of_the_plan(target, package):
    library = pytest.importorskip(package)
    names = {"batches": []}
    if package == "torch":
        names["model"] = library.nn.Linear(1, 1)
    exec(compile(code(target), f"<{target}>", "exec"), names)
    expected = PLANS[target](STEPS)
    assert np.array_equal(names["schedule"](STEPS), expected)
    if package == "torch":
        for rate in expected[:50]:
            assert names["optimizer"].param_groups[0]["lr"] == rate
            names["optimizer"].step()
            names["scheduler"].step()
    if package == "keras":
        assert float(names["optimizer"].learning_rate) == np.float32(expected[0])

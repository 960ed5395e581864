"""The files of golden/, grouped by schedule; golden/README.md says what the columns are, and which errors are
allowed."""

import csv
import itertools
import json
import math
from dataclasses import dataclass
from pathlib import Path

import sgdr

FOLDER = Path(__file__).parents[3] / "golden"
INTEGERS = {"first_decay_steps", "decay_steps", "warmup_steps"}
FLAGS = {"staircase", "cycle"}
LISTS = {"boundaries": int, "values": float}


@dataclass(frozen=True)
class Row:
    step: "int | float"
    rate: float
    residual: float
    cycle: "int | None"
    first_step: "int | None"

    def error(self, rate):
        """How far a rate is from the exact one, in units in the last place."""
        return abs((rate - self.rate) / math.ulp(self.rate) - self.residual)


def schedules(file):
    """Each schedule of a file, with its rows."""
    with open(FOLDER / file, newline="") as lines:
        for schedule, rows in itertools.groupby(_read(lines, file), key=lambda pair: pair[0]):
            yield schedule, [row for _, row in rows]


def _read(lines, file):
    schedule, before = None, None
    for line in csv.DictReader(lines):
        given = _parameters(line, file)
        if given and given != before:
            schedule, before = _make(file, given), given
        # In the file of the siblings, cycle is a parameter.
        cycle = [int(line[key]) for key in ("cycle", "first_step")] if line.get("first_step") else [None, None]
        yield schedule, Row(_step(line["step"]), float(line["lr"]), float(line["residual"]), *cycle)


def _step(text):
    return int(text) if text.isdigit() else float(text)


def _parameters(line, file):
    if file == "plans.csv":
        return line["schedule"]
    keys = list(itertools.takewhile(lambda key: key != "step", line))
    return tuple((key, line[key]) for key in keys if line[key])


def _make(file, given):
    if file == "plans.csv":
        return sgdr.deserialize(json.loads(given))
    values = {key: _value(key, text) for key, text in given}
    return getattr(sgdr, values.pop("schedule", "CosineDecayRestarts"))(**values)


def _value(key, text):
    if key == "schedule":
        return text
    if key in LISTS:
        return [LISTS[key](each) for each in text.split()]
    if key in FLAGS:
        return text == "true"
    return int(text) if key in INTEGERS else float(text)

#!/usr/bin/env python3
"""The exact rates of steps 0 to 15000 of the schedule on keras3's page, by golden/make.py, as rows of exact.csv.

    python bindings/r/tools/oracle.py >FILE     in an environment with golden/requirements.txt
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "golden"))

import make  # noqa: E402

PAGE = make.Parameters(initial_learning_rate=0.001, first_decay_steps=1000, t_mul=2.0, m_mul=1.0, alpha=0.0)

cycles = make.Cycles(PAGE.first_decay_steps, make.simplest_fraction(PAGE.t_mul))
rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(make.HEADER)
for step in range(15001):
    rows.writerow(make.truth(PAGE, cycles, step).cells())

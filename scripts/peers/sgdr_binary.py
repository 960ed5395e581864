"""The binary under test, and the schedules that the tests ask it for."""

import os
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

BINARY = os.environ["SGDR_BIN"]


def run(*arguments, stdin=None):
    return subprocess.run([BINARY, *arguments], input=stdin, capture_output=True, text=True)


@dataclass(frozen=True)
class Schedule:
    """Parameters, as decimals, and how much of the curve is compared."""

    initial_learning_rate: str
    first_decay_steps: int
    t_mul: str = "2"
    m_mul: str = "1"
    alpha: str = "0"
    cycles: int = 10

    def __str__(self):
        return " ".join(self.flags)

    @property
    def flags(self):
        names = {"l": "-l", "s": "-s", "t": "--t-mul", "m": "--m-mul", "a": "--alpha"}
        values = (self.initial_learning_rate, str(self.first_decay_steps), self.t_mul, self.m_mul, self.alpha)
        return [text for pair in zip(names.values(), values) for text in pair]

    @property
    def rate(self):
        return float(self.initial_learning_rate)

    def convert(self, target):
        """The code for a target; nothing may be lost."""
        result = run("convert", "--to", target, *self.flags, "--cycles", str(self.cycles))
        assert result.returncode == 0, result.stderr
        return result.stdout

    def rates(self, steps):
        result = run("lr", *self.flags, stdin="".join(f"{step}\n" for step in steps))
        assert result.returncode == 0, result.stderr
        return [float(line) for line in result.stdout.split()]

    def restarts(self):
        """The first step of each cycle but the first, and the end of the last one; computed here, exactly."""
        t_mul = Fraction(self.t_mul).limit_denominator(10**6)
        start, length, steps = Fraction(0), Fraction(self.first_decay_steps), []
        for _ in range(self.cycles):
            if length < 1:
                break
            start, length = start + length, length * t_mul
            steps.append(ceil(start))
        return steps

    def steps(self, most):
        """Every step from 0 on up to a number of them, within the cycles that are compared."""
        return range(min(self.restarts()[-1], most))

    def steps_and_restarts(self, most):
        """The same, and the steps beside every later restart."""
        end = self.restarts()[-1]
        beside = {restart + offset for restart in self.restarts() for offset in (-2, -1, 0, 1)}
        return sorted(set(self.steps(most)) | {step for step in beside if 0 <= step < end})

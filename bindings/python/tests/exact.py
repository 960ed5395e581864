"""The schedule by its definition: cycles walked one by one in fractions, and a cosine of a distance that is exact."""

import math
import random
from fractions import Fraction

import numpy as np


class Restarts:
    """Cosine decay with warm restarts, for a number of cycles."""

    def __init__(self, initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha):
        self.arguments = (initial_learning_rate, first_decay_steps, float(t_mul), m_mul, alpha)
        self.t_mul = Fraction(t_mul)

    def cycles(self, last_step, most):
        """Index, start and length of each cycle that begins at or before a step, while it is a step long."""
        start, length, index = Fraction(0), Fraction(self.arguments[1]), 0
        while index < most and start <= last_step and length >= 1:
            yield index, start, length
            start, length, index = start + length, length * self.t_mul, index + 1

    def rate(self, step, index, start, length):
        """The rate of a step of a cycle, within 1e-14 of it."""
        initial, _, _, m_mul, alpha = self.arguments
        height = initial * (1 - alpha) * m_mul**index
        walked = (step - start) / length
        if walked <= Fraction(1, 2):
            return height * math.cos(math.pi / 2 * float(walked)) ** 2 + alpha * initial
        return height * math.sin(math.pi / 2 * float(1 - walked)) ** 2 + alpha * initial

    def steps(self, last_step, most):
        """Each restart, the step before it and some of the cycle, with their rates."""
        choose = random.Random(repr(self.arguments))
        for index, start, length in self.cycles(last_step, most):
            first, end = math.ceil(start), math.ceil(start + length)
            inside = [first, first + 1, (first + end) // 2, choose.randrange(first, end), end - 2, end - 1]
            for step in sorted({step for step in inside if first <= step < end and step <= last_step}):
                yield step, self.rate(step, index, start, length)


def random_restarts(seed, count):
    """Parameter sets: whole, decimal and odd factors, floors or none."""
    choose = random.Random(seed)
    for _ in range(count):
        t_mul = choose.choice(
            [Fraction(1), Fraction(2), Fraction(3), Fraction(10), Fraction(3, 2), Fraction(4, 3), Fraction(11, 10)]
            + [Fraction(choose.randint(101, 400), 100), Fraction(choose.randint(50, 99), 100)]
        )
        first = choose.choice([1, 2, 7, 10, 100, 1000, choose.randint(1, 10**choose.randint(1, 8))])
        m_mul = choose.choice([1.0, 1.0, 0.9, 0.5, round(choose.uniform(0.3, 1.1), 3)])
        initial = choose.choice([0.1, 1.0, 1e-3, choose.uniform(1e-5, 2)])
        yield Restarts(initial, first, t_mul, m_mul, choose.choice([0.0, 0.0, 0.01, 0.5, round(choose.random(), 4)]))


def ulps(rates, exact, dtype):
    """How far rates of a type are from exact ones, in units in the last place of the type; subnormal ones are let off."""
    rates, exact = np.asarray(rates, np.float64), np.asarray(exact, np.float64)
    unit = np.maximum(np.spacing(np.abs(exact).astype(dtype)).astype(np.float64), np.finfo(dtype).tiny)
    # Infinity is equal to itself.
    return np.where(rates == exact, 0.0, np.abs(rates - exact) / unit)

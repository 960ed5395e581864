"""Random parameter sets of each of Keras' schedules, with the exact rate of a step (golden/) and Keras' float32 error."""

import random
import sys
from dataclasses import dataclass
from fractions import Fraction
from math import log, pi
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "golden"))

import make
import make_siblings

UNIT = 2.0**-24  # half a unit in the last place of a float32, relative
LARGEST_STEP = 2**24  # so far every step is a float32
# Keras takes no slash in a name.
NAMES = ["run", "", "a b", 'quo"te', "back\\slash", "é", "日本", "😀", "tab\t", "\u2028", "\x7f"]


@dataclass(frozen=True)
class Set:
    """The arguments of a Keras class."""

    class_name: str
    arguments: dict
    restarts: tuple = ()  # steps at which the rate jumps

    def __hash__(self):
        return hash(repr(self))

    def steps(self, choose):
        """Some steps, and those beside the first restarts and beside some of the others."""
        arguments = self.arguments
        longest = arguments.get("first_decay_steps") or arguments.get("decay_steps") or arguments["boundaries"][-1]
        last = min(LARGEST_STEP - 1, 6 * longest) if not self.restarts else min(LARGEST_STEP - 1, self.restarts[-1])
        if arguments.get("t_mul", 1.0) < 1:
            # Keras ends in NaN where the cycles have shrunk away.
            last = longest - 1
        steps = {0, 1, longest - 1, longest, longest + 1, *(choose.randint(0, last) for _ in range(6))}
        some = self.restarts[:4] + tuple(choose.sample(self.restarts, min(4, len(self.restarts))))
        steps |= {restart + offset for restart in some for offset in (-1, 0, 1)}
        return sorted(step for step in steps if 0 <= step <= last)

    def exact_rates(self, steps):
        """The nearest doubles of the exact rates."""
        arguments = {key: value for key, value in self.arguments.items() if key != "name"}
        if self.class_name == "CosineDecayRestarts":
            given = make.Parameters(**arguments)
            cycles = make.Cycles(given.first_decay_steps, make.simplest_fraction(given.t_mul))
            return [make.truth(given, cycles, step).lr for step in steps]
        if self.class_name == "PiecewiseConstantDecay":
            arguments = {key: tuple(value) for key, value in arguments.items()}
        given = getattr(make_siblings, self.class_name)(**arguments)
        return [make_siblings.truth(given, step).lr for step in steps]

    def error(self, step, rate):
        """How far Keras may be off in float32, the right cycle given: first order in the rounding, times two."""
        arguments = self.arguments
        first = arguments.get("initial_learning_rate", 0.0)
        match self.class_name:
            case "CosineDecayRestarts":
                t_mul, m_mul = arguments["t_mul"], arguments["m_mul"]
                done = step / arguments["first_decay_steps"]
                cycle = sum(restart <= step for restart in self.restarts)
                length = t_mul**cycle
                # The cycle's start is a power of a rounded t_mul, over the rounded difference of that and 1.
                per_cycle = cycle + 3 + (0 if t_mul == 1 else t_mul / abs(t_mul - 1))
                position = (2 * done / length + 1) * per_cycle
                height = first * (1 - arguments["alpha"]) * m_mul**cycle
                return 2 * UNIT * (height * (pi / 2 * position + cycle + 6) + 4 * first)
            case "CosineDecay":
                largest = max(first, arguments["warmup_target"] or 0.0)
                # cos(pi f) loses what f has lost; a warm-up step is a difference.
                return 2 * UNIT * largest * (pi * (2 + step / arguments["decay_steps"]) + 8)
            case "ExponentialDecay":
                exponent = step / arguments["decay_steps"]
                return 2 * UNIT * rate * (abs(log(arguments["decay_rate"])) * exponent * 3 + 4)
            case "InverseTimeDecay":
                return 2 * UNIT * rate * 6
            case "PiecewiseConstantDecay":
                return 2 * UNIT * rate
            case "PolynomialDecay":
                # (1 - p)^power, where 1 - p is off by two units: at its worst where little is left.
                steps = arguments["decay_steps"]
                steps *= max(1, -(-step // steps)) if arguments["cycle"] else 1
                left = max(0.0, 1 - step / steps)
                power, swing = arguments["power"], abs(first - arguments["end_learning_rate"])
                spread = [max(0.0, left + sign * 4 * UNIT) ** power for sign in (-1, 1)]
                largest = max(first, arguments["end_learning_rate"])
                return swing * (spread[1] - spread[0]) + 2 * UNIT * largest * (4 + power * 4)
        raise ValueError(self.class_name)


def rate(choose):
    return choose.choice([0.1, 0.01, 1e-3, 3e-4, 1e-5, 1.0, choose.random(), 10 ** choose.uniform(-6, 0)])


def length(choose):
    return choose.choice([1, 10, 41, 100, 390, 1000, 1563, choose.randint(1, 20_000), int(10 ** choose.uniform(0, 6))])


def name(choose, default):
    return choose.choice([default, default, *NAMES, "".join(chr(choose.randint(48, 0x2FF)) for _ in range(8))])


def restarts(first_decay_steps, t_mul):
    """The first steps of the cycles but the first, as far as every step is a float32; 200 at most."""
    factor = make.simplest_fraction(t_mul)
    start, cycle_length, steps = Fraction(first_decay_steps), Fraction(first_decay_steps), []
    while start < LARGEST_STEP and len(steps) < 200:
        steps.append(-(-start.numerator // start.denominator))
        cycle_length *= factor
        if cycle_length < 1:
            break
        start += cycle_length
    return tuple(steps)


def cosine_decay_restarts(choose):
    t_mul = choose.choice([1.0, 2.0, 2.0, 1.1, 1.2, 1.5, 1.75, 3.0, 4 / 3, 10.0, 0.5, 0.9, choose.uniform(1.05, 4)])
    first_decay_steps = length(choose)
    return Set(
        "CosineDecayRestarts",
        {
            "initial_learning_rate": rate(choose),
            "first_decay_steps": first_decay_steps,
            "t_mul": t_mul,
            "m_mul": choose.choice([1.0, 1.0, 0.9, 0.5, 0.0, 1.01, choose.random()]),
            "alpha": choose.choice([0.0, 0.0, 0.01, 1.0, choose.random()]),
            "name": name(choose, "SGDRDecay"),
        },
        restarts(first_decay_steps, t_mul),
    )


def cosine_decay(choose):
    return Set(
        "CosineDecay",
        {
            "initial_learning_rate": rate(choose),
            "decay_steps": length(choose),
            "alpha": choose.choice([0.0, 0.01, 1.0, choose.random()]),
            "name": name(choose, "CosineDecay"),
            "warmup_target": choose.choice([None, rate(choose)]),
            "warmup_steps": choose.choice([0, 10, length(choose)]),
        },
    )


def exponential_decay(choose):
    return by_rate(choose, "ExponentialDecay", [0.96, 0.5, 0.9, 1.0, 1.1, choose.uniform(0.01, 1.5)])


def inverse_time_decay(choose):
    return by_rate(choose, "InverseTimeDecay", [0.5, 1.0, 0.0, 1e-3, choose.uniform(0, 10)])


def by_rate(choose, class_name, rates):
    decay_steps, staircase = length(choose), choose.random() < 0.5
    return Set(
        class_name,
        {
            "initial_learning_rate": rate(choose),
            "decay_steps": decay_steps,
            "decay_rate": choose.choice(rates),
            "staircase": staircase,
            "name": name(choose, class_name),
        },
        tuple(k * decay_steps for k in range(1, 20)) if staircase else (),
    )


def piecewise_constant_decay(choose):
    boundaries = sorted(choose.sample(range(1, length(choose) + 20), choose.randint(1, 6)))
    return Set(
        "PiecewiseConstantDecay",
        {
            "boundaries": boundaries,
            "values": [rate(choose) for _ in range(len(boundaries) + 1)],
            "name": name(choose, "PiecewiseConstant"),
        },
        tuple(boundary + 1 for boundary in boundaries),
    )


def polynomial_decay(choose):
    decay_steps, cycle = length(choose), choose.random() < 0.5
    return Set(
        "PolynomialDecay",
        {
            "initial_learning_rate": rate(choose),
            "decay_steps": decay_steps,
            "end_learning_rate": choose.choice([0.0001, 0.0, rate(choose)]),
            "power": choose.choice([1.0, 0.5, 2.0, 0.9, choose.uniform(0.1, 4)]),
            "cycle": cycle,
            "name": name(choose, "PolynomialDecay"),
        },
        tuple(k * decay_steps + 1 for k in range(1, 20)) if cycle else (),
    )


def sets(make_one, count):
    """This number of different ones, the same in every run."""
    choose = random.Random(f"keras {make_one.__name__}")
    chosen = {}
    while len(chosen) < count:
        one = make_one(choose)
        chosen[repr(one)] = one
    return list(chosen.values())


KINDS = [
    cosine_decay_restarts,
    cosine_decay,
    exponential_decay,
    inverse_time_decay,
    piecewise_constant_decay,
    polynomial_decay,
]

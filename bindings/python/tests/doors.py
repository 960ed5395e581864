"""Random schedules and steps for the doors of frameworks, and the rates that the rule of steps gives them.

A negative step has the rate of step 0, one above 2**64 - 1 the rate of that. Inside a graph NaN counts as step 0.
"""

import math
import random

import numpy as np

import sgdr

LAST = 2**64 - 1


def schedules(seed, count):
    """Random schedules, of every class in turn."""
    choose = random.Random(seed)
    kinds = list(_KINDS)
    return [_KINDS[kinds[index % len(kinds)]](choose) for index in range(count)]


def _rate(choose):
    return choose.choice([0.1, 0.5, 1.0, 1e-3, choose.uniform(1e-5, 2)])


def _length(choose):
    return choose.choice([1, 2, 7, 10, 100, choose.randint(1, 1000)])


def _t_mul(choose):
    return choose.choice([1.0, 2.0, 1.5, 1.1, 4 / 3, 0.7, choose.randint(101, 300) / 100])


def _restarts(choose):
    m_mul, alpha = choose.choice([1.0, 0.9, 0.5, 1.01]), choose.choice([0.0, 0.01, 0.5])
    return sgdr.CosineDecayRestarts(_rate(choose), _length(choose), _t_mul(choose), m_mul, alpha)


def _cycles(choose):
    peak_mul, closed = choose.choice([1.0, 0.8]), choose.random() < 0.5
    rate = _rate(choose)
    return sgdr.CosineCycles(rate, _length(choose), _t_mul(choose), peak_mul, choose.choice([0.0, rate / 10]), closed)


def _decay(choose):
    if choose.random() < 0.5:
        return sgdr.CosineDecay(_rate(choose), _length(choose), choose.choice([0.0, 0.1]))
    return sgdr.CosineDecay(0.0, _length(choose), 0.1, warmup_target=_rate(choose), warmup_steps=_length(choose))


def _pieces(choose):
    boundaries = sorted(choose.sample(range(200), 3))
    return sgdr.PiecewiseConstantDecay(boundaries, [_rate(choose) for _ in range(4)])


def _exponential(choose):
    decay_rate = choose.choice([0.9, 0.5, 0.0, 1.001])
    return sgdr.ExponentialDecay(_rate(choose), _length(choose), decay_rate, staircase=choose.random() < 0.5)


def _inverse_time(choose):
    return sgdr.InverseTimeDecay(_rate(choose), _length(choose), choose.choice([0.5, 2.0]), staircase=choose.random() < 0.5)


def _polynomial(choose):
    end, power = choose.choice([0.0, 0.01]), choose.choice([0.0, 0.5, 1.0, 2.0])
    return sgdr.PolynomialDecay(_rate(choose), _length(choose), end, power, cycle=choose.random() < 0.5)


def _constant(choose):
    return sgdr.ConstantRate(_rate(choose))


_PLAIN = [_restarts, _cycles, _decay, _pieces, _exponential, _inverse_time, _polynomial, _constant]


def _plain(choose):
    return choose.choice(_PLAIN)(choose)


def _with_cycles(choose):
    return choose.choice([_restarts, _cycles])(choose)


def _warmup(choose):
    shape, start = choose.choice(["linear", "cosine"]), choose.choice([0.0, 0.02])
    return choose.choice([_plain, _chain])(choose).warmup(_length(choose), start=start, shape=shape)


def _warmup_inside(choose):
    schedule = _with_cycles(choose)
    if schedule.first_decay_steps == 1:
        return schedule
    steps, shape = choose.randint(1, schedule.first_decay_steps - 1), choose.choice(["linear", "cosine"])
    place = choose.choice(["inside", "every_cycle"])
    return schedule.warmup(steps, shape=shape, place=place, to_peak=choose.random() < 0.5)


def _limit(choose):
    schedule = choose.choice([_with_cycles, _scaled_cycles])(choose)
    return schedule.cycle_limit(choose.choice([1, 2, 3, 50, 10**6]))


def _scaled_cycles(choose):
    return _with_cycles(choose).scale(0.5).warmup(_length(choose))


def _chain(choose):
    first, second = _plain(choose), choose.choice([_plain, _scale, _limit])(choose)
    chain = first.then(_length(choose), second, start=choose.choice([0, 0, 5, 1000]))
    return chain.then(1000 + _length(choose), _plain(choose)) if choose.random() < 0.5 else chain


def _scale(choose):
    return _plain(choose).scale(choose.choice([0.0, 0.25, 0.3, 3.0]))


def _clamp(choose):
    return choose.choice([_plain, _chain])(choose).clamp(*choose.choice([(0.01, None), (None, 0.4), (0.02, 0.3)]))


def _weight_decay(choose):
    return sgdr.NormalizedWeightDecay(_with_cycles(choose), 0.05, batch_size=10, dataset_size=1000, steps_per_epoch=100)


_KINDS = {
    each.__name__: each
    for each in (*_PLAIN, _warmup, _warmup_inside, _limit, _chain, _scale, _clamp, _weight_decay)
}


def integers(seed, count, last):
    """Whole steps: some negative, most where something happens, and the largest of a type."""
    choose = random.Random(seed)
    steps = [-1, -999, -last - 1, 0, 1, last, last - 1]
    return steps + [choose.randrange(2 ** choose.randint(1, 14)) for _ in range(count)]


def reals(seed, count, dtype):
    """Steps between whole ones, whole floats, negative and huge ones, as numbers of a type."""
    choose = random.Random(seed)
    steps = [-1.0, -999.0, -0.5, -0.0, 0.0, 0.5, 5.0, 1e30 if dtype != "float16" else 6e4, -1e30 if dtype != "float16" else -6e4]
    for _ in range(count):
        step = choose.randrange(2 ** choose.randint(1, 11))
        steps.append(step + choose.choice([0.0, 0.5, 0.25, 0.75, choose.random()]))
    return np.array(steps, dtype)


def with_boundaries(schedule, steps):
    """The same steps and those around the first restarts."""
    edges = []
    for _, restart in zip(range(8), schedule.restarts()):
        if restart < 1000:
            edges += [restart - 1 + fraction for fraction in (0.0, 0.125, 0.375, 0.5, 0.625, 0.875)] + [restart]
    return np.concatenate([steps, np.array(edges, steps.dtype)])


def expected(schedule, steps, dtype="float32"):
    """The core's rates by the rule."""
    return np.array([schedule(_in_core(step), dtype=dtype) for step in np.asarray(steps).ravel().tolist()])


def _in_core(step):
    if step != step or step <= 0:
        return 0
    return LAST if math.isinf(step) or step >= 2**64 else step

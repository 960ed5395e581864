"""Learning-rate schedules with warm restarts (SGDR): exact to the step, the same bits everywhere.

>>> import sgdr
>>> schedule = sgdr.CosineDecayRestarts(0.1, 1000, t_mul=2.0, m_mul=0.8, alpha=0.01)
>>> schedule(0)
0.1
>>> schedule(range(998, 1001))
array([0.00100098, 0.00100024, 0.0802    ])

A schedule is a plain value: a pure function of the step, with no counter to save. It is computed by the Rust crate `sgdr`.
Inside a framework:

- `sgdr.keras.CosineDecayRestarts`: the `learning_rate` of any Keras optimizer.
- `sgdr.optax.cosine_decay_restarts`: a schedule of Optax.
- `sgdr.torch.CosineDecayRestarts`: an `LRScheduler` of PyTorch.
"""

from sgdr._sgdr import (
    Chain,
    Clamp,
    ConstantRate,
    CosineCycles,
    CosineDecay,
    CosineDecayRestarts,
    Cycle,
    CycleLimit,
    ExponentialDecay,
    FirstCycle,
    Fit,
    InverseTimeDecay,
    LearningRateSchedule,
    NormalizedWeightDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    Replan,
    Scale,
    Standing,
    Units,
    Warmup,
    __version__,
    deserialize,
    fit,
    serialize,
)

__all__ = [
    "Chain",
    "Clamp",
    "ConstantRate",
    "CosineCycles",
    "CosineDecay",
    "CosineDecayRestarts",
    "Cycle",
    "CycleLimit",
    "ExponentialDecay",
    "FirstCycle",
    "Fit",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "NormalizedWeightDecay",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "Replan",
    "Scale",
    "Standing",
    "Units",
    "Warmup",
    "deserialize",
    "fit",
    "serialize",
]

"""Runs of a PyTorch optimizer under our scheduler, alone and among PyTorch's own, for the tests of resuming."""

import torch
from torch.optim.lr_scheduler import ChainedScheduler, ConstantLR, ExponentialLR, LinearLR, SequentialLR

import sgdr
import sgdr.torch

STEPS = 30


def ours(optimizer):
    """Restarts at 7 and 18, and a weight decay of its own."""
    weight_decay = sgdr.CosineDecay(0.5, 20, alpha=0.1)
    return sgdr.torch.CosineDecayRestarts(optimizer, 7, 1.5, 0.9, 0.01, also={"weight_decay": weight_decay})


# Where our scheduler is.
PLACES = {
    "alone": ours,
    "first of a sequence": lambda o: SequentialLR(o, [ours(o), ExponentialLR(o, 0.9)], [12]),
    "in the middle of a sequence": lambda o: SequentialLR(
        o, [LinearLR(o, 0.1, 1.0, 5), ours(o), ExponentialLR(o, 0.9)], [5, 19]
    ),
    "last of a sequence": lambda o: SequentialLR(o, [LinearLR(o, 0.1, 1.0, 5), ours(o)], [5]),
    "first and last of a sequence": lambda o: SequentialLR(o, [ours(o), LinearLR(o, 0.1, 1.0, 5), ours(o)], [9, 14]),
    "first of a chain": lambda o: ChainedScheduler([ours(o), ExponentialLR(o, 0.9)]),
    "in the middle of a chain": lambda o: ChainedScheduler([ConstantLR(o, 0.5, 8), ours(o), ExponentialLR(o, 0.9)]),
    "last of a chain": lambda o: ChainedScheduler([ExponentialLR(o, 0.9), ours(o)]),
}


def groups(modules, tensors):
    """Of two modules, the second one with a tenth of the rate."""
    rates = [torch.tensor(rate) if tensors else rate for rate in (0.1, 0.01)]
    return [{"params": list(module.parameters()), "lr": rate} for module, rate in zip(modules, rates)]


def values(optimizer):
    """What the groups have."""
    return [(float(group["lr"]), group["weight_decay"]) for group in optimizer.param_groups]

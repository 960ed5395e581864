"""Schedulers for PyTorch, whose rates depend on nothing but `last_epoch`, the step.

>>> import torch, sgdr.torch
>>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
>>> scheduler = sgdr.torch.CosineDecayRestarts(optimizer, first_decay_steps=1000)
>>> scheduler.get_last_lr()
[0.1]

Call `scheduler.step()` after each `optimizer.step()`. A rate that is a tensor (`lr=torch.tensor(0.1)`) is filled in
place, so that compiled steps and CUDA graphs see the new one.

For a warm-up, use `schedule.warmup(...)` in `sgdr.torch.Scheduler`, or `SequentialLR`. A `ChainedScheduler` does not warm these
schedulers up: each of them sets the rate, whatever the scheduler before it in the chain did.

A prepared scheduler of Accelerate is stepped once for each process after every update, so there an epoch is
`units.for_accelerate().epochs(1)` long, where `units` is `sgdr.Units(dataset_size, batch_size, processes=...)`. With
`split_batches=True` or `step_scheduler_with_optimizer=False` it is `units.epochs(1)`, as everywhere else.
"""

from sgdr.torch.cosine_decay_restarts import CosineDecayRestarts
from sgdr.torch.scheduler import Scheduler

__all__ = ["CosineDecayRestarts", "Scheduler"]

"""Schedulers for PyTorch, whose rates depend on nothing but `last_epoch`, the step.

>>> import torch, sgdr.torch
>>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
>>> scheduler = sgdr.torch.CosineDecayRestarts(optimizer, first_decay_steps=1000)
>>> scheduler.get_last_lr()
[0.1]

Call `scheduler.step()` after each `optimizer.step()`. A rate that is a tensor (`lr=torch.tensor(0.1)`) is filled in
place, so that compiled steps and CUDA graphs see the new one.
"""

from typing import Any, Sequence, Union

import torch
from torch.optim.lr_scheduler import LRScheduler

import sgdr


class Scheduler(LRScheduler):
    """Any schedule of the package `sgdr`, or one for each parameter group.

    Args:
        optimizer: The optimizer. The `lr` that its groups have does not matter: the rates are those of the schedule.
        schedule: The schedule, or a list with one for each group.
        last_epoch: The last step that is done, if a run goes on from there; -1 at its beginning.

    Example:

    >>> import torch, sgdr.torch
    >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
    >>> scheduler = sgdr.torch.Scheduler(optimizer, sgdr.CosineDecayRestarts(0.5, 1000).warmup(100))
    >>> scheduler.get_last_lr()
    [0.0]
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        schedule: Union[sgdr.LearningRateSchedule, Sequence[sgdr.LearningRateSchedule]],
        last_epoch: int = -1,
    ):
        schedules = list(schedule) if isinstance(schedule, (list, tuple)) else [schedule] * len(optimizer.param_groups)
        for each in schedules:
            if not isinstance(each, sgdr.LearningRateSchedule):
                received = f"{each} (of type {type(each)})"
                raise TypeError(f"Argument `schedule` must be a schedule of sgdr. Received: {received}")
        if len(schedules) != len(optimizer.param_groups):
            raise ValueError(
                "Argument `schedule` must have one element for each parameter group, "
                f"{len(optimizer.param_groups)}. Received: {len(schedules)}"
            )
        self._schedules = schedules
        super().__init__(optimizer, last_epoch)

    @property
    def schedules(self) -> list[sgdr.LearningRateSchedule]:
        """The schedule of each parameter group."""
        return list(self._schedules)

    def get_lr(self) -> list[float]:
        return [schedule(self.last_epoch) for schedule in self._schedules]

    # What `step(epoch)` asks for.
    _get_closed_form_lr = get_lr

    def state_dict(self) -> dict[str, Any]:
        """The step, and what follows from it: plain numbers."""
        return {
            "last_epoch": self.last_epoch,
            "_step_count": self._step_count,
            "_last_lr": [float(rate) for rate in self._last_lr],
            "base_lrs": [float(rate) for rate in self.base_lrs],
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on from the step of a state, with the schedules of this scheduler; the groups get its rates at once."""
        self.last_epoch = state_dict["last_epoch"]
        self._step_count = state_dict["_step_count"]
        for group, rate in zip(self.optimizer.param_groups, self.get_lr()):
            if isinstance(group["lr"], torch.Tensor):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate
        self._last_lr = self.get_lr()


class CosineDecayRestarts(Scheduler):
    """Cosine decay with warm restarts, from the `lr` of each parameter group on.

    Args:
        optimizer: The optimizer. The `lr` of each group is its initial_learning_rate.
        first_decay_steps: The length of the first cycle.
        t_mul: Each cycle is this many times longer.
        m_mul: Each cycle rises this many times higher above the floor.
        alpha: The floor as a fraction of initial_learning_rate.
        last_epoch: The last step that is done, if a run goes on from there; -1 at its beginning.

    Example:

    >>> import torch, sgdr.torch
    >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.5)
    >>> scheduler = sgdr.torch.CosineDecayRestarts(optimizer, 2, m_mul=0.5)
    >>> for step in range(4):
    ...     print(optimizer.param_groups[0]["lr"])
    ...     optimizer.step()
    ...     scheduler.step()
    0.5
    0.25
    0.25
    0.21338834764831843
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        last_epoch: int = -1,
    ):
        key = "lr" if last_epoch == -1 else "initial_lr"
        schedules = [
            sgdr.CosineDecayRestarts(float(group.get("initial_lr", group[key])), first_decay_steps, t_mul, m_mul, alpha)
            for group in optimizer.param_groups
        ]
        super().__init__(optimizer, schedules, last_epoch)

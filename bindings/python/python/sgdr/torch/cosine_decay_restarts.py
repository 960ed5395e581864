"""The scheduler of the schedule that the package is named for."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, Optional

import torch

import sgdr
from sgdr.torch.scheduler import Scheduler


class CosineDecayRestarts(Scheduler):
    """Cosine decay with warm restarts, from the `lr` of each parameter group on.

    Args:
        optimizer: The optimizer. The `lr` of each group is its initial_learning_rate.
        first_decay_steps: The length of the first cycle.
        t_mul: Each cycle is this many times longer.
        m_mul: Each cycle rises this many times higher above the floor.
        alpha: The floor as a fraction of initial_learning_rate.
        last_epoch: The last step that is done, if the run continues from there; -1 at its beginning.
        eta_min: The floor as a rate, the same for all groups, in place of `alpha`. At most the `lr` of each group.
        also: Other numbers under schedules, as in `Scheduler`.
        on_mismatch: What `load_state_dict` does with the state of another schedule, as in `Scheduler`.

    A group that has an `initial_lr`, from an earlier scheduler or a checkpoint, starts from that, as PyTorch's own
    schedulers do, except where its `lr` was changed by hand after a scheduler of sgdr had set it. To resume with another
    `lr`, make the scheduler before the state of the optimizer is loaded, with `on_mismatch="new"`.

    In a `ChainedScheduler` it sets the rate, whatever the scheduler before it did. A warm-up comes from `SequentialLR`, or
    from `sgdr.torch.Scheduler(optimizer, lambda lr: sgdr.CosineDecayRestarts(lr, 1000).warmup(100))`.

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
        *,
        eta_min: Optional[float] = None,
        also: Optional[Mapping[str, Any]] = None,
        on_mismatch: Literal["error", "saved", "new"] = "error",
    ):
        if eta_min is not None and alpha != 0.0:
            raise ValueError(
                f"Only one of `alpha` and `eta_min` may be given. Received: alpha={alpha}, eta_min={eta_min}"
            )
        # A partial of functions of this module, which can be pickled.
        schedule = partial(restarts, first_decay_steps, t_mul, m_mul, alpha, eta_min)
        super().__init__(optimizer, schedule, last_epoch, also=also, on_mismatch=on_mismatch)


def restarts(
    first_decay_steps: int, t_mul: float, m_mul: float, alpha: float, eta_min: Optional[float], lr: float
) -> sgdr.LearningRateSchedule:
    if eta_min is None:
        return sgdr.CosineDecayRestarts(lr, first_decay_steps, t_mul, m_mul, alpha)
    # Exact, and checks `eta_min`; `alpha` would be rounded.
    schedule = sgdr.CosineCycles(lr, first_decay_steps, t_mul, eta_min=eta_min)
    if m_mul == 1.0:
        return schedule
    # `m_mul` multiplies the height above the floor, `peak_mul` of CosineCycles the whole peak. Within 1 ulp.
    return sgdr.CosineDecayRestarts(lr, first_decay_steps, t_mul, m_mul, eta_min / lr if lr else 0.0)

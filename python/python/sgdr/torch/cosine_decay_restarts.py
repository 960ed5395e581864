"""The scheduler of the schedule that the package is named for."""

from collections.abc import Mapping
from typing import Any, Literal, Optional

import torch

import sgdr
from sgdr.torch.scheduler import Scheduler


class CosineDecayRestarts(Scheduler):
    """Cosine decay with warm restarts, from the `lr` of each parameter group on.

    A group that another scheduler or a checkpoint has given an `initial_lr` starts from that, as with PyTorch's own schedulers,
    except where its `lr` was changed by hand after an earlier scheduler of sgdr. To resume with another `lr`, make the scheduler
    before the state of the optimizer is loaded, with on_mismatch="new".

    Args:
        optimizer: The optimizer. The `lr` of each group is its initial_learning_rate.
        first_decay_steps: The length of the first cycle.
        t_mul: Each cycle is this many times longer.
        m_mul: Each cycle rises this many times higher above the floor.
        alpha: The floor as a fraction of initial_learning_rate.
        last_epoch: The last step that is done, if the run continues from there; -1 at its beginning. The state of the optimizer
            may be loaded before, but need not be.
        eta_min: The floor as a rate, the same for all groups, in place of `alpha`; at most the `lr` of each group.
        also: As in `Scheduler`.
        on_mismatch: As in `Scheduler`.

    In a `ChainedScheduler` it sets the rate, whatever a scheduler before it has done. A warm-up comes from `SequentialLR`, or from
    `sgdr.torch.Scheduler(optimizer, lambda lr: sgdr.CosineDecayRestarts(lr, 1000).warmup(100))`.

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
        def schedule(lr: float) -> sgdr.LearningRateSchedule:
            if eta_min is None:
                return sgdr.CosineDecayRestarts(lr, first_decay_steps, t_mul, m_mul, alpha)
            return with_floor(lr, first_decay_steps, t_mul, m_mul, eta_min)

        if eta_min is not None and alpha != 0.0:
            raise ValueError(f"Only one of `alpha` and `eta_min` may be given. Received: alpha={alpha}, eta_min={eta_min}")
        super().__init__(optimizer, schedule, last_epoch, also=also, on_mismatch=on_mismatch)


def with_floor(lr: float, first_decay_steps: int, t_mul: float, m_mul: float, eta_min: float) -> sgdr.LearningRateSchedule:
    if not 0.0 <= eta_min <= lr:
        raise ValueError(f"Argument `eta_min` must be between 0 and the `lr` of each group, {lr}. Received: eta_min={eta_min}")
    if m_mul == 1.0:
        # Exact: with `alpha` the floor would be rounded twice.
        return sgdr.CosineCycles(lr, first_decay_steps, t_mul, eta_min=eta_min)
    # `m_mul` multiplies the height above the floor, `peak_mul` of CosineCycles the whole peak.
    return sgdr.CosineDecayRestarts(lr, first_decay_steps, t_mul, m_mul, eta_min / lr if lr else 0.0)

"""The scheduler of any schedule."""

import math
import operator
from collections.abc import Mapping
from typing import Any, Literal, Optional, Union

import torch
from torch.optim.lr_scheduler import LRScheduler

import sgdr
from sgdr.torch.initial_lr import groups_set, set_by_hand
from sgdr.torch.option import LR, Group, copy_of, like
from sgdr.torch.sources import Plan, Source, Sources
from sgdr.torch.state import State

LAST_STEP = 2**64 - 1


class Scheduler(LRScheduler):
    """Any schedule of the package `sgdr`, one for all parameter groups or one for each.

    The rates are those of the schedule whatever `lr` the groups have, unless `schedule` is a function of it.

    Args:
        optimizer: The optimizer.
        schedule: A schedule for all groups, a list with one for each, or a function that takes the `lr` of a group and
            returns the schedule of the group. A group that has an `initial_lr`, from an earlier scheduler or a checkpoint,
            gives that, as with PyTorch's own schedulers, except where its `lr` was changed by hand after a scheduler of
            sgdr had set it.
        last_epoch: The last step that is done, if the run continues from there; -1 at its beginning.
        also: Other numbers of the groups under schedules of their own, by their name: `weight_decay`, `momentum` (for Adam
            the first of the `betas`), or any other. Each has a schedule, a list or a function of the group's value, as
            above; `betas` has a pair of these, or of None.
        on_mismatch: What `load_state_dict` does with the state of another schedule: "error" raises an error, "saved"
            continues with the saved schedule, "new" with that of this scheduler.

    A group that is added to the optimizer later follows `schedule` too, from the next `step()` on.

    Alone on its optimizer or in a `SequentialLR`, it needs no more. In a `ChainedScheduler` it sets the rate, whatever the
    scheduler before it did: a warm-up comes from `schedule.warmup(...)` instead.

    Example:

    >>> import torch, sgdr.torch
    >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
    >>> scheduler = sgdr.torch.Scheduler(optimizer, sgdr.CosineDecayRestarts(0.5, 1000).warmup(100))
    >>> scheduler.get_last_lr()
    [0.0]

    Groups with rates of their own, and a weight decay that falls with the rate:

    >>> model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 1))
    >>> groups = [{"params": model[0].parameters(), "lr": 0.01}, {"params": model[1].parameters(), "lr": 0.1}]
    >>> optimizer = torch.optim.AdamW(groups, weight_decay=0.05)
    >>> scheduler = sgdr.torch.Scheduler(
    ...     optimizer,
    ...     lambda lr: sgdr.CosineDecayRestarts(lr, 1000).warmup(100, start=lr / 2),
    ...     also={"weight_decay": lambda weight_decay: sgdr.CosineDecayRestarts(weight_decay, 1000)},
    ... )
    >>> scheduler.get_last_lr()
    [0.005, 0.05]
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        schedule: Source,
        last_epoch: int = -1,
        *,
        also: Optional[Mapping[str, Any]] = None,
        on_mismatch: Literal["error", "saved", "new"] = "error",
    ):
        if not isinstance(optimizer, torch.optim.Optimizer):
            received = f"{optimizer} (of type {type(optimizer)})"
            raise TypeError(f"Argument `optimizer` must be an optimizer of PyTorch. Received: {received}")
        if on_mismatch not in ("error", "saved", "new"):
            rule = 'must be "error", "saved" or "new"'
            raise ValueError(f"Argument `on_mismatch` {rule}. Received: on_mismatch={on_mismatch!r}")
        last_epoch, fraction = whole_and_fraction("last_epoch", last_epoch)
        if fraction:
            raise ValueError(f"Argument `last_epoch` must be an integer. Received: last_epoch={last_epoch + fraction}")
        groups = optimizer.param_groups
        sources = Sources(optimizer, schedule, also)
        by_hand = set_by_hand(optimizer) if last_epoch == -1 and sources.take_lr else [False] * len(groups)
        plans = [sources.plan(index, group, hand) for index, (group, hand) in enumerate(zip(groups, by_hand))]
        # Nothing has been changed so far, and nothing is refused from here on.
        for group, hand in zip(groups, by_hand):
            if hand:
                del group["initial_lr"]
            sources.keep_initial(group)
        self._sources = sources
        self._plans = plans
        self._on_mismatch = on_mismatch
        # A step between two whole ones is `last_epoch` and this.
        self._fraction = 0.0
        self._counts_updates = False
        self._groups: Optional[list[Group]] = None
        super().__init__(optimizer, last_epoch)

    @property
    def schedules(self) -> list[sgdr.LearningRateSchedule]:
        """The schedule of each parameter group."""
        return [plan[LR] for plan in self._plans]

    def get_lr(self) -> list[Union[float, torch.Tensor]]:
        step = self._step
        return [plan[LR](step) for plan in self._plans]

    # PyTorch's own `step(epoch)` calls it by this name.
    _get_closed_form_lr = get_lr

    def step(self, epoch: Optional[float] = None, metric: Any = None) -> None:
        """Continues with the next step, or with a given one, which may lie between two whole ones.

        As with PyTorch's CosineAnnealingWarmRestarts, `last_epoch` is then the whole step below, and `step()` continues
        with the whole step above. A negative step has the rate of step 0. After `step_update` a given step is ignored.

        Args:
            epoch: The step; `epoch + batch / batches` where the schedule counts epochs. By default the next whole step.
            metric: Ignored; the training loop of timm gives it.

        >>> import torch, sgdr.torch
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
        >>> scheduler = sgdr.torch.CosineDecayRestarts(optimizer, 2)
        >>> scheduler.step(0.5)
        >>> scheduler.get_last_lr()
        [0.08535533905932738]
        """
        if epoch is None:
            self._add_groups()
            # This counts, warns if `optimizer.step()` was forgotten, and calls `_update_lr`.
            super().step()
            if not hasattr(LRScheduler, "_update_lr"):
                # An older PyTorch has counted, but knows only `lr` and whole steps.
                self._fraction = 0.0
                self._set()
        elif not self._counts_updates:
            self._go_to("epoch", epoch)

    def step_update(self, num_updates: int, metric: Any = None) -> None:
        """Continues with a given step, as the training loop of timm does after each update of the weights.

        From then on the `step(epoch)` of that loop is ignored, because the schedule counts updates.

        Args:
            num_updates: The number of updates that are done.
            metric: Ignored.

        >>> import torch, sgdr.torch
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1)
        >>> scheduler = sgdr.torch.CosineDecayRestarts(optimizer, 1000)
        >>> scheduler.step_update(num_updates=500)
        >>> scheduler.get_last_lr()
        [0.05]
        """
        self._go_to("num_updates", num_updates)
        self._counts_updates = True

    def state_dict(self) -> dict[str, Any]:
        """The step, the schedules and the values that the groups have: plain numbers and text."""
        self._add_groups()
        return {
            "last_epoch": self.last_epoch,
            "fraction": self._fraction,
            "_step_count": self._step_count,
            "_last_lr": [float(rate) for rate in self._last_lr],
            "base_lrs": [float(rate) for rate in self.base_lrs],
            **State.of_groups(self.optimizer.param_groups, self._plans),
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Continues from a state. The optimizer's state may be loaded before or after it.

        The groups get the values that they had when the state was saved, those that other schedulers of a SequentialLR or
        ChainedScheduler had set included.

        The state of another schedule is an error unless the argument `on_mismatch` says otherwise. The first versions of
        sgdr did not save the schedule; such a state continues with the schedule of this scheduler.
        """
        groups, state = self.optimizer.param_groups, State(state_dict)
        last_epoch, fraction = whole_and_fraction("state_dict", state.last_epoch)
        plans = self._plans_of_all_groups()
        state.check_groups(len(plans))
        mismatch = state.mismatch(plans)
        if mismatch and self._on_mismatch == "error":
            raise ValueError(
                f"Argument `state_dict` must be of the same schedule. Received: {mismatch}. To continue with the saved schedule, "
                'make the scheduler with on_mismatch="saved"; with the one of this scheduler, with on_mismatch="new"'
            )
        if mismatch and self._on_mismatch == "saved":
            plans, mismatch = state.plans(), None
            check_options(plans, groups)
        # Nothing has been changed so far, and nothing is refused from here on.
        left = [float(rate) for rate in self._last_lr] + [float(group["lr"]) for group in groups[len(self._last_lr) :]]
        self._add_groups()
        self._plans = plans
        self.last_epoch, self._fraction = last_epoch, fraction + state.fraction
        self._step_count = last_epoch + 1 if state.step_count is None else state.step_count
        if state.base_lrs is not None and not mismatch:
            self.base_lrs = [like(rate, group["lr"]) for rate, group in zip(state.base_lrs, groups)]
        for group, rate in zip(groups, self.base_lrs):
            group["initial_lr"] = copy_of(rate)
        step = self._step
        for index, (group, plan) in enumerate(zip(groups, plans)):
            # Whether the rate of the group was this scheduler's, or that of another one beside it.
            is_ours = last_epoch >= 0 and state.had_own_rate(index, group, left[index])
            for option, schedule in plan.items():
                saved = state.value(index, option)
                if is_ours and (mismatch or saved is None):
                    option.set(group, schedule(step))
                elif saved is not None:
                    option.set(group, saved)
            left[index] = float(group["lr"]) if is_ours or state.last_lr is None else state.last_lr[index]
        self._last_lr = [like(rate, group["lr"]) for rate, group in zip(left, groups)]

    @property
    def _step(self) -> float:
        """The step as the schedules take it."""
        step = self.last_epoch + self._fraction if self._fraction else self.last_epoch
        return min(max(step, 0), LAST_STEP)

    def _update_lr(self, epoch: Optional[float] = None) -> None:
        """What `step()` and, at its milestones, SequentialLR call."""
        last_epoch, fraction = (self.last_epoch + 1, 0.0) if epoch is None else whole_and_fraction("epoch", epoch)
        self._add_groups()
        self.last_epoch, self._fraction = last_epoch, fraction
        self._set()

    def _go_to(self, name: str, epoch: float) -> None:
        whole_and_fraction(name, epoch)
        self._update_lr(epoch)
        self._step_count += 1

    def _set(self) -> None:
        """Sets the values of this step in all groups."""
        groups, step = self.optimizer.param_groups, self._step
        for group, plan in zip(groups, self._plans):
            for option, schedule in plan.items():
                option.set(group, schedule(step))
        if self._groups is not groups:
            self._groups = groups_set[self.optimizer] = groups
        self._last_lr = [copy_of(group["lr"]) for group in groups]

    def _plans_of_all_groups(self) -> list[Plan]:
        """The schedules of each group, those that were added to the optimizer since included."""
        groups, known = self.optimizer.param_groups, len(self._plans)
        if len(groups) < known:
            raise ValueError(f"The optimizer must keep its {known} parameter groups. Received: {len(groups)}")
        return self._plans + [self._sources.plan(known + index, group) for index, group in enumerate(groups[known:])]

    def _add_groups(self) -> None:
        groups, known = self.optimizer.param_groups, len(self._plans)
        if len(groups) == known:
            return
        self._plans = self._plans_of_all_groups()
        for group in groups[known:]:
            self._sources.keep_initial(group)
            self.base_lrs.append(copy_of(group["initial_lr"]))


def whole_and_fraction(name: str, step: Any) -> tuple[int, float]:
    """A step as the whole one at or below it, and the rest."""
    try:
        return operator.index(step), 0.0
    except TypeError:
        pass
    if not hasattr(step, "__float__"):
        raise TypeError(f"Argument `{name}` must be a number. Received: {name}={step!r} (of type {type(step)})")
    real = float(step)
    if not math.isfinite(real):
        raise ValueError(f"Argument `{name}` must be finite. Received: {name}={real}")
    return math.floor(real), real - math.floor(real)


def check_options(plans: list[Plan], groups: list[Group]) -> None:
    """That the groups have all that saved schedules set."""
    for index, (group, plan) in enumerate(zip(groups, plans)):
        for option in plan:
            try:
                option.get(group)
            except (KeyError, IndexError, TypeError):
                rule = f"Group {index} of the optimizer must have `{option}`, which the saved schedules set"
                raise ValueError(f"{rule}. Received: {sorted(group)}") from None

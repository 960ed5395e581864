"""Which of its two rates a group starts from: `lr`, or `initial_lr`, which its first scheduler leaves beside it."""

import gc
from weakref import WeakKeyDictionary

import torch

from sgdr.torch.option import Group

# The groups of each optimizer whose rates a scheduler of sgdr has set. Loading its state gives an optimizer new groups.
groups_set: WeakKeyDictionary[torch.optim.Optimizer, list[Group]] = WeakKeyDictionary()


def set_by_hand(optimizer: torch.optim.Optimizer) -> list[bool]:
    """For each group, whether its `lr` was changed by hand after a scheduler of sgdr had set it.

    Otherwise `initial_lr` is right, because `lr` was set by another scheduler, such as the warm-up of a SequentialLR, or
    loaded from a checkpoint.
    """
    by_hand = [
        any(group is each for each in groups_set.get(optimizer, ()))
        and float(group.get("initial_lr", group["lr"])) != float(group["lr"])
        for group in optimizer.param_groups
    ]
    if any(by_hand):
        # A group does not record who has set its `lr`, so this looks at the schedulers of the optimizer.
        for each in gc.get_referrers(optimizer):
            state = each if isinstance(each, dict) else getattr(each, "__dict__", {})
            if state.get("optimizer") is optimizer and "_last_lr" in state:
                for index, rate in enumerate(state["_last_lr"]):
                    by_hand[index] = by_hand[index] and float(optimizer.param_groups[index]["lr"]) != float(rate)
    return by_hand

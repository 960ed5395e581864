"""Which of its two rates a group starts from: `lr`, or `initial_lr`, which its first scheduler leaves beside it."""

import gc
from weakref import WeakKeyDictionary

import torch

from sgdr.torch.option import Group

# The groups of each optimizer whose rates a scheduler of sgdr has set. Loading its state gives an optimizer new groups.
groups_set: WeakKeyDictionary[torch.optim.Optimizer, list[Group]] = WeakKeyDictionary()


def set_by_hand(optimizer: torch.optim.Optimizer) -> list[bool]:
    """For each group, whether its `lr` was changed by hand after a scheduler of sgdr had set it.

    Else `initial_lr` is right: `lr` is where another scheduler has put it, such as the warm-up of a SequentialLR, or where a
    checkpoint has.
    """
    by_hand = [
        any(group is each for each in groups_set.get(optimizer, ())) and float(group["initial_lr"]) != float(group["lr"])
        for group in optimizer.param_groups
    ]
    if any(by_hand):
        # A group does not tell who has set its `lr`, so this asks the schedulers that the optimizer has.
        states = [each if isinstance(each, dict) else getattr(each, "__dict__", {}) for each in gc.get_referrers(optimizer)]
        for state in states:
            if state.get("optimizer") is optimizer and "_last_lr" in state:
                last = [float(rate) for rate in state["_last_lr"]] + [None] * len(by_hand)
                by_hand = [hand and float(g["lr"]) != rate for hand, g, rate in zip(by_hand, optimizer.param_groups, last)]
    return by_hand

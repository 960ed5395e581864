"""The state that a scheduler has saved, read and checked before any of it is taken over."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import sgdr
from sgdr.torch.option import Group, Option
from sgdr.torch.sources import Plan


class State:
    """A state: the step, and for each parameter group its schedules, as configs, and the values that it had."""

    def __init__(self, state: Mapping[str, Any]):
        if "last_epoch" not in state:
            raise ValueError(f"Argument `state_dict` must have the key 'last_epoch'. Received the keys: {list(state)}")
        self.last_epoch = state["last_epoch"]
        self.fraction: float = state.get("fraction", 0.0)
        self.step_count: Optional[int] = state.get("_step_count")
        self.last_lr: Optional[list[float]] = state.get("_last_lr")
        self.base_lrs: Optional[list[float]] = state.get("base_lrs")
        # Not in the states that sgdr saved at first.
        self._configs: Optional[list[dict[str, Any]]] = state.get("schedules")
        self._values: Optional[list[dict[str, float]]] = state.get("values")

    @staticmethod
    def of_groups(groups: Sequence[Group], plans: Sequence[Plan]) -> dict[str, Any]:
        """The part of a state that says what the groups have, in plain numbers and text."""
        return {
            "schedules": configs(plans),
            "values": [{str(each): float(each.get(group)) for each in plan} for group, plan in zip(groups, plans)],
        }

    def check_groups(self, count: int) -> None:
        for each in (self._configs, self._values, self.last_lr, self.base_lrs):
            if each is not None and len(each) != count:
                raise ValueError(
                    f"Argument `state_dict` must have the optimizer's number of parameter groups, {count}. Received: {len(each)}"
                )

    def had_own_rate(self, index: int, group: Group, left: float) -> bool:
        """Whether the rate of a group was the scheduler's own when it was saved.

        An early state does not tell: there the rate that the group has now must be the saved one, or the one that the new
        scheduler has `left` there.
        """
        last = None if self.last_lr is None else self.last_lr[index]
        if self._values is None:
            return float(group["lr"]) in (left, last)
        return self._values[index]["lr"] == last

    def value(self, index: int, option: Option) -> Optional[float]:
        """The value that a group had."""
        return None if self._values is None else self._values[index].get(str(option))

    def plans(self) -> list[Plan]:
        """The saved schedules."""
        return [
            {Option.parse(name): sgdr.deserialize(each) for name, each in plan.items()} for plan in self._configs or []
        ]

    def mismatch(self, plans: Sequence[Plan]) -> Optional[str]:
        """The first difference of the saved schedules from these, in words; `None` if they are the same, or none was saved."""
        if self._configs is None or self._configs == configs(plans):
            return None
        for index, (config, plan) in enumerate(zip(self._configs, plans)):
            own = {str(option): schedule for option, schedule in plan.items()}
            for name in [*own, *(name for name in config if name not in own)]:
                saved = readable(config.get(name))
                if saved != own.get(name):
                    return f"for `{name}` of group {index}, saved: {saved}; this scheduler: {own.get(name)}"
        return None


def readable(config: Optional[dict[str, Any]]) -> Any:
    """A saved schedule; one of a later version of sgdr stays the config that it is."""
    try:
        return config and sgdr.deserialize(config)
    except ValueError:
        return config


def configs(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    return [{str(option): sgdr.serialize(schedule) for option, schedule in plan.items()} for plan in plans]

"""What the user gives for a number of the groups, and the schedule of each group that follows from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Optional, Union

import torch

import sgdr
from sgdr.torch.option import LR, Group, Option

Source = Union[
    sgdr.LearningRateSchedule,
    Callable[[float], sgdr.LearningRateSchedule],
    Sequence[sgdr.LearningRateSchedule],
]
Plan = dict[Option, sgdr.LearningRateSchedule]


class Sources:
    """The argument `schedule`, for the `lr` of the groups, and those in `also`, for other numbers."""

    def __init__(self, optimizer: torch.optim.Optimizer, schedule: Source, also: Optional[Mapping[str, Any]]):
        groups = optimizer.param_groups
        if also is not None and not isinstance(also, Mapping):
            raise TypeError(f"Argument `also` must be a dict of schedules. Received: {also} (of type {type(also)})")
        self._sources: dict[Option, tuple[str, Source]] = {LR: ("schedule", schedule)}
        for key, source in (also or {}).items():
            for option, each in options(key, source, groups[0]):
                if option in self._sources:
                    raise ValueError(
                        f"Argument `also` must name each number once, and not `lr`. Received: `{option}` again"
                    )
                self._sources[option] = (f'also["{key}"]', each)
        for name, source in self._sources.values():
            if isinstance(source, (list, tuple)) and len(source) != len(groups):
                raise ValueError(
                    f"Argument `{name}` must have one element for each parameter group, {len(groups)}. Received: {len(source)}"
                )

    @property
    def take_lr(self) -> bool:
        """Whether the schedule of a group depends on its `lr`."""
        return is_function(self._sources[LR][1])

    def plan(self, index: int, group: Group, from_lr: bool = False) -> Plan:
        """The schedules of a group; functions get its initial values, or its `lr` as it is."""
        return {
            option: schedule_of(
                name, source, index, float(group["lr"]) if from_lr and option == LR else option.initial(group)
            )
            for option, (name, source) in self._sources.items()
        }

    def keep_initial(self, group: Group) -> None:
        """Keeps the values that functions get in the group, and so in the optimizer's state."""
        for option, (_, source) in self._sources.items():
            if option == LR or is_function(source):
                option.keep_initial(group)


def options(key: str, source: Any, group: Group) -> Iterator[tuple[Option, Source]]:
    """The numbers that a key of `also` names: `momentum` is the first of Adam's `betas`, and `betas` are two."""
    if key == "momentum" and key not in group and "betas" in group:
        yield Option("betas", 0), source
    elif key not in group or key == "params":
        known = ", ".join(sorted(each for each in group if each != "params" and not each.startswith("initial_")))
        raise ValueError(f"Argument `also` must name numbers of the parameter groups: {known}. Received: {key!r}")
    elif not isinstance(group[key], (list, tuple)):
        yield Option(key), source
    elif isinstance(source, (list, tuple)) and len(source) == len(group[key]):
        yield from ((Option(key, index), each) for index, each in enumerate(source) if each is not None)
    else:
        raise ValueError(
            f'Argument `also["{key}"]` must have {len(group[key])} elements, schedules or None. Received: {source}'
        )


def is_function(source: Source) -> bool:
    return callable(source) and not isinstance(source, sgdr.LearningRateSchedule)


def schedule_of(name: str, source: Source, index: int, value: float) -> sgdr.LearningRateSchedule:
    made: Any = source
    if isinstance(source, (list, tuple)):
        if index >= len(source):
            raise ValueError(
                f"Argument `{name}` must be one schedule or a function of a group's value where groups are added later. "
                f"Received: a list of {len(source)}, and the optimizer has a group {index}"
            )
        made = source[index]
    elif is_function(source):
        made = source(value)  # type: ignore[operator]
    if not isinstance(made, sgdr.LearningRateSchedule):
        raise TypeError(
            f"Argument `{name}` must be a schedule of sgdr, a list with one for each parameter group, or a function that takes "
            f"a group's value and returns a schedule. Received: {made} (of type {type(made)})"
        )
    return made

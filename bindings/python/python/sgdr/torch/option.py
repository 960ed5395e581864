"""The numbers of a parameter group that a schedule can set."""

from typing import Any, NamedTuple, Optional, Union

import torch

Group = dict[str, Any]


class Option(NamedTuple):
    """A number of a parameter group: its `lr`, its `weight_decay`, or, with a position, one of its `betas`."""

    key: str
    position: Optional[int] = None

    def __str__(self) -> str:
        return self.key if self.position is None else f"{self.key}[{self.position}]"

    @classmethod
    def parse(cls, text: str) -> "Option":
        key, bracket, position = text.partition("[")
        return cls(key, int(position.rstrip("]")) if bracket else None)

    def get(self, group: Group) -> Any:
        return group[self.key] if self.position is None else group[self.key][self.position]

    def set(self, group: Group, value: float) -> None:
        key, position = self
        current = group[key] if position is None else group[key][position]
        # First what there is at nearly every step: to ask whether it is a tensor takes as long as its rate.
        if position is None and type(current) is float:
            group[key] = value
        elif isinstance(current, torch.Tensor):
            # In place, for compiled steps and CUDA graphs.
            current.fill_(value)
        elif position is None:
            group[key] = value
        else:
            group[key] = (*group[key][:position], value, *group[key][position + 1 :])

    def initial(self, group: Group) -> float:
        """The value that the group had before any schedule: PyTorch keeps it beside `lr` as `initial_lr`."""
        return float(self.get({self.key: group.get(f"initial_{self.key}", group[self.key])}))

    def keep_initial(self, group: Group) -> None:
        group.setdefault(f"initial_{self.key}", copy_of(group[self.key]))


LR = Option("lr")


def copy_of(value: Any) -> Any:
    """A value that does not change when that in the group is filled."""
    if type(value) is float:
        return value
    if isinstance(value, (list, tuple)):
        return tuple(copy_of(each) for each in value)
    return value.clone() if isinstance(value, torch.Tensor) else value


def like(value: Union[float, torch.Tensor], current: Any) -> Any:
    """A value of its own, of the type of the current one."""
    if isinstance(current, torch.Tensor):
        return torch.full_like(current, float(value))
    return float(value)

"""What the schedules of frameworks have in common."""

import sgdr


class Wrapped:
    """A schedule as one of a framework, a value like the schedule itself; `_steps` if it is the list of its rates."""

    _schedule: sgdr.LearningRateSchedule
    _steps = None

    @property
    def schedule(self) -> sgdr.LearningRateSchedule:
        """The schedule itself, of the package `sgdr`."""
        return self._schedule

    def __repr__(self):
        steps = "" if self._steps is None else f", steps={self._steps}"
        return f"{type(self).__module__}.Schedule({self._schedule}{steps})"

    def __eq__(self, other):
        return type(self) is type(other) and (self._schedule, self._steps) == (other._schedule, other._steps)

    def __hash__(self):
        return hash((type(self), self._schedule, self._steps))

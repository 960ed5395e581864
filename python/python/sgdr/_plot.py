"""Schedules drawn with matplotlib, which nothing else of the package needs."""

from itertools import takewhile

import numpy as np

# More points than a figure has columns.
POINTS = 4000


def plot(schedule, ax, steps, **kwargs):
    """The rates of a run of so many steps; around each restart every step that shows is there."""
    if ax is None:
        from matplotlib import pyplot

        ax = pyplot.figure().gca()
    count = min(steps, POINTS)
    shown = np.array([index * (steps - 1) // max(count - 1, 1) for index in range(count)], np.uint64)
    restarts = np.fromiter(_first(takewhile(lambda step: step < steps, schedule.restarts())), np.uint64)
    beside = np.concatenate([restarts, restarts - np.uint64(1)]) if restarts.size else restarts
    shown = np.union1d(shown, beside)
    kwargs.setdefault("drawstyle", "default" if steps > 200 else "steps-post")
    ax.plot(shown, schedule(shown), **kwargs)
    ax.set(xlabel="step", ylabel="learning rate")
    ax.set_ylim(bottom=0)
    return ax


def _first(steps):
    """Where there are more restarts than columns, a band is all that can be seen."""
    return (step for step, _ in zip(steps, range(POINTS)))

"""Schedules drawn with matplotlib, which nothing else of the package needs."""

# In runs this short each step is drawn as one.
SHORT = 200


def plot(schedule, steps, ax, **kwargs):
    """The rates of these steps: those of a run that show."""
    if ax is None:
        from matplotlib import pyplot

        ax = pyplot.figure().gca()
    kwargs.setdefault("drawstyle", "default" if steps[-1] >= SHORT else "steps-post")
    ax.plot(steps, schedule(steps), **kwargs)
    ax.set(xlabel="step", ylabel="learning rate")
    ax.set_ylim(bottom=0)
    return ax

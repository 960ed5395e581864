"""The tables as bars on a logarithmic scale."""

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["svg.hashsalt"] = "sgdr"
matplotlib.rcParams["font.family"] = "sans-serif"

from matplotlib import pyplot  # noqa: E402

OURS, FLOOR, PEER = "#0b6e99", "#9aa5ad", "#d98e2b"


def colour(name):
    return OURS if name.startswith("sgdr") else FLOOR if name.startswith("floor") else PEER


def draw(path, tables, amount):
    """Tables are lists of (name, nanoseconds, ratio), fastest first."""
    heights = [len(rows) + 1.6 for rows in tables.values()]
    figure, axes = pyplot.subplots(
        len(tables), 1, figsize=(8, 0.27 * sum(heights)), height_ratios=heights, layout="constrained"
    )
    for panel, (title, rows) in zip(axes, tables.items()):
        names = [name for name, _, _ in rows]
        times = [time for _, time, _ in rows]
        bars = panel.barh(names, times, color=[colour(name) for name in names], height=0.72)
        panel.bar_label(bars, [amount(time) for time in times], padding=4, fontsize=8)
        panel.set_xscale("log")
        panel.set_xlim(min(times) / 2, max(times) * 6)
        panel.invert_yaxis()
        panel.set_title(title, loc="left", fontsize=10, fontweight="bold")
        panel.tick_params(axis="y", length=0, labelsize=8)
        panel.tick_params(axis="x", which="both", bottom=False, labelbottom=False)
        panel.spines[["top", "right", "bottom"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None}, facecolor="white")

"""The rows of a schedule inside a compiled graph: cycles of a cosine, straight lines and constants; see table.rs.

A graph finds the row of a step by comparing integers, subtracts integers, and evaluates one cosine in float64, which is
rounded once: so no step is in a wrong cycle, and the rate is the nearest float32, or the one beside it where the two are
equally good to the last bits of a float64.
"""

from math import pi

import numpy as np

_MOST = float(np.finfo(np.float64).max)


class Rows:
    """The table of a schedule; see table.rs for its columns."""

    def __init__(self, table, last_step):
        self._table = table
        self._clips = table["end"] < last_step
        factors = table["factors"]
        self._grows = len(factors) > 0 and factors[0] > 1

    def rates(self, xp, step, fraction):
        table = self._table
        row, position, turn, of = self._row(xp, step, fraction)
        peak, floor, height = of("peak"), of("floor"), of("height")
        if len(table["factors"]):
            factor = _power(xp, table["factors"], turn)
            if self._grows:
                # What is too large for a float64 must not become infinity times 0.
                factor = xp.where(factor < _MOST, factor, np.array(_MOST))
            later = peak * factor - floor if table["whole_peak"] else height * factor
            later = xp.where(later > 0, later, xp.zeros_like(later))
            if self._grows:
                later = xp.where(later < _MOST, later, np.array(_MOST))
            peak, height = xp.where(turn == 0, peak, floor + later), xp.where(turn == 0, height, later)

        # The distance is counted from the nearer end.
        left, last = of("span") - position, of("last")
        walked, to_go = xp.cast(position, "float64"), xp.cast(left, "float64")
        is_falling, is_last = position <= of("middle"), (left == 0) & (last == last)
        if fraction is None:
            from_start, to_go = walked + of("gap"), to_go + of("rest")
        else:
            walked, to_go = walked + fraction, to_go - fraction
            # Where the last step of a cycle has the floor, and its first step the peak, so has what is between them.
            distances = walked + of("gap"), to_go + of("rest")
            from_start, to_go = (xp.where(steps > 0, steps, xp.zeros_like(steps)) for steps in distances)
            is_falling, is_last = (position < of("middle")) | (from_start <= to_go), is_last & (fraction == 0)
        angle = xp.where(is_falling, from_start, to_go) / of("length") * (pi / 2)
        sine = xp.sin(angle)
        change = height * (sine * sine)
        change = xp.where(is_falling, change - of("slope") * walked, change - of("slope") * to_go)
        rate = xp.where(is_falling, peak - change, floor + change)
        return xp.where(is_last, last, rate)

    def cycle(self, xp, step, fraction):
        """The first and the last step of the cycles of steps, and which steps are in a cycle at all."""
        _, position, _, of = self._row(xp, step, fraction)
        first, span = step - position, of("span")
        # The span of a cycle that does not end is no number of steps.
        does_not_end = (span < 0) | (span > np.iinfo(np.int64).max - first)
        last = xp.where(does_not_end, np.array(np.iinfo(np.int64).max), first + xp.where(does_not_end, xp.zeros_like(span), span))
        return first, last, of("is_cycle")

    def _row(self, xp, step, fraction):
        """The row of each step, its position there, how many periods came before, and a function for the columns."""
        table = self._table
        if self._clips:
            step = xp.clip(step, 0, table["end"])
        first = table["first"]
        row = xp.cast(xp.searchsorted(first, step, side="right"), "int64") - 1
        if fraction is not None and (table["early"] < 1).any():
            following = xp.clip(row + 1, 0, len(first) - 1)
            begins = (step == xp.take(first, following) - 1) & (fraction >= xp.take(table["early"], following))
            row = xp.where(begins, following, row)

        def of(column):
            return xp.take(table[column], row)

        position = step - of("first")
        if table["period"] is None:
            return row, position, None, of
        period = table["period"]
        turn = xp.where(row == len(first) - 1, position // period, xp.zeros_like(position))
        return row, position - turn * period, turn, of


def _power(xp, factors, exponent):
    """factors[0] ** exponent, of the factors for 1, 2, 4, ...: never more roundings than there are bits."""
    exponent = xp.reshape(exponent, (-1, 1))
    bits = exponent // xp.cast(2 ** np.arange(len(factors)), "int64") % 2
    return xp.prod(xp.where(bits == 1, factors, np.ones_like(factors)), axis=-1, dtype="float64")

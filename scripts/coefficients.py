#!/usr/bin/env python3
"""Computes the polynomial coefficients of crates/sgdr/src/cosine/half_cycle.rs and their errors (needs mpmath).

Each polynomial is fitted by least squares on Chebyshev points in 60-digit arithmetic, near enough to the minimax one;
its coefficients are rounded to doubles from the lowest up, and after each rounding the rest is fitted again, so that
the later ones make up for what the earlier ones lost. theta is the phase, u = theta^2 / 3, and half a cycle is
theta in [0, pi/4]; block centres may lie 1/64 beyond its end, which the range of u allows for (4 %).
"""

from collections.abc import Callable

from mpmath import chop, cos, fabs, log, lu_solve, matrix, mp, mpf, pi, sin, sqrt

mp.dps = 60


def fit(target: Callable, weight: Callable, fixed: list[float], terms: int, high: mpf) -> list:
    """Weighted least squares for the coefficients that are not fixed yet."""
    points = [high * (1 - cos(pi * (i + mpf(1) / 2) / 60)) / 2 for i in range(60)]
    columns = range(len(fixed), terms)
    rows = matrix(len(points), len(columns))
    right = matrix(len(points), 1)
    for i, u in enumerate(points):
        w = weight(u)
        for j, power in enumerate(columns):
            rows[i, j] = w * u**power
        right[i] = w * (target(u) - sum(mpf(c) * u**p for p, c in enumerate(fixed)))
    return list(lu_solve(rows, right))


def coefficients(target: Callable, weight: Callable, terms: int, high: mpf, fixed: list[float]) -> list[float]:
    fixed = list(fixed)
    while len(fixed) < terms:
        fixed.append(float(fit(target, weight, fixed, terms, high)[0]))
    return fixed


def report(name: str, target: Callable, weight: Callable, terms: int, high: mpf, fixed: list[float] = []) -> None:
    result = coefficients(target, weight, terms, high, fixed)
    errors = []
    for i in range(1, 2001):
        u = high * i / 2000
        errors.append(fabs(weight(u) * (sum(mpf(c) * u**p for p, c in enumerate(result)) - target(u))))
    print(f"{name}: error 2^{float(log(max(errors), 2)):.1f} on [0, {float(high):.4g}]")
    for c in result:
        print(f"    {c!r},  // {c.hex()}")


def half_cycle(u: mpf) -> mpf:
    """P in sin(theta)^2 = theta^2 (1 - u + u^2 P(u))."""
    square = 3 * u
    return (sin(sqrt(square)) ** 2 / square - 1 + u) / u**2


def slope(u: mpf) -> mpf:
    """G in sin(2 theta) = 2 theta G(u)."""
    double = 2 * sqrt(3 * u)
    return sin(double) / double


mp.dps = 60
range_of_u = mpf("1.04") * (pi / 4) ** 2 / 3
# Inside a block |theta| is at most pi/256 (with 4 % to spare): see half_cycle.rs.
range_in_block = mpf("1.04") * (pi / 256) ** 2 / 3
# The errors are relative to sin(theta)^2 (P), sin(2 theta) (G) and the rate of the block's centre (the last two).
report("P", half_cycle, lambda u: u**2 / (1 - u), 7, range_of_u)
report("G", slope, lambda u: 1 / slope(u), 9, range_of_u, [1.0])
report("G in a block", slope, lambda u: mpf(1) / 32, 4, range_in_block, [1.0, -2.0])
report("P in a block", half_cycle, lambda u: u**2 / 4096, 1, range_in_block)
# For rates of 24 bits and less.
report("P, short", half_cycle, lambda u: u**2 / (1 - u), 5, (pi / 4) ** 2 / 3)

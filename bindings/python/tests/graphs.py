"""What compiled schedules are compared with, whatever compiles them: `python graphs.py OF [x64]` does it for one of
them.

A rate must be within 2 units in the last place of float32 of the exact one. A step in a wrong cycle would be off by
millions.
"""

import sys

import numpy as np

import exact
import golden
import sgdr
from sgdr import _sgdr

ULPS = 2.0


def of_jax(x64):
    import jax

    import sgdr.optax

    if x64:
        jax.config.update("jax_enable_x64", True)
    return lambda schedule, steps: np.asarray(jax.jit(sgdr.optax.Schedule(schedule))(steps))


def of_keras(_):
    """Keras' own tensors, compiled where the backend compiles."""
    import keras

    import sgdr.keras

    def rates(schedule, steps):
        function = sgdr.keras.Schedule(schedule)
        if keras.backend.backend() == "tensorflow":
            import tensorflow

            function = tensorflow.function(function, jit_compile=True)
        elif keras.backend.backend() == "jax":
            import jax

            function = jax.jit(function)
        return keras.ops.convert_to_numpy(function(keras.ops.convert_to_tensor(steps)))

    return rates


def compare_restarts(rates, int_dtype, sets, most):
    """Random parameters, walked cycle by cycle in fractions; the number of restarts, and the largest error."""
    last_step, restarts, worst = int(np.iinfo(int_dtype).max), 0, 0.0
    for made in exact.random_restarts(2, sets):
        steps, expected = zip(*made.steps(last_step, most))
        restarts += sum(1 for _ in made.cycles(last_step, most)) - 1
        found = rates(sgdr.CosineDecayRestarts(*made.arguments), np.array(steps, int_dtype))
        errors = exact.ulps(found, expected, np.float32)
        assert errors.max() <= ULPS, (made.arguments, steps[errors.argmax()], errors.max())
        worst = max(worst, errors.max())
    return restarts, worst


def end_of(schedule):
    """The last step that a table has."""
    try:
        table = _sgdr._table(schedule, 2**63 - 1)
    except ValueError:
        return 2**63 - 1
    return 2**63 - 1 if table is None else table["end"]


def compare_golden(rates, int_dtype, every):
    """The rows of golden/ within the type of the steps; the number of rows, and the largest error."""
    last_step, seen, worst = int(np.iinfo(int_dtype).max), 0, 0.0
    for schedule, rows in (list(golden.schedules("exact.csv")) + list(golden.schedules("siblings.csv")))[::every]:
        # Where there are too many cycles for a table, it ends, beyond the steps of 32 bits.
        rows = [row for row in rows if row.step <= min(last_step, end_of(schedule)) and row.rate < 1e38]
        if not 1e-30 < getattr(schedule, "initial_learning_rate", 1.0) < 1e30 or not rows:
            continue
        try:
            found = rates(schedule, np.array([row.step for row in rows], int_dtype))
        except ValueError as error:
            assert "has more than 65536 different cycles" in str(error) or "must be at most 2**62" in str(error)
            continue
        errors = exact.ulps(found, [row.rate for row in rows], np.float32)
        assert errors.max() <= ULPS, (schedule, rows[errors.argmax()], errors.max())
        seen, worst = seen + len(rows), max(worst, errors.max())
    return seen, worst


if __name__ == "__main__":
    x64 = "x64" in sys.argv
    sets, most, every = map(int, sys.argv[-3:])
    int_dtype = np.int64 if x64 else np.int32
    rates = {"jax": of_jax, "keras": of_keras}[sys.argv[1]](x64)
    restarts, worst = compare_restarts(rates, int_dtype, sets, most)
    print(f"{restarts} restarts, none wrong; at most {worst:.2f} ulp")
    rows, worst = compare_golden(rates, int_dtype, every)
    print(f"{rows} rows of golden/; at most {worst:.2f} ulp")

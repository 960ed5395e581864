"""What a schedule can be called with, and what it says to the rest."""

import math

import numpy as np
import pytest

import sgdr

S = sgdr.CosineDecayRestarts(0.1, 1000, m_mul=0.5, alpha=0.01)
INTS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64, ">i4", np.longlong]


def test_a_step_gives_a_float():
    for step in [7, np.int64(7), np.uint8(7), np.array(7), np.array(7, np.int16)]:
        assert type(S(step)) is float and S(step) == S(7)
    assert S(2**64 - 1) == S(np.uint64(2**64 - 1))


@pytest.mark.parametrize("dtype", INTS)
def test_arrays_of_every_integer_type(dtype):
    steps = np.arange(120, dtype=dtype)
    rates = S(steps)
    assert rates.dtype == np.float64
    assert rates.tolist() == [S(step) for step in range(120)]
    assert S(steps[::-1]).tolist() == rates[::-1].tolist()
    assert S(steps[::7]).tolist() == rates[::7].tolist()


def test_arrays_of_every_shape():
    steps = np.arange(24)
    for shape in [(24,), (2, 12), (2, 3, 4), (24, 1), (1, 24, 1)]:
        assert (S(steps.reshape(shape)) == S(steps).reshape(shape)).all()
    fortran = np.asfortranarray(steps.reshape(4, 6))
    assert (S(fortran) == S(steps).reshape(4, 6)).all()
    assert S(steps.reshape(4, 6).T).shape == (6, 4)
    assert S(np.array([7])).shape == (1,)
    assert S([]).shape == (0,) and S(np.zeros((0, 3), int)).shape == (0, 3)
    broadcast = np.broadcast_to(np.int64(7), (3, 4))
    assert (S(broadcast) == S(7)).all() and S(broadcast).shape == (3, 4)


def test_lists_and_ranges():
    assert S([0, 500]).tolist() == S((0, 500)).tolist() == [0.1, S(500)]
    assert S(range(5)).tolist() == [S(step) for step in range(5)]
    assert S([[0, 1], [2, 3]]).shape == (2, 2)


@pytest.mark.parametrize("steps", [[0, 1, 2, 4], [5, 5, 5], [3, 2, 1], [2**63 - 2, 2**63 - 1], [0, 2**40, 1]])
def test_arrays_that_do_not_count_by_one(steps):
    assert S(np.array(steps)).tolist() == [S(step) for step in steps]


def test_the_last_steps_there_are():
    steps = np.arange(2**64 - 5, 2**64 - 1, dtype=np.uint64)
    assert S(steps).tolist() == [S(int(step)) for step in steps]
    around = np.array([2**64 - 1, 0], np.uint64)
    assert S(around).tolist() == [S(2**64 - 1), S(0)]
    wrapped = np.array([2**63 - 1, -(2**63)], np.int64)
    with pytest.raises(ValueError, match="step=-9223372036854775808 at index 1"):
        S(wrapped)


def test_types_of_rates():
    for dtype in ["float32", np.float32, np.dtype("float32")]:
        rate = S(7, dtype=dtype)
        assert type(rate) is np.float32 and rate == S(np.array([7]), dtype=dtype)[0]
    assert S(7, dtype="float64") == S(7) and S([7], dtype=None).dtype == np.float64
    assert S(range(9), dtype="float16").dtype == np.float16
    assert S(0, dtype="float16") == np.float16(0.1)


def test_bfloat16():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    rates = S(range(0, 3000, 100), dtype="bfloat16")
    assert rates.dtype == ml_dtypes.bfloat16 and rates[0] == ml_dtypes.bfloat16(0.1)
    assert S(100, dtype=ml_dtypes.bfloat16) == rates[1]


@pytest.mark.parametrize("step", [True, np.True_, "7", 1j, object()])
def test_steps_are_numbers(step):
    for value in [step, [step], np.array([step])]:
        with pytest.raises(TypeError, match="Argument `step` must be a number or an array of numbers. Received: step="):
            S(value)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_a_whole_float_is_that_step(dtype):
    ml_dtypes = pytest.importorskip("ml_dtypes")
    steps = np.arange(0, 256, 3).astype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
    expected = S(np.arange(0, 256, 3))
    assert S(steps).tolist() == expected.tolist() == S(steps.reshape(2, -1)).ravel().tolist()
    for step, rate in zip(steps, expected):
        assert S(step) == S(np.array(step)) == S(float(step)) == rate
    assert S(np.arange(100_000.0)).tolist() == S(np.arange(100_000)).tolist()
    assert S(2.0**63) == S(2**63)


def test_a_step_between_two_whole_ones_has_the_rate_of_the_formula():
    schedule = sgdr.CosineDecayRestarts(0.1, 1000)
    for step in [0.25, 5.5, 999.875, 1000.125, 12345.678]:
        start, length = next((c.first_step, c.length) for c in schedule.cycles() if step < c.first_step + c.length)
        formula = 0.1 * (1 + math.cos(math.pi * (step - start) / length)) / 2
        assert math.isclose(schedule(step), formula, rel_tol=1e-9), step
        assert schedule([step]) == schedule(step) and schedule(step, dtype="float64") == schedule(step)


@pytest.mark.parametrize("step", [-1.0, -0.5, float("nan"), float("inf"), -float("inf"), 2.0**64, 1e300])
def test_floats_that_are_no_steps(step):
    rule = r"Argument `step` must be a number from 0 to 18446744073709551615. Received: step="
    for value in [step, np.float64(step), np.array(step), np.array([step]), [0.5, step]]:
        with pytest.raises(ValueError, match=rule):
            S(value)
    with pytest.raises(ValueError, match="at index 1"):
        S([0.5, step])


def test_a_step_is_needed():
    """Keras calls a learning rate that is none of its schedules without one."""
    for call in [lambda: S(), lambda: S(None)]:
        with pytest.raises(TypeError, match="Argument `step` is missing. For a Keras optimizer use .* `sgdr.keras.Schedule"):
            call()


def test_steps_are_not_negative():
    for value in [-1, np.int64(-1), np.array(-1)]:
        with pytest.raises(ValueError, match=r"Argument `step` must be >= 0. Received: step=.*-1"):
            S(value)
    with pytest.raises(ValueError, match=r"Received: step=-1 at index 1"):
        S([0, -1])
    big = np.arange(100_000)
    big[70_000] = -3
    with pytest.raises(ValueError, match=r"Received: step=-3 at index 70000"):
        S(big)
    with pytest.raises(ValueError, match=r"must be <= 18446744073709551615. Received: step=18446744073709551616"):
        S(2**64)


def test_other_types_of_rates():
    for dtype in ["int32", "float128", "f", "", np.int64]:
        with pytest.raises(ValueError, match="Argument `dtype` must be one of"):
            S(7, dtype=dtype)
    with pytest.raises(TypeError):
        S(7, "float32")


def test_rates_beyond_their_type_are_rounded_as_numpy_rounds():
    for rate, rounded in [(1e-50, 0.0), (1e300, math.inf)]:
        schedule = sgdr.CosineDecayRestarts(rate, 10)
        assert schedule(0, dtype="float32") == schedule([0, 7], dtype="float32")[0] == rounded


def test_bfloat16_is_rounded_once():
    """Just above the middle of two bfloat16: rounded to float32 first, it would be the middle, and then the lower one."""
    ml_dtypes = pytest.importorskip("ml_dtypes")
    rate = 1 + 2.0**-8 + 2.0**-40
    schedule = sgdr.CosineDecayRestarts(rate, 10)
    for found in (schedule(0, dtype="bfloat16"), schedule([0, 7], dtype="bfloat16")[0], schedule(range(2), dtype="bfloat16")[0]):
        assert float(found) == 1 + 2.0**-7 and type(found) is ml_dtypes.bfloat16

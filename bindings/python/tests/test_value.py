"""Schedules are values: immutable, equal by their parameters, copied, pickled, printed and read again."""

import copy
import inspect
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import sgdr

RESTARTS = sgdr.CosineDecayRestarts(0.1, 1000, 1.5, 0.9, 0.01, "run 7")
SCHEDULES = [
    RESTARTS,
    sgdr.CosineDecayRestarts(1, 10, name="quo\"te's 😀"),
    sgdr.CosineDecay(0.0, 1000, 0.1, warmup_target=0.1, warmup_steps=100),
    sgdr.CosineDecay(0.1, 1000),
    sgdr.ExponentialDecay(0.1, 1000, 0.96, staircase=True),
    sgdr.InverseTimeDecay(0.1, 1000, 0.5),
    sgdr.PiecewiseConstantDecay([1000, 2000], [0.1, 0.01, 0.001]),
    sgdr.PolynomialDecay(0.1, 1000, power=0.5, cycle=True),
    sgdr.CosineCycles(0.1, 1000, t_mul=1, peak_mul=0.5, eta_min=0.01, closed=True),
    sgdr.ConstantRate(0.1),
    RESTARTS.warmup(100, start=0.001, shape="cosine", place="every_cycle", to_peak=True),
    RESTARTS.cycle_limit(3),
    RESTARTS.scale(0.5),
    RESTARTS.clamp(max=0.05),
    sgdr.CosineDecay(0.1, 10).then(10, RESTARTS, start=5).then(100, sgdr.CosineDecay(0.1, 10)),
    sgdr.NormalizedWeightDecay(RESTARTS, 0.05, 128, 50_000, 391),
    RESTARTS.cycle_limit(3).warmup(10).scale(2).clamp(1e-4, 0.1),
]
each_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: type(schedule).__name__)


@each_schedule
def test_again(schedule):
    steps = np.arange(0, 9000, 7)
    ways = [
        eval(repr(schedule), vars(sgdr)),
        pickle.loads(pickle.dumps(schedule)),
        copy.copy(schedule),
        copy.deepcopy(schedule),
        type(schedule).from_config(schedule.get_config()),
        type(schedule).from_config(json.loads(json.dumps(schedule.get_config()))),
        sgdr.deserialize(sgdr.serialize(schedule)),
        sgdr.deserialize(json.dumps(sgdr.serialize(schedule))),
    ]
    for again in ways:
        assert type(again) is type(schedule) and isinstance(again, sgdr.LearningRateSchedule)
        assert again == schedule and not again != schedule and hash(again) == hash(schedule)
        assert (again(steps) == schedule(steps)).all()


def test_schedules_differ():
    assert len(set(SCHEDULES)) == len(SCHEDULES)
    for other in [RESTARTS.scale(1), "x", None, sgdr.CosineDecayRestarts(0.1, 1000, 1.5, 0.9, 0.01, "run 8")]:
        assert RESTARTS != other
    assert sgdr.CosineDecayRestarts(-0.0, 10) == sgdr.CosineDecayRestarts(0, 10)
    assert hash(sgdr.CosineDecayRestarts(-0.0, 10)) == hash(sgdr.CosineDecayRestarts(0, 10.0))


@each_schedule
def test_immutable(schedule):
    for name in [*schedule.get_config(), "new"]:
        with pytest.raises(AttributeError):
            setattr(schedule, name, 1)


@each_schedule
def test_parameters_are_attributes(schedule):
    for name, value in schedule.get_config().items():
        if name == "schedule":
            assert sgdr.serialize(schedule.schedule) == value
        elif name == "schedules":
            assert [sgdr.serialize(each) for each in schedule.schedules] == value
        elif name == "cycles":
            assert schedule.limit == value
        else:
            assert getattr(schedule, name) == value


def test_configs_are_those_of_keras():
    assert sgdr.CosineDecayRestarts(0.1, 1000.0).get_config() == {
        "initial_learning_rate": 0.1,
        "first_decay_steps": 1000,
        "t_mul": 2.0,
        "m_mul": 1.0,
        "alpha": 0.0,
        "name": "SGDRDecay",
    }


REQUIRED = {
    "CosineDecayRestarts": (0.1, 1000),
    "CosineDecay": (0.1, 1000),
    "ExponentialDecay": (0.1, 1000, 0.96),
    "InverseTimeDecay": (0.1, 1000, 0.5),
    "PiecewiseConstantDecay": ([10], [0.1, 0.01]),
    "PolynomialDecay": (0.1, 1000),
    "CosineCycles": (0.1, 1000),
    "ConstantRate": (0.1,),
}


@pytest.mark.parametrize("name", REQUIRED)
def test_signatures_have_the_defaults_of_the_core(name):
    config = getattr(sgdr, name)(*REQUIRED[name]).get_config()
    parameters = inspect.signature(getattr(sgdr, name)).parameters
    assert set(parameters) == set(config)
    defaults = {key: each.default for key, each in parameters.items() if each.default is not each.empty}
    assert defaults == {key: config[key] for key in defaults} and len(defaults) == len(config) - len(REQUIRED[name])
    assert [type(value) for value in defaults.values()] == [type(config[key]) for key in defaults]


def test_every_class_is_in_that_test():
    made_of_others = {"Chain", "Clamp", "CycleLimit", "NormalizedWeightDecay", "Scale", "Warmup"}
    classes = {type(schedule).__name__ for schedule in SCHEDULES}
    assert classes == {*REQUIRED, *made_of_others} == {each.__name__ for each in sgdr.LearningRateSchedule.__subclasses__()}


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_a_dtype_in_a_config_changes_no_parameter(dtype):
    """The command writes the key; the caller chooses the type of Python's rates."""
    assert sgdr.deserialize({**sgdr.serialize(RESTARTS), "dtype": dtype}) == RESTARTS
    inner = {**sgdr.serialize(RESTARTS), "dtype": dtype}
    outer = sgdr.serialize(RESTARTS.scale(0.5))
    outer["config"]["schedule"] = inner
    assert sgdr.deserialize(json.dumps(outer)) == RESTARTS.scale(0.5)


def test_a_dtype_in_a_config_is_a_type_of_floats():
    with pytest.raises(ValueError, match='dtype: must be "float16", "bfloat16", "float32" or "float64" .received "int32"'):
        sgdr.deserialize({**sgdr.serialize(RESTARTS), "dtype": "int32"})


def test_numbers_of_numpy_in_configs():
    given = {"initial_learning_rate": np.float32(0.1), "first_decay_steps": np.int64(10), "t_mul": np.array(1.5)}
    expected = sgdr.CosineDecayRestarts(float(np.float32(0.1)), 10, 1.5)
    assert sgdr.deserialize({"class_name": "CosineDecayRestarts", "config": given}) == expected
    assert sgdr.CosineDecayRestarts.from_config(given) == expected
    pieces = {"boundaries": np.array([10, 20]), "values": np.float32([0.5, 0.25, 0.125])}
    expected = sgdr.PiecewiseConstantDecay([10, 20], [0.5, 0.25, 0.125])
    assert sgdr.deserialize({"class_name": "PiecewiseConstantDecay", "config": pieces}) == expected
    with pytest.raises(TypeError, match="Argument `config` must consist of numbers, texts, lists and dictionaries. Received: config=<object"):
        sgdr.deserialize({"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": object()}})


def test_from_a_step_on():
    later = RESTARTS.from_step(12)
    assert later == sgdr.Chain([RESTARTS], [], starts=[12])
    assert later(range(50)).tolist() == RESTARTS(range(12, 62)).tolist() and later(0.5) == RESTARTS(12.5)
    assert later.from_step(5)(0) == RESTARTS(17)
    with pytest.raises(ValueError, match="Argument `start` must be >= 0. Received: start=-1"):
        RESTARTS.from_step(-1)


WRONG = [
    (lambda: sgdr.CosineDecayRestarts(0.1, 10.7), "ValueError: Argument `first_decay_steps` must be a whole number. Received: first_decay_steps=10.7"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 0), "ValueError: Argument `first_decay_steps` must be >= 1. Received: first_decay_steps=0"),
    (lambda: sgdr.CosineDecayRestarts(0.1, "10"), "TypeError: Argument `first_decay_steps` must be a whole number. Received: first_decay_steps='10' (of type <class 'str'>)"),
    (lambda: sgdr.CosineDecayRestarts(True, 10), "TypeError: Argument `initial_learning_rate` must be a number. Received: initial_learning_rate=True (of type <class 'bool'>)"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 10, t_mul=None), "TypeError: Argument `t_mul` must be a number. Received: t_mul=None (of type <class 'NoneType'>)"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 10, name=7), "TypeError: Argument `name` must be text. Received: name=7 (of type <class 'int'>)"),
    (lambda: sgdr.ExponentialDecay(0.1, 10, 0.5, staircase="yes"), "TypeError: Argument `staircase` must be True or False. Received: staircase='yes' (of type <class 'str'>)"),
    (lambda: sgdr.CosineDecay(0.1, 10, warmup_target="a"), "TypeError: Argument `warmup_target` must be a number. Received: warmup_target='a' (of type <class 'str'>)"),
    (lambda: sgdr.PiecewiseConstantDecay([1], [0.1, -1]), "ValueError: Argument `values` must be finite and >= 0. Received: values=-1, at index 1"),
    (lambda: sgdr.ConstantRate(-1), "ValueError: Argument `learning_rate` must be finite and >= 0. Received: learning_rate=-1"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 10, t_mul=0), "ValueError: Argument `t_mul` must be finite and > 0. Received: t_mul=0"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 10, m_mul=float("nan")), "ValueError: Argument `m_mul` must be finite and >= 0. Received: m_mul=NaN"),
    (lambda: sgdr.CosineDecayRestarts(0.1, 10, alpha=2), "ValueError: Argument `alpha` must be between 0 and 1. Received: alpha=2"),
    (lambda: sgdr.CosineCycles(0.1, 10, eta_min=0.2), "ValueError: Argument `eta_min` must be between 0 and the initial learning rate, 0.1. Received: eta_min=0.2"),
    (lambda: sgdr.PiecewiseConstantDecay([2, 1], [1, 2, 3]), "ValueError: Argument `boundaries` must increase strictly. Received: boundaries=1 after 2, at index 1"),
    (lambda: sgdr.PiecewiseConstantDecay(1, [1, 2]), "TypeError: Argument `boundaries` must be a sequence. Received: boundaries=1 (of type <class 'int'>)"),
    (lambda: sgdr.Chain([RESTARTS, RESTARTS], []), "ValueError: Argument `boundaries` must have length 1. Received: length 0"),
    (lambda: RESTARTS.warmup(10, place="before"), "ValueError: Argument `place` must be one of \"prefix\", \"inside\", \"every_cycle\". Received: place=\"before\""),
    (lambda: sgdr.CosineDecay(0.1, 10).cycle_limit(3), "ValueError: Argument `schedule` must have cycles, as CosineDecayRestarts does. Received: schedule=a schedule without cycles"),
    (lambda: sgdr.NormalizedWeightDecay(RESTARTS, -1, 1, 1, 1), "ValueError: Argument `weight_decay` must be finite and >= 0. Received: weight_decay=-1"),
    (lambda: sgdr.deserialize({"class_name": "Adam", "config": {}}), "ValueError: class_name: no schedule is known as \"Adam\""),
    (lambda: sgdr.fit(100, 8), "ValueError: Argument `cycles` must be <= 6 to fit in 100 steps. Received: cycles=8"),
    (lambda: sgdr.Units(10, 0), "ValueError: Argument `batch_size` must be >= 1. Received: batch_size=0"),
]


@pytest.mark.parametrize("make, message", WRONG, ids=[message.split("Received")[0] for _, message in WRONG])
def test_what_cannot_be(make, message):
    with pytest.raises((TypeError, ValueError)) as error:
        make()
    assert f"{error.type.__name__}: {error.value}".startswith(message)


@pytest.mark.parametrize("value", [True, np.True_])
def test_truth_values_are_no_numbers(value):
    for arguments in [(value, 10), (0.1, value), (0.1, 10, value)]:
        with pytest.raises(TypeError, match="Argument `.*` must be a"):
            sgdr.CosineDecayRestarts(*arguments)


def test_threads():
    steps = np.arange(1_000_000)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: RESTARTS(steps, dtype="float32").sum(dtype=float), range(16)))
    assert len(set(results)) == 1

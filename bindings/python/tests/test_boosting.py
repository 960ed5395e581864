"""LightGBM and XGBoost with our schedules: trained, and trained further."""

import numpy as np
import pytest

import sgdr

SCHEDULE = sgdr.CosineDecayRestarts(0.3, 10, alpha=0.1)
X = np.random.default_rng(0).normal(size=(200, 4))
Y = X[:, 0] + X[:, 1] ** 2


def test_lightgbm():
    lightgbm = pytest.importorskip("lightgbm")
    rates = []

    def log(environment):
        rates.append(environment.model.params["learning_rate"])

    def train(schedule, rounds, **arguments):
        data = lightgbm.Dataset(X, Y, free_raw_data=False)
        callbacks = [lightgbm.reset_parameter(learning_rate=schedule), log]
        return lightgbm.train({"verbose": -1, "num_leaves": 4}, data, rounds, callbacks=callbacks, **arguments)

    train(SCHEDULE, 17)
    assert rates == SCHEDULE(range(17)).tolist()
    rates.clear()
    # It starts from step 0 again when it continues, so the schedule must begin where the first run ended.
    train(SCHEDULE.from_step(12), 5, init_model=train(SCHEDULE, 12))
    assert rates == SCHEDULE(range(17)).tolist()


def test_xgboost():
    xgboost = pytest.importorskip("xgboost")
    def train(schedule, rounds, **arguments):
        callbacks = [xgboost.callback.LearningRateScheduler(schedule)]
        return xgboost.train({"max_depth": 2, "base_score": 0.5}, xgboost.DMatrix(X, Y), rounds, callbacks=callbacks, **arguments)

    whole = train(SCHEDULE, 17)
    continued = train(SCHEDULE.from_step(12), 5, xgb_model=train(SCHEDULE, 12))
    data = xgboost.DMatrix(X)
    assert (continued.predict(data) == whole.predict(data)).all()
    # The rates make the difference.
    other = train(SCHEDULE, 5, xgb_model=train(SCHEDULE, 12))
    assert (other.predict(data) != whole.predict(data)).any()

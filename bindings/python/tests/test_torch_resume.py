"""A run of PyTorch, stopped after any step and resumed, has the rates of an uninterrupted one."""

import io

import pytest

torch = pytest.importorskip("torch")

from torch_runs import PLACES, STEPS, groups, values  # noqa: E402

# When the state of the optimizer is loaded: before the scheduler is made, before its state is loaded, or after that.
ORDERS = ("before the scheduler is made", "before the scheduler's", "after the scheduler's")


def make_optimizer(tensors):
    torch.manual_seed(1)
    return torch.optim.SGD(groups([torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)], tensors), momentum=0.9)


def step(optimizer, scheduler):
    optimizer.step()
    scheduler.step()
    return values(optimizer)


def saved(optimizer, scheduler):
    file = io.BytesIO()
    torch.save({"optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict()}, file)
    return file.getvalue()


def resume(state, place, tensors, order):
    state = torch.load(io.BytesIO(state), weights_only=True)
    optimizer = make_optimizer(tensors)
    if order == ORDERS[0]:
        optimizer.load_state_dict(state["optimizer"])
    scheduler = PLACES[place](optimizer)
    if order == ORDERS[1]:
        optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    if order == ORDERS[2]:
        optimizer.load_state_dict(state["optimizer"])
    return optimizer, scheduler


@pytest.mark.filterwarnings("ignore:Detected call of `lr_scheduler.step")
@pytest.mark.parametrize("tensors", [False, True])
@pytest.mark.parametrize("place", PLACES)
def test_stopped_after_every_step(place, tensors):
    optimizer = make_optimizer(tensors)
    scheduler = PLACES[place](optimizer)
    rates, states = [values(optimizer)], [saved(optimizer, scheduler)]
    for _ in range(STEPS):
        rates.append(step(optimizer, scheduler))
        states.append(saved(optimizer, scheduler))
    for order in ORDERS:
        for stopped, state in enumerate(states):
            optimizer, scheduler = resume(state, place, tensors, order)
            rest = [values(optimizer)] + [step(optimizer, scheduler) for _ in range(stopped, STEPS)]
            assert rest == rates[stopped:], f"optimizer's state {order}, stopped after {stopped} steps"

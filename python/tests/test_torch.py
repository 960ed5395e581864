"""PyTorch's schedulers: the core's rates in every group, in place where they are tensors, and from any step on."""

import copy
import os
import subprocess
import sys
import textwrap
import warnings

import pytest

import sgdr

torch = pytest.importorskip("torch")

import sgdr.torch  # noqa: E402
from torch.optim import lr_scheduler  # noqa: E402

SHAPE = (7, 1.5, 0.9, 0.01)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def optimizer(tensors=False, kind=torch.optim.SGD):
    """Two groups, of which the second has a tenth of the rate."""
    torch.manual_seed(1)
    rates = [torch.tensor(rate) if tensors else rate for rate in (0.1, 0.01)]
    return kind([{"params": [torch.nn.Parameter(torch.ones(3))], "lr": rate} for rate in rates])


def rates_of(made):
    return [float(group["lr"]) for group in made.param_groups]


def train(made, scheduler, steps, step=None):
    """The rates that each step used."""
    rates = []
    for _ in range(steps):
        rates.append(rates_of(made))
        made.zero_grad()
        for group in made.param_groups:
            for parameter in group["params"]:
                (parameter**2).sum().backward()
        (step or made.step)()
        scheduler.step()
    return rates


def expected(first, last, tensors=False):
    cores = [sgdr.CosineDecayRestarts(float(torch.tensor(rate)) if tensors else rate, *SHAPE) for rate in (0.1, 0.01)]
    dtype = "float32" if tensors else None
    return [[float(core(step, dtype=dtype)) for core in cores] for step in range(first, last)]


@pytest.mark.parametrize("tensors", [False, True])
@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.AdamW])
def test_rates(kind, tensors):
    made = optimizer(tensors, kind)
    before = [group["lr"] for group in made.param_groups]
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    assert train(made, scheduler, 60) == expected(0, 60, tensors)
    assert [float(rate) for rate in scheduler.get_last_lr()] == expected(60, 61, tensors)[0]
    if tensors:
        assert all(group["lr"] is rate for group, rate in zip(made.param_groups, before))


def test_a_compiled_step_sees_the_rates():
    made = optimizer(tensors=True)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    compiles = []

    def counted(graph, inputs):
        compiles.append(graph)
        return graph.forward

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        step = torch.compile(lambda: made.step(), backend=counted)
        train(made, scheduler, 5, step)
        few = len(compiles)
        train(made, scheduler, 20, step)
    assert 0 < len(compiles) == few
    plain = optimizer(tensors=True)
    train(plain, sgdr.torch.CosineDecayRestarts(plain, *SHAPE), 25)
    for ours, theirs in zip(made.param_groups, plain.param_groups):
        torch.testing.assert_close(ours["params"], theirs["params"])


@pytest.mark.parametrize("tensors", [False, True])
def test_saving_and_resuming_in_mid_cycle(tensors, tmp_path):
    made = optimizer(tensors)
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    train(made, scheduler, 23)
    torch.save({"optimizer": made.state_dict(), "scheduler": scheduler.state_dict()}, tmp_path / "state")
    rest = train(made, scheduler, 17)
    assert rest == expected(23, 40, tensors)
    # Plain numbers, which need no trust.
    saved = torch.load(tmp_path / "state", weights_only=True)
    assert saved["scheduler"]["last_epoch"] == 23
    for order in (["optimizer", "scheduler"], ["scheduler", "optimizer"]):
        again = optimizer(tensors)
        parts = {"optimizer": again, "scheduler": sgdr.torch.CosineDecayRestarts(again, *SHAPE)}
        for part in order:
            parts[part].load_state_dict(copy.deepcopy(saved[part]))
        assert parts["scheduler"].get_last_lr() == [float(core(23)) for core in parts["scheduler"].schedules]
        assert train(again, parts["scheduler"], 17) == rest


def test_from_any_step():
    made = optimizer()
    scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    for last_epoch in (22, 0, 10**12):
        scheduler = sgdr.torch.CosineDecayRestarts(made, *SHAPE, last_epoch=last_epoch)
        assert rates_of(made) == expected(last_epoch + 1, last_epoch + 2)[0]
    assert scheduler.base_lrs == [0.1, 0.01]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scheduler.step(100)
    assert rates_of(made) == expected(100, 101)[0]


def test_any_schedule():
    made = optimizer()
    plan = sgdr.CosineDecayRestarts(0.5, 7).warmup(3).cycle_limit(2)
    scheduler = sgdr.torch.Scheduler(made, plan)
    assert train(made, scheduler, 40) == [[plan(step)] * 2 for step in range(40)]
    made, other = optimizer(), sgdr.ExponentialDecay(0.1, 10, 0.5)
    scheduler = sgdr.torch.Scheduler(made, [plan, other])
    assert scheduler.schedules == [plan, other]
    assert train(made, scheduler, 40) == [[plan(step), other(step)] for step in range(40)]


def test_beside_other_schedulers():
    made = optimizer()
    ours = sgdr.torch.CosineDecayRestarts(made, *SHAPE)
    joined = lr_scheduler.SequentialLR(made, [lr_scheduler.ConstantLR(made, 1.0), ours], [5])
    assert train(made, joined, 30)[5:] == expected(0, 25)


def test_what_cannot_be():
    with pytest.raises(ValueError, match="Argument `first_decay_steps` must be >= 1. Received: first_decay_steps=0"):
        sgdr.torch.CosineDecayRestarts(optimizer(), 0)
    with pytest.raises(TypeError, match="must be a schedule of sgdr"):
        sgdr.torch.Scheduler(optimizer(), lambda step: 0.1)
    with pytest.raises(ValueError, match="must have one element for each parameter group, 2. Received: 1"):
        sgdr.torch.Scheduler(optimizer(), [sgdr.CosineDecay(0.1, 10)])


PARALLEL = """
    import sys, torch, torch.distributed as dist, torch.multiprocessing as mp, sgdr.torch

    def run(rank, world, port, queue, state, steps):
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=world)
        model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        scheduler = sgdr.torch.CosineDecayRestarts(optimizer, 7, 1.5, 0.9, 0.01)
        if state is not None:
            scheduler.load_state_dict(state)
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            model(torch.ones(2, 2)).sum().backward()
            optimizer.step()
            scheduler.step()
        everywhere = [None] * world
        dist.all_gather_object(everywhere, rates)
        if rank == 0:
            queue.put((everywhere, scheduler.state_dict()))
            dist.barrier()
        else:
            dist.barrier()
        dist.destroy_process_group()

    def train(world, port, state, steps):
        queue = mp.get_context("spawn").SimpleQueue()
        context = mp.spawn(run, (world, port, queue, state, steps), nprocs=world, join=False)
        everywhere, state = queue.get()
        while not context.join():
            pass
        assert all(rates == everywhere[0] for rates in everywhere), everywhere
        return everywhere[0], state

    def free_port():
        import socket
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            return found.getsockname()[1]

    if __name__ == "__main__":
        core = sgdr.CosineDecayRestarts(0.1, 7, 1.5, 0.9, 0.01)
        begin, state = train(2, free_port(), None, 12)
        rest, _ = train(1, free_port(), state, 8)
        again, _ = train(2, free_port(), state, 8)
        assert begin + rest == begin + again == core(range(20)).tolist(), (begin, rest, again)
        print("equal")
"""


def test_data_parallel(tmp_path):
    """Two processes, then a restart with one and with two, in the middle of a cycle."""
    script = tmp_path / "parallel.py"
    script.write_text(textwrap.dedent(PARALLEL))
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=env, timeout=300)
    assert result.stdout.endswith("equal\n"), result.stderr

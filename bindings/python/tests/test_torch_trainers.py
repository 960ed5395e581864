"""A run of Lightning, transformers or Accelerate, stopped after any step and resumed, has the rates of an uninterrupted one."""

import contextlib
import gc
import logging
import warnings

import pytest

torch = pytest.importorskip("torch")

from torch_runs import PLACES, STEPS, groups, ours, values  # noqa: E402

import sgdr  # noqa: E402

BATCHES = 12
INPUTS = torch.ones(BATCHES, 2)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(1)
        self.first, self.second = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)

    def forward(self, inputs, labels=None):
        return {"loss": self.second(self.first(inputs)).square().mean()}

    def optimizer_and_scheduler(self, place, tensors):
        optimizer = torch.optim.SGD(groups([self.first, self.second], tensors), momentum=0.9)
        return optimizer, PLACES[place](optimizer)


def lightning_run(folder, place, tensors, stopped):
    lightning = pytest.importorskip("lightning.pytorch")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    rates = []

    class Module(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = Model()

        def training_step(self, batch):
            return self.model(batch)["loss"]

        def configure_optimizers(self):
            optimizer, scheduler = self.model.optimizer_and_scheduler(place, tensors)
            return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}

        def on_before_optimizer_step(self, optimizer):
            rates.append(values(optimizer))

    keep = lightning.callbacks.ModelCheckpoint(folder, "{step}", every_n_train_steps=1, save_top_k=-1)
    trainer = lightning.Trainer(
        accelerator="cpu", max_steps=STEPS, logger=False, enable_progress_bar=False, enable_model_summary=False,
        enable_checkpointing=stopped is None, callbacks=[keep] if stopped is None else [],
    )  # fmt: skip
    trainer.fit(
        Module(),
        torch.utils.data.DataLoader(INPUTS, batch_size=1),
        ckpt_path=None if stopped is None else folder / f"step={stopped}.ckpt",
    )
    return rates


def transformers_run(folder, place, tensors, stopped):
    transformers = pytest.importorskip("transformers")
    rates = []

    class Record(transformers.TrainerCallback):
        def on_pre_optimizer_step(self, *_, optimizer, **__):
            rates.append(values(optimizer))

    model = Model()
    arguments = transformers.TrainingArguments(
        folder, max_steps=STEPS, per_device_train_batch_size=1, use_cpu=True, logging_strategy="no", disable_tqdm=True,
        report_to=[], save_strategy="steps" if stopped is None else "no", save_steps=1,
    )  # fmt: skip
    trainer = transformers.Trainer(
        model, arguments, train_dataset=[{"inputs": each} for each in INPUTS], callbacks=[Record()],
        optimizers=model.optimizer_and_scheduler(place, tensors),
    )  # fmt: skip
    trainer.train(resume_from_checkpoint=None if stopped is None else str(folder / f"checkpoint-{stopped}"))
    return rates


def accelerate_run(folder, place, tensors, stopped):
    accelerate = pytest.importorskip("accelerate")
    accelerator = accelerate.Accelerator(cpu=True)
    model = Model()
    parts = accelerator.prepare(model, *model.optimizer_and_scheduler(place, tensors))
    model, optimizer, scheduler = parts
    if stopped is not None:
        accelerator.load_state(folder / str(stopped))
    rates = []
    for step in range(stopped or 0, STEPS):
        rates.append(values(optimizer))
        accelerator.backward(model(INPUTS[:1])["loss"])
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
        if stopped is None:
            accelerator.save_state(folder / str(step + 1))
    return rates


@pytest.fixture(autouse=True)
def frozen():
    """Each run of transformers collects garbage, which takes longer than the run if all that is imported is looked through."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("tensors", [False, True])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("run", [lightning_run, transformers_run, accelerate_run])
def test_stopped_after_every_step(run, place, tensors, tmp_path):
    with warnings.catch_warnings(), contextlib.redirect_stdout(None):
        # Of the trainers: no workers, few batches, no GPU.
        warnings.simplefilter("ignore")
        rates = run(tmp_path, place, tensors, None)
        assert len(rates) == STEPS
        for stopped in range(1, STEPS):
            assert run(tmp_path, place, tensors, stopped) == rates[stopped:], f"stopped after {stopped} steps"


def test_groups_that_lightning_unfreezes(tmp_path):
    """Its BaseFinetuning adds them to the optimizer in the course of the run, and again when the run resumes."""
    lightning = pytest.importorskip("lightning.pytorch")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    class Finetuning(lightning.callbacks.BaseFinetuning):
        def freeze_before_training(self, module):
            self.freeze(module.model.first)

        def finetune_function(self, module, epoch, optimizer):
            if epoch == 1:
                self.unfreeze_and_add_param_group(module.model.first, optimizer, lr=0.02)

    class Module(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.model, self.rates = Model(), []

        def training_step(self, batch):
            return self.model(batch)["loss"]

        def configure_optimizers(self):
            optimizer = torch.optim.SGD(self.model.second.parameters(), lr=0.1)
            return {"optimizer": optimizer, "lr_scheduler": {"scheduler": ours(optimizer), "interval": "step"}}

        def on_before_optimizer_step(self, optimizer):
            self.rates.append(values(optimizer))

    def run(stopped):
        keep = lightning.callbacks.ModelCheckpoint(tmp_path, "{step}", every_n_train_steps=1, save_top_k=-1)
        trainer = lightning.Trainer(
            accelerator="cpu", max_steps=STEPS, logger=False, enable_progress_bar=False, enable_model_summary=False,
            enable_checkpointing=stopped is None, callbacks=[Finetuning()] + [keep] * (stopped is None),
        )  # fmt: skip
        module = Module()
        ckpt_path = None if stopped is None else tmp_path / f"step={stopped}.ckpt"
        trainer.fit(module, torch.utils.data.DataLoader(INPUTS, batch_size=1), ckpt_path=ckpt_path)
        return module.rates

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rates = run(None)
        assert [len(each) for each in rates] == [1] * BATCHES + [2] * (STEPS - BATCHES)
        second = sgdr.CosineDecayRestarts(0.02, 7, 1.5, 0.9, 0.01)
        assert [each[1][0] for each in rates[BATCHES + 1 :]] == second(range(BATCHES + 1, STEPS)).tolist()
        # Resumed from the last step of an epoch, Lightning does not ask the callback for the groups of the next.
        for stopped in set(range(1, STEPS)) - {BATCHES}:
            assert run(stopped) == rates[stopped:], f"stopped after {stopped} steps"

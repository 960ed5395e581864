//! The lines for burn in docs/trainers.md are those that run here; the example `digits` has those with burn's training loop.

use burn::module::{Module, Param};
use burn::optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use burn::optim::{GradientsParams, SgdConfig};
use burn::tensor::{Device, Tensor};
use sgdr::{CosineDecayRestarts, LearningRateSchedule};
use sgdr_burn::Scheduler;

#[derive(Module, Debug)]
struct Model {
    weight: Param<Tensor<1>>,
}

fn loss(model: &Model) -> Tensor<1> {
    model.weight.val().square().sum()
}

#[test]
fn training_and_resuming() -> Result<(), Box<dyn std::error::Error>> {
    let device = Device::flex().autodiff();
    let mut model = Model { weight: Param::from_tensor(Tensor::from_floats([1.0, 2.0], &device)) };
    let mut optimizer = SgdConfig::new().init();

    let schedule = CosineDecayRestarts::new(0.1, 10)?;
    let mut scheduler = Scheduler::new(schedule.clone());
    for _ in 0..16 {
        let gradients = GradientsParams::from_grads(loss(&model).backward(), &model);
        model = optimizer.step(scheduler.step(), model, gradients);
    }
    let bytes = scheduler.to_record().into_bytes()?;

    let trained: f64 = (0..16).map(|step| 1.0 - 2.0 * schedule.at(step)).product();
    let weights = model.weight.val().into_data().try_to_vec::<f32>()?;
    assert!((f64::from(weights[0]) - trained).abs() < 1e-6, "{weights:?}, {trained}");
    let next = schedule.at(16);

    let mut scheduler = Scheduler::new(schedule);
    scheduler.try_load_record(&LrSchedulerRecord::from_bytes(bytes)?)?;

    assert_eq!((scheduler.step_count(), scheduler.step()), (16, next));
    Ok(())
}

#[test]
fn the_page_shows_these_lines() {
    let (page, source) = (include_str!("../../../docs/trainers.md"), include_str!("trainers.rs"));
    let (_, section) = page.split_once("\n## burn\n").expect("a section for burn");
    let blocks: Vec<_> = section.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (block, _) = block.split_once("```").expect("its end");
        let run: String = block.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
        assert!(source.contains(&run), "not in this file:\n{run}");
    }
}

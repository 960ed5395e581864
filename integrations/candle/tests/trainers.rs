//! The lines for candle in docs/trainers.md are those that run here.

use std::fs;

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{Init, Optimizer, SGD, VarBuilder, VarMap};
use sgdr::{CosineDecayRestarts, LearningRateSchedule};
use sgdr_candle::Scheduled;

#[test]
fn training_and_resuming() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let mut variables = VarMap::new();
    let weights = VarBuilder::from_varmap(&variables, DType::F64, &Device::Cpu);
    let weight = weights.get_with_hints(2, "weight", Init::Const(1.0))?;
    let batches = vec![Tensor::ones(2, DType::F64, &Device::Cpu)?; 16];
    let loss = |batch: &Tensor| -> Result<Tensor> { (&weight * batch)?.sqr()?.sum_all() };

    let schedule = CosineDecayRestarts::new(0.1, 10)?;
    let mut optimizer = Scheduled::wrap(SGD::new(variables.all_vars(), 0.0)?, schedule);
    for batch in &batches {
        optimizer.backward_step(&loss(batch)?)?;
    }
    variables.save(folder.join("model.safetensors"))?;
    fs::write(folder.join("step"), optimizer.step_count().to_string())?;

    let trained = weight.to_vec1::<f64>()?;
    optimizer.backward_step(&loss(&batches[0])?)?;
    let uninterrupted = weight.to_vec1::<f64>()?;
    assert_ne!(uninterrupted, trained);

    variables.load(folder.join("model.safetensors"))?;
    let schedule = CosineDecayRestarts::new(0.1, 10)?;
    let mut optimizer = Scheduled::wrap(SGD::new(variables.all_vars(), 0.0)?, schedule);
    optimizer.resume_at(fs::read_to_string(folder.join("step"))?.parse()?);

    assert_eq!(optimizer.learning_rate(), CosineDecayRestarts::new(0.1, 10)?.at(16));
    assert_eq!(weight.to_vec1::<f64>()?, trained);
    optimizer.backward_step(&loss(&batches[0])?)?;
    assert_eq!(weight.to_vec1::<f64>()?, uninterrupted);
    Ok(())
}

#[test]
fn the_page_shows_these_lines() {
    let (page, source) = (include_str!("../../../docs/trainers.md"), include_str!("trainers.rs"));
    let (_, section) = page.split_once("\n## candle\n").expect("a section for candle");
    let (section, _) = section.split_once("\n## ").expect("a section after it");
    let blocks: Vec<_> = section.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (block, _) = block.split_once("```").expect("its end");
        let run: String = block.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
        assert!(source.contains(&run), "not in this file:\n{run}");
    }
}

//! burn: its schedulers have no restarts, so the code is an `LrScheduler` over the schedule itself (burn 0.22).

use super::Conversion;
use super::own::in_f64;
use super::plan::Plan;
use super::rust::schedule;

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let code = format!(
        "\
// sgdr convert --to burn {flags}
use burn::lr_scheduler::{{LrScheduler, LrSchedulerRecord}};
use burn::train::Learner;
use sgdr::{{CosineDecayRestarts, LearningRateSchedule}};

/// A schedule and the number of the next step, which is all there is to record.
#[derive(Clone)]
struct Sgdr {{
    schedule: CosineDecayRestarts,
    step: u64,
}}

impl LrScheduler for Sgdr {{
    fn step(&mut self) -> f64 {{
        let rate = self.schedule.at(self.step);
        self.step += 1;
        rate
    }}

    fn to_record(&self) -> LrSchedulerRecord {{
        LrSchedulerRecord::new().with_scalar(\"step\", self.step)
    }}

    fn load_record(&mut self, record: LrSchedulerRecord) {{
        if let Some(step) = record.scalar::<u64>(\"step\") {{
            self.step = step;
        }}
    }}
}}

let schedule = {schedule};
let scheduler = Sgdr {{ schedule, step: 0 }};
let learner = Learner::new(model, optimizer, scheduler);
",
        flags = plan.flags(),
        schedule = schedule(plan),
    );
    let hook = String::from("burn 0.22 has no warm restarts; hence an LrScheduler over the crate sgdr");
    Conversion { code, notes: std::iter::once(hook).chain(in_f64(plan.dtype())).collect(), ..Conversion::default() }
}

//! candle: the schedule itself, in an optimizer that follows it (crate sgdr-candle).

use super::Conversion;
use super::own::in_f64;
use super::plan::Plan;
use super::rust::schedule;

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let code = format!(
        "\
// sgdr convert --to candle {flags}
use candle_nn::{{AdamW, Optimizer, ParamsAdamW}};
use sgdr::CosineDecayRestarts;
use sgdr_candle::Scheduled;

let schedule = {schedule};
let mut optimizer = Scheduled::wrap(AdamW::new(varmap.all_vars(), ParamsAdamW::default())?, schedule);

for batch in batches {{
    let loss = loss_of(&model, &batch)?;
    optimizer.backward_step(&loss)?; // with the rate of this step, which it counts
}}
",
        flags = plan.flags(),
        schedule = schedule(plan),
    );
    Conversion { code, notes: in_f64(plan.dtype()).into_iter().collect(), ..Conversion::default() }
}

//! The flags against the core's own plans; answers are rounded once.

use clap::Parser;
use half::{bf16, f16};
use sgdr::{CosineCycles, CosineDecayRestarts, LearningRateSchedule, Rate, ScheduleExt as _, WarmupPlace, WarmupShape};

use crate::args::schedule::ScheduleArgs;
use crate::dtype::Dtype;
use crate::schedule::Schedule;

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    schedule: ScheduleArgs,
}

fn schedule(flags: &str) -> Schedule {
    let words = ["sgdr"].into_iter().chain(flags.split_whitespace());
    Flags::try_parse_from(words).expect(flags).schedule.schedule().expect(flags)
}

type Planned = Box<dyn LearningRateSchedule>;

/// Flags, and the same plan in Rust.
fn plans() -> Result<Vec<(&'static str, Planned)>, sgdr::Error> {
    let restarts = || CosineDecayRestarts::builder(0.3, 100).t_mul(1.5).m_mul(0.9).build();
    let closed = CosineCycles::builder(0.3, 100).t_mul(1.5).peak_mul(0.9).closed(true);
    let floor = CosineCycles::builder(0.3, 100).t_mul(1.5).peak_mul(0.9).eta_min(0.007);
    let all = floor.clone().closed(true).build()?.cycle_limit(5)?.scale(0.7)?;
    let all = all.clamp(Some(0.011), Some(0.19))?.warmup_builder(37).start(0.001);
    let place = |place| Ok::<_, sgdr::Error>(restarts()?.warmup_builder(37).place(place));
    Ok(vec![
        ("", Box::new(restarts()?)),
        ("--closed", Box::new(closed.build()?)),
        ("--eta-min 0.007", Box::new(floor.build()?)),
        ("--cycle-limit 3", Box::new(restarts()?.cycle_limit(3)?)),
        ("--scale 0.7", Box::new(restarts()?.scale(0.7)?)),
        ("--clamp 0.01:", Box::new(restarts()?.clamp(Some(0.01), None)?)),
        ("--clamp :0.2", Box::new(restarts()?.clamp(None, Some(0.2))?)),
        ("--warmup-steps 37", Box::new(restarts()?.warmup(37)?)),
        ("--warmup-steps 37 --warmup-place inside", Box::new(place(WarmupPlace::Inside)?.build()?)),
        (
            "--warmup-steps 37 --warmup-place every-cycle --warmup-to-peak",
            Box::new(place(WarmupPlace::EveryCycle)?.to_peak(true).build()?),
        ),
        (
            "--warmup-steps 37 --warmup-start 0.001 --warmup-shape cosine --clamp 0.011:0.19 --scale 0.7 --cycle-limit 5 \
             --closed --eta-min 0.007",
            Box::new(all.shape(WarmupShape::Cosine).build()?),
        ),
    ])
}

fn check<T: Rate>(dtype: Dtype) {
    let rounded = |rate: f64| T::from_f64(rate).to_f64();
    for (flags, planned) in plans().expect("legal parameters") {
        let schedule = schedule(&format!("-l 0.3 -s 100 --t-mul 1.5 --m-mul 0.9 --dtype {} {flags}", dtype.name()));
        for step in (0..3000).chain([1 << 40, u64::MAX]) {
            assert_eq!(schedule.at(step), planned.at_as::<T>(step).to_f64(), "{flags} {step}");
            let (cycle, expected) = (schedule.cycle_of(step), planned.cycle_of(step));
            let (cycle, expected) = cycle.zip(expected).expect("it has cycles");
            assert_eq!((cycle.index, cycle.first_step), (expected.index, expected.first_step), "{flags} {step}");
            assert_eq!((cycle.peak, cycle.floor), (rounded(expected.peak), rounded(expected.floor)), "{flags} {step}");
        }
    }
}

#[test]
fn flags_give_the_rates_of_the_plan() {
    check::<f64>(Dtype::F64);
    check::<f32>(Dtype::F32);
    check::<f16>(Dtype::F16);
    check::<bf16>(Dtype::Bf16);
}

#[test]
fn epochs_are_steps() {
    let units = "--dataset-size 1000 --batch-size 4 --accumulate 2 --processes 5";
    let epochs = schedule(&format!("-l 0.3 -s 4ep --warmup-steps 2ep {units}"));
    let steps = schedule("-l 0.3 -s 100 --warmup-steps 50");
    assert_eq!(epochs.to_keras(), steps.to_keras());
}

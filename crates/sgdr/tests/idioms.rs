//! What Rust code does with values: plans become one type, trait objects, closures on threads, panics that are caught.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};

fn schedule() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 1000).m_mul(0.9).build().expect("legal")
}

fn first_restarts(restarts: impl Iterator<Item = u64>) -> Vec<u64> {
    restarts.take(3).collect()
}

#[test]
fn a_trait_object_has_cycles() {
    const RESTARTS: [u64; 3] = [1000, 3000, 7000];
    let schedule = schedule();
    let object: &dyn LearningRateSchedule = &schedule;
    assert_eq!(first_restarts(object.restarts()), RESTARTS);
    assert_eq!(object.snapshots().next(), Some(999));
    assert_eq!(object.cycles().nth(1), Some(schedule.cycle_at(1000)));

    let boxed: Box<dyn LearningRateSchedule> = Box::new(schedule.clone());
    assert_eq!(first_restarts(boxed.restarts()), RESTARTS);
    let shared: Arc<dyn LearningRateSchedule + Send + Sync> = Arc::new(schedule);
    assert_eq!(first_restarts(shared.restarts()), RESTARTS);
}

/// The bounds of the closure have to follow from those of the schedule alone.
fn closure_of<S>(schedule: S) -> impl Fn(u64) -> f64 + Clone + Send + Sync
where
    S: LearningRateSchedule + Clone + Send + Sync,
{
    sgdr::into_fn(schedule)
}

#[test]
fn a_closure_made_in_generic_code_goes_to_threads() {
    let lr = closure_of(schedule());
    let rates = std::thread::scope(|scope| {
        let rate = |step| {
            let lr = lr.clone();
            scope.spawn(move || lr(step)).join().expect("no panic")
        };
        [0, 500, 1000].map(rate)
    });
    assert_eq!(rates, [0, 500, 1000].map(|step| schedule().at(step)));

    let shared: Arc<dyn LearningRateSchedule + Send + Sync> = Arc::new(schedule());
    assert_eq!(closure_of(shared)(1000), schedule().at(1000));
}

#[test]
fn what_is_not_for_threads_makes_a_closure_too() {
    let counted = std::rc::Rc::new(std::cell::Cell::new(0));
    let calls = std::rc::Rc::clone(&counted);
    let lr = sgdr::into_fn(sgdr::from_fn(move |_| {
        calls.set(calls.get() + 1);
        0.5
    }));
    assert_eq!((lr(7), lr.clone()(8), counted.get()), (0.5, 0.5, 2));
}

#[cfg(feature = "serde")]
mod any {
    use sgdr::keras::{Class, Config, Error, Fields};
    use sgdr::{AnySchedule, Chain, CustomSchedule, NormalizedWeightDecay, Replan, Units, WarmupPlace, keras};

    use super::*;

    /// The plan as one type has the rates of the plan, and its text.
    fn check<S>(plan: S)
    where
        S: keras::Serializable + Clone + Into<AnySchedule>,
    {
        let any: AnySchedule = plan.clone().into();
        assert_eq!(keras::serialize(&any), keras::serialize(&plan));
        assert_eq!(keras::deserialize::<AnySchedule>(&keras::serialize(&plan)), Ok(any.clone()));
        for step in (0..20_000).step_by(7) {
            assert_eq!(any.at(step).to_bits(), plan.at(step).to_bits(), "step {step}");
            assert_eq!(any.cycle_of(step), plan.cycle_of(step));
        }
    }

    #[test]
    fn a_plan_becomes_one_type_as_a_whole() -> Result<(), sgdr::Error> {
        let any: AnySchedule = schedule().cycle_limit(2)?.warmup(10)?.into();
        assert_eq!(any.at(10), 0.1);
        let units = Units::builder(1000, 10).build()?;
        check(schedule().cycle_limit(2)?.warmup(10)?);
        check(schedule().warmup_builder(10).place(WarmupPlace::EveryCycle).build()?.cycle_limit(2)?);
        check(schedule().scale(0.5)?.clamp(Some(0.01), None)?.warmup(10)?);
        check(Replan::new(schedule().cycle_limit(3)?, 1500)?.skip_cycle()?);
        check(Chain::new(schedule().warmup(5)?).then(100, schedule().warmup(0)?)?.scale(2.0)?);
        check(NormalizedWeightDecay::new(schedule().cycle_limit(3)?, 0.05, &units)?.scale(10.0)?);
        check(AnySchedule::from(schedule()).cycle_limit(2)?.warmup(10)?);
        assert_eq!(any.at_as::<f32>(10), 0.1_f32);
        Ok(())
    }

    #[derive(Clone, Debug, PartialEq)]
    struct Constant(f64);

    impl LearningRateSchedule for Constant {
        fn at(&self, _step: u64) -> f64 {
            self.0
        }
    }

    impl Class for Constant {
        const NAME: &'static str = "Constant";

        fn get_config(&self) -> Config {
            Config::new().with("rate", self.0)
        }

        fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
            Ok(Self(fields.required("rate")?))
        }
    }

    #[test]
    fn a_panic_beside_a_schedule_is_caught_without_a_wrapper() {
        fn safe<T: std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {}
        safe::<AnySchedule>();
        safe::<CustomSchedule>();
        let any = AnySchedule::from(CustomSchedule::new(Constant(0.1)));
        assert!(catch_unwind(|| assert_eq!(any.at(0), 0.2)).is_err());
        assert_eq!(any.at(0), 0.1);
    }
}

#[test]
fn a_schedule_in_a_closure_that_panics_is_as_it_was() {
    let schedule = schedule();
    assert!(catch_unwind(AssertUnwindSafe(|| assert_eq!(schedule.at(0), 0.2))).is_err());
    assert_eq!(schedule.at(0), 0.1);
}

//! A scheduler's record: what comes back is what was saved, and what is not its own is refused.

mod problem;

use std::panic::{AssertUnwindSafe, catch_unwind};

use burn_core::module::ParamGroup;
use burn_optim::lr_scheduler::linear::LinearLrSchedulerConfig;
use burn_optim::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use problem::{Problem, STEPS, schedule};
use sgdr::keras::{Class, Config, Error, Fields, Serializable};
use sgdr::{AnySchedule, CosineCycles, CosineDecay, CosineDecayRestarts, LearningRateSchedule};
use sgdr_burn::{LoadError, Scheduler};

fn through_bytes(record: LrSchedulerRecord) -> LrSchedulerRecord {
    LrSchedulerRecord::from_bytes(record.into_bytes().expect("a record")).expect("the same record")
}

fn through_file(record: LrSchedulerRecord) -> LrSchedulerRecord {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("scheduler.bpk");
    record.save(&path).expect("a file");
    LrSchedulerRecord::load(path).expect("the same record")
}

fn at_step<S: Serializable>(schedule: S, step: u64) -> Scheduler<S> {
    let mut scheduler = Scheduler::new(schedule);
    scheduler.resume_at(step);
    scheduler
}

/// The message with which `load_record` panics.
fn panic_message(scheduler: &mut impl LrScheduler, record: LrSchedulerRecord) -> String {
    let payload = catch_unwind(AssertUnwindSafe(|| scheduler.load_record(record))).expect_err("a panic");
    *payload.downcast::<String>().expect("a message")
}

#[test]
fn a_run_goes_on_at_every_step() {
    for through in [through_bytes, through_file] {
        for saved_at in [0, 1, 9, 10, 11, 29, 30, 47, 70, u64::MAX] {
            let mut again = Scheduler::new(schedule());
            again.load_record(through(at_step(schedule(), saved_at).to_record()));
            assert_eq!(again.step_count(), saved_at);
            for step in (saved_at..=u64::MAX).take(50) {
                assert_eq!(again.step().to_bits(), schedule().at(step).to_bits());
            }
        }
    }
}

#[test]
fn every_schedule_with_a_text_knows_its_own_record_and_no_other() {
    fn check<S: Serializable + Clone + Send + Sync + 'static>(schedule: S) {
        let record = through_bytes(at_step(schedule.clone(), 12).to_record());
        let mut again = Scheduler::new(schedule);
        assert_eq!(again.try_load_record(&record), Ok(()));
        assert_eq!(again.step_count(), 12);
        let mut other = Scheduler::new(problem::schedule().scale(0.25).expect("a legal factor"));
        assert!(matches!(other.try_load_record(&record), Err(LoadError::OtherSchedule { step: 12, .. })));
        assert_eq!(other.step_count(), 0);
    }
    check(schedule());
    check(schedule().warmup(3).expect("a legal warm-up"));
    check(CosineDecayRestarts::new(0.1f32, 10).expect("a legal schedule"));
    check(CosineCycles::new(0.1, 10).expect("a legal schedule"));
    check(AnySchedule::from(CosineDecay::new(0.1, 10).expect("a legal schedule")));
}

#[test]
fn one_parameter_is_enough_to_be_another_schedule() {
    let record = at_step(schedule(), 12).to_record();
    let builder = || CosineDecayRestarts::builder(0.1, 10).m_mul(0.9).alpha(0.01);
    let next = f64::from_bits(0.9f64.to_bits() + 1);
    for other in [builder().t_mul(3.0), builder().m_mul(next), builder().alpha(0.0), builder().name("another")] {
        let mut other = Scheduler::new(other.build().expect("a legal schedule"));
        assert!(other.try_load_record(&record).is_err(), "{other:?}");
    }
}

#[test]
fn the_class_that_holds_the_schedule_does_not_matter() {
    let mut any = Scheduler::new(AnySchedule::from(schedule()));
    assert_eq!(any.try_load_record(&at_step(schedule(), 12).to_record()), Ok(()));
}

/// A class that no text is read as without being told of it.
#[derive(Clone, Debug, PartialEq)]
struct Constant(f64);

impl LearningRateSchedule for Constant {
    type Rate = f64;

    fn at(&self, _step: u64) -> f64 {
        self.0
    }
}

impl Class for Constant {
    const NAME: &'static str = "Constant";

    fn get_config(&self) -> Config {
        Config::new().with("rate", self.0)
    }

    fn from_config(fields: &mut Fields<'_, f64>) -> Result<Self, Error> {
        Ok(Self(fields.required("rate")?))
    }
}

#[test]
fn a_class_of_your_own_is_compared_too() {
    let record = at_step(Constant(0.1), 12).to_record();
    assert_eq!(Scheduler::new(Constant(0.1)).try_load_record(&record), Ok(()));
    assert!(Scheduler::new(Constant(0.2)).try_load_record(&record).is_err());
}

#[test]
fn load_record_panics_with_the_message_of_the_error() {
    let mut other = Scheduler::new(CosineDecayRestarts::new(0.2, 10).expect("a legal schedule"));
    let record = at_step(schedule(), 12).to_record();
    let error = other.try_load_record(&record).expect_err("another schedule");
    let message = panic_message(&mut other, record);
    assert_eq!(message, error.to_string());
    assert_eq!(
        message,
        "the record is of another schedule, whose step 12 is another place in this one\n  \
         record:         {\"module\": \"keras.optimizers.schedules\", \"class_name\": \"CosineDecayRestarts\", \"config\": \
         {\"initial_learning_rate\": 0.1, \"first_decay_steps\": 10, \"t_mul\": 2.0, \"m_mul\": 0.9, \"alpha\": 0.01, \
         \"name\": \"SGDRDecay\"}, \"registered_name\": null}\n  \
         this scheduler: {\"module\": \"keras.optimizers.schedules\", \"class_name\": \"CosineDecayRestarts\", \"config\": \
         {\"initial_learning_rate\": 0.2, \"first_decay_steps\": 10, \"t_mul\": 2.0, \"m_mul\": 1.0, \"alpha\": 0.0, \
         \"name\": \"SGDRDecay\"}, \"registered_name\": null}\n\
         hint: Scheduler::resume_at(12) goes on at this step with another schedule"
    );
    assert_eq!(other.step_count(), 0, "the step stays what it was");
}

#[test]
fn a_record_of_another_scheduler_is_refused() {
    let linear = LinearLrSchedulerConfig::new(0.1, 0.01, 10).init().expect("a legal schedule").to_record();
    for record in [LrSchedulerRecord::new(), linear.record("0"), LrSchedulerRecord::new().with_scalar("step", 7u64)] {
        let mut scheduler = Scheduler::new(schedule());
        assert_eq!(
            panic_message(&mut scheduler, record),
            "the record is not one of an sgdr schedule: it holds no step under \"sgdr_step\"\n\
             hint: a run of another scheduler goes on with Scheduler::resume_at(step)"
        );
    }
}

#[test]
fn a_damaged_record_is_refused() {
    let missing_piece = LrSchedulerRecord::new().with_scalar("sgdr_step", 7u64).with_record(
        "sgdr_schedule",
        LrSchedulerRecord::new().with_scalar("bytes", u64::MAX).with_scalar("0", u64::from_le_bytes(*b"schedule")),
    );
    let no_text = LrSchedulerRecord::new()
        .with_scalar("sgdr_step", 7u64)
        .with_record("sgdr_schedule", LrSchedulerRecord::new().with_scalar("bytes", 8u64).with_scalar("0", u64::MAX));
    for record in [missing_piece, no_text] {
        let mut scheduler = Scheduler::new(schedule());
        assert_eq!(scheduler.try_load_record(&record), Err(LoadError::Damaged { step: 7 }));
    }
}

#[test]
fn a_schedule_without_a_text_takes_only_records_without_one() {
    let closure = || Scheduler::unchecked(sgdr::from_fn(|step| if step < 20 { 0.1 } else { 0.05 }));
    let mut stepped = closure();
    stepped.resume_at(20);
    let record = through_bytes(stepped.to_record());

    let mut again = closure();
    again.load_record(record.clone());
    assert_eq!(again.step(), 0.05);

    let message = panic_message(&mut Scheduler::new(schedule()), record);
    assert!(message.contains("record:         a schedule without a text (Scheduler::unchecked)\n"), "{message}");
    let message = panic_message(&mut closure(), at_step(schedule(), 12).to_record());
    assert!(message.contains("this scheduler: a schedule without a text (Scheduler::unchecked)\n"), "{message}");
}

#[test]
fn a_text_of_an_older_version_is_still_the_same_schedule() {
    // Without the keys that have a default, and in another order.
    let old =
        r#"{"class_name": "CosineDecayRestarts", "config": {"first_decay_steps": 10.0, "initial_learning_rate": 0.1}}"#;
    let pieces = old.as_bytes().chunks(8).enumerate();
    let text = pieces.fold(LrSchedulerRecord::new().with_scalar("bytes", old.len()), |record, (index, bytes)| {
        let mut piece = [0; 8];
        piece[..bytes.len()].copy_from_slice(bytes);
        record.with_scalar(&index.to_string(), u64::from_le_bytes(piece))
    });
    let record = LrSchedulerRecord::new().with_scalar("sgdr_step", 7u64).with_record("sgdr_schedule", text);
    let mut same = Scheduler::new(CosineDecayRestarts::new(0.1, 10).expect("a legal schedule"));
    assert_eq!(same.try_load_record(&record), Ok(()));
    assert!(Scheduler::new(schedule()).try_load_record(&record).is_err());
}

#[test]
fn groups_of_parameters_go_on_each_at_its_place() {
    let bias = || CosineDecayRestarts::new(0.02, 7).expect("a legal schedule");
    let scheduler = || {
        ModuleLrScheduler::new(Scheduler::new(schedule()))
            .with_group(ParamGroup::from_predicate("bias"), Scheduler::new(bias()))
    };
    let mut first = scheduler();
    (0..33).for_each(|_| drop(first.step()));
    let mut again = scheduler().load_record(through_file(first.to_record()));
    let problem = Problem::new();
    for step in 33..STEPS {
        let rates = again.step();
        assert_eq!(rates.lr_from_param(problem.matrix.id, Some("matrix")), schedule().at(step));
        assert_eq!(rates.lr_from_param(problem.bias.id, Some("bias")), bias().at(step));
    }

    // A run with one group more has no record for it.
    let one = ModuleLrScheduler::new(Scheduler::new(schedule())).to_record();
    let payload = catch_unwind(AssertUnwindSafe(|| scheduler().load_record(one))).err().expect("a panic");
    let message = payload.downcast::<String>().expect("a message");
    assert!(message.starts_with("the record is not one of an sgdr schedule"), "{message}");
}

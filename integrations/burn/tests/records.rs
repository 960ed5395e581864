//! A scheduler's record: what comes back is what was saved, and what is not its own is refused.

mod problem;

use std::panic::{AssertUnwindSafe, catch_unwind};

use burn::module::ParamGroup;
use burn::optim::lr_scheduler::linear::LinearLrSchedulerConfig;
use burn::optim::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use problem::{Problem, STEPS, schedule};
use sgdr::keras::{Class, Config, Error, Fields, Serializable};
use sgdr::{
    AnySchedule, Chain, CosineCycles, CosineDecay, CosineDecayRestarts, LearningRateSchedule, Replan, ScheduleExt,
};
use sgdr_burn::{LoadError, OnMismatch, Scheduler};

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
         hint: to continue at this step, Scheduler::on_mismatch(OnMismatch::New) keeps the schedule of this scheduler, \
         OnMismatch::Saved that of the record; a plan of sgdr::Replan needs neither"
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
            "the record is not one of an sgdr schedule: it has no step under \"sgdr_step\"\n\
             hint: to continue a run of another scheduler, save this one's record in place of its record: \
             ModuleLrScheduler::new(scheduler).to_record().save(path), after scheduler.resume_at(step)"
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
    assert!(
        message.contains("record:         a schedule that cannot be serialized (Scheduler::unchecked)\n"),
        "{message}"
    );
    let message = panic_message(&mut closure(), at_step(schedule(), 12).to_record());
    assert!(
        message.contains("this scheduler: a schedule that cannot be serialized (Scheduler::unchecked)\n"),
        "{message}"
    );
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

#[test]
fn a_change_of_plan_loads_the_records_of_its_schedule() {
    let replan = |steps| Replan::new(schedule(), steps).expect("it has cycles");
    let other = || CosineDecayRestarts::new(0.05, 20).expect("a legal schedule");
    // The step of the record, the plan, and its rate at that step.
    let plans = [
        (12, replan(12).skip_cycle(), schedule().at(30)),
        (12, replan(12).repeat_cycle(), schedule().at(12)),
        (12, replan(12).go_on_with(other()), schedule().at(12)),
        (30, replan(12).go_on_with(other()), other().at(0)),
    ];
    for (step, plan, rate) in plans {
        let plan = plan.expect("a cycle that ends");
        let record = through_file(at_step(schedule(), step).to_record());
        let mut scheduler = Scheduler::new(plan.clone());
        assert_eq!(scheduler.try_load_record(&record), Ok(()));
        assert_eq!(scheduler.step(), rate);
        for step in step + 1..step + 50 {
            assert_eq!(scheduler.step(), plan.at(step));
        }
        // As one type, and once more changed.
        let mut any = Scheduler::new(AnySchedule::from(plan.clone()));
        assert_eq!(any.try_load_record(&record), Ok(()));
        let again = Replan::new(plan, 100).and_then(Replan::skip_cycle).expect("a cycle that ends");
        let mut again = Scheduler::new(again);
        assert_eq!(again.try_load_record(&record), Ok(()));
        assert_eq!(again.step_count(), step);
    }
}

#[test]
fn a_plan_with_other_rates_for_steps_done_is_another_schedule() {
    let plan = Replan::new(schedule(), 12).and_then(Replan::skip_cycle).expect("a cycle that ends");
    let refused = |plan: Chain<CosineDecayRestarts>, record| {
        let result = Scheduler::new(plan).try_load_record(&record);
        assert!(matches!(result, Err(LoadError::OtherSchedule { .. })), "{result:?}");
    };
    // The run was under the old plan for longer, or under another one.
    refused(plan.clone(), at_step(schedule(), 13).to_record());
    refused(plan, at_step(CosineDecayRestarts::new(0.2, 10).expect("a legal schedule"), 12).to_record());
    // The plan begins in the middle of the schedule.
    let late = Chain::new_from(schedule(), 5).then(20, schedule()).expect("a later step");
    refused(late, at_step(schedule(), 12).to_record());
}

#[test]
fn a_mismatch_may_be_wanted() {
    let other = || CosineDecayRestarts::new(0.2, 10).expect("a legal schedule");
    let record = through_file(at_step(schedule(), 12).to_record());
    let mut new = Scheduler::new(other()).on_mismatch(OnMismatch::New);
    new.load_record(record.clone());
    assert_eq!((new.step_count(), new.step()), (12, other().at(12)));

    let mut saved = Scheduler::new(other()).on_mismatch(OnMismatch::Saved);
    saved.load_record(record.clone());
    assert_eq!((saved.schedule(), saved.step_count()), (&schedule(), 12));
    assert_eq!(saved.step(), schedule().at(12));
    // Its own records are those of the schedule that it has now.
    assert_eq!(Scheduler::new(schedule()).try_load_record(&saved.to_record()), Ok(()));
    assert_eq!(saved.clone().step(), schedule().at(13));

    // Where that is impossible, it is an error that changes nothing.
    let mut error = Scheduler::new(other()).on_mismatch(OnMismatch::Error);
    assert!(matches!(error.try_load_record(&record), Err(LoadError::OtherSchedule { .. })));
    let mut class = Scheduler::new(CosineDecay::new(0.1, 10).expect("a legal schedule")).on_mismatch(OnMismatch::Saved);
    assert_eq!(
        panic_message(&mut class, record.clone()),
        "this scheduler cannot take over the schedule of the record (its step is 12): \
         class_name: must be CosineDecay (received \"CosineDecayRestarts\")"
    );
    let mut closure = Scheduler::unchecked(sgdr::from_fn(|_| 0.1)).on_mismatch(OnMismatch::Saved);
    assert!(matches!(closure.try_load_record(&record), Err(LoadError::Saved { step: 12, .. })));
    assert_eq!((error.step_count(), class.step_count(), closure.step_count()), (0, 0, 0));
    // A record that is no schedule's has no step to continue at.
    assert!(new.try_load_record(&LrSchedulerRecord::new()).is_err());
}

#[test]
fn the_file_that_the_training_loop_writes_is_read() {
    let own = through_file(ModuleLrScheduler::new(at_step(schedule(), 12)).to_record());
    let mut scheduler = Scheduler::new(schedule());
    assert_eq!(scheduler.try_load_record(&own), Ok(()));
    assert_eq!(scheduler.step_count(), 12);
    let other = Scheduler::new(CosineDecayRestarts::new(0.2, 10).expect("a legal schedule")).try_load_record(&own);
    assert!(matches!(other, Err(LoadError::OtherSchedule { step: 12, .. })));

    let groups = ModuleLrScheduler::new(at_step(schedule(), 12))
        .with_group(ParamGroup::from_predicate("bias"), at_step(schedule(), 13));
    let groups = through_file(groups.to_record());
    let result = scheduler.try_load_record(&groups);
    assert_eq!(result, Err(LoadError::Groups));
    assert_eq!(scheduler.try_load_record(&groups.record("1")), Ok(()));
    assert_eq!(scheduler.step_count(), 13);
}

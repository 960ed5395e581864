//! `Scheduler` against a loop that gives burn's optimizers every rate by hand.

mod problem;

use std::sync::Arc;

use burn::module::ParamGroup;
use burn::optim::lr_scheduler::module_lr_scheduler::{ModuleLearningRate, ModuleLrScheduler};
use burn::optim::lr_scheduler::{DynLrScheduler, LrScheduler};
use burn::optim::{AdamWConfig, GradientsAccumulator, ModuleOptimizer, SgdConfig};
use problem::{Problem, STEPS, schedule};
use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
use sgdr_burn::Scheduler;

/// The problem after `STEPS` steps.
fn trained<R: Into<ModuleLearningRate>>(mut optimizer: ModuleOptimizer, mut rate: impl FnMut(u64) -> R) -> Problem {
    let mut problem = Problem::new();
    for step in 0..STEPS {
        let gradients = problem.gradients();
        problem = optimizer.step(rate(step), problem, gradients);
    }
    problem
}

/// The weights after `STEPS` steps with rates set by hand.
fn by_hand(optimizer: ModuleOptimizer) -> Vec<u32> {
    trained(optimizer, |step| schedule().at(step)).bits()
}

/// The weights after `STEPS` steps under a scheduler.
fn scheduled(optimizer: ModuleOptimizer, mut scheduler: impl LrScheduler) -> Vec<u32> {
    trained(optimizer, |_| scheduler.step()).bits()
}

#[test]
fn sgd_ends_with_the_weights_of_the_loop_by_hand() {
    let sgd = || SgdConfig::new().init();
    assert_eq!(scheduled(sgd(), Scheduler::new(schedule())), by_hand(sgd()));
    assert_ne!(trained(sgd(), |_| 0.1).bits(), by_hand(sgd()), "the rates matter here");
}

#[test]
fn adamw_ends_with_the_weights_of_the_loop_by_hand() {
    let adamw = || AdamWConfig::new().init();
    assert_eq!(scheduled(adamw(), Scheduler::new(schedule())), by_hand(adamw()));
}

#[test]
fn every_step_returns_the_rate_of_the_schedule() {
    let mut scheduler = Scheduler::new(schedule());
    for step in 0..10 * STEPS {
        assert_eq!(scheduler.step_count(), step);
        assert_eq!(scheduler.step().to_bits(), schedule().at(step).to_bits(), "step {step}");
    }
}

#[test]
fn every_kind_of_schedule_fits() {
    let shared: Arc<dyn LearningRateSchedule + Send + Sync> = Arc::new(schedule());
    let warm = schedule().warmup(5).expect("a legal warm-up");
    let boxed: Box<dyn LearningRateSchedule + Send + Sync> = Box::new(schedule());
    let mut by_hand = Scheduler::unchecked(boxed);
    assert_eq!([by_hand.step(), by_hand.clone().step()], [0, 1].map(|step| schedule().at(step)));
    by_hand.resume_at(0);
    let mut schedulers: [DynLrScheduler; 4] = [
        by_hand.into(),
        Scheduler::unchecked(shared).into(),
        Scheduler::unchecked(sgdr::from_fn(|step| schedule().at(step))).into(),
        Scheduler::new(warm.clone()).into(),
    ];
    for step in 0..STEPS {
        let rates = schedulers.each_mut().map(|scheduler| scheduler.step());
        let same = schedule().at(step);
        assert_eq!(rates, [same, same, same, warm.at(step)]);
    }
}

#[test]
fn every_group_of_parameters_follows_its_own_schedule() {
    let bias_schedule = CosineDecayRestarts::new(0.02, 7).expect("a legal schedule");
    let mut scheduler = ModuleLrScheduler::new(Scheduler::new(schedule()))
        .with_group(ParamGroup::from_predicate("bias"), Scheduler::new(bias_schedule.clone()));
    let problem = Problem::new();
    for step in 0..STEPS {
        let rates = scheduler.step();
        assert_eq!(rates.lr_from_param(problem.matrix.id, Some("matrix")), schedule().at(step));
        assert_eq!(rates.lr_from_param(problem.bias.id, Some("bias")), bias_schedule.at(step));
    }
    let trained_in_groups = trained(SgdConfig::new().init(), {
        let mut scheduler = ModuleLrScheduler::new(Scheduler::new(schedule()))
            .with_group(ParamGroup::from_predicate("bias"), Scheduler::unchecked(sgdr::from_fn(|_| 0.0)));
        move |_| scheduler.step()
    });
    assert_eq!(trained_in_groups.bits()[6..], [0; 3], "a bias with rate 0 stays");
    assert_ne!(trained_in_groups.matrix_bits(), Problem::new().matrix_bits());
}

#[test]
fn accumulated_gradients_are_one_step() {
    let mut scheduler = Scheduler::new(schedule());
    let mut optimizer = SgdConfig::new().init();
    let mut accumulator = GradientsAccumulator::new();
    let mut problem = Problem::new();
    for batch in 1..=3 * STEPS {
        accumulator.accumulate(&problem, problem.gradients());
        if batch % 3 == 0 {
            problem = optimizer.step(scheduler.step(), problem, accumulator.grads());
        }
    }
    assert_eq!(scheduler.step_count(), STEPS);

    let mut by_hand = Problem::new();
    for step in 0..STEPS {
        (0..3).for_each(|_| accumulator.accumulate(&by_hand, by_hand.gradients()));
        by_hand = optimizer.step(schedule().at(step), by_hand, accumulator.grads());
    }
    assert_eq!(problem.bits(), by_hand.bits());
}

#[test]
fn resuming_continues_with_the_same_rates() {
    let mut scheduler = Scheduler::new(schedule());
    scheduler.resume_at(29); // the last step before a restart
    assert_eq!(scheduler.step(), schedule().at(29));
    assert_eq!(scheduler.step(), schedule().at(30));
    assert_eq!(scheduler.schedule(), &schedule());
}

#[test]
fn a_clone_goes_on_alone() {
    let mut scheduler = Scheduler::new(schedule());
    scheduler.resume_at(40);
    let mut clone = scheduler.clone();
    scheduler.step();
    assert_eq!((scheduler.step_count(), clone.step_count()), (41, 40));
    assert_eq!(clone.step(), schedule().at(40));
}

#[test]
fn the_step_stops_counting_at_its_maximum() {
    let mut scheduler = Scheduler::new(schedule());
    scheduler.resume_at(u64::MAX);
    assert_eq!(scheduler.step(), schedule().at(u64::MAX));
    assert_eq!(scheduler.step_count(), u64::MAX);
}

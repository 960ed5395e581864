//! `Scheduled` against a loop that sets every rate by hand.

mod problem;

use candle_core::backprop::GradStore;
use candle_core::{Result, Var, bail};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, SGD};
use problem::{Problem, STEPS, schedule};
use sgdr::{LearningRateSchedule, ScheduleExt};
use sgdr_candle::Scheduled;

/// The weights after `STEPS` steps with rates set by hand.
fn by_hand<O: Optimizer>(config: O::Config, rate: impl Fn(u64) -> f64) -> Result<Vec<u32>> {
    let problem = Problem::new()?;
    let mut optimizer = O::new(problem.vars(), config)?;
    for step in 0..STEPS {
        optimizer.set_learning_rate(rate(step));
        optimizer.backward_step(&problem.loss()?)?;
    }
    problem.bits()
}

/// The weights after `STEPS` steps under `schedule`.
fn scheduled<O: Optimizer, S>(config: O::Config, schedule: S) -> Result<Vec<u32>>
where
    Scheduled<O, S>: Optimizer<Config = (O::Config, S)>,
{
    let problem = Problem::new()?;
    let mut optimizer = Scheduled::<O, S>::new(problem.vars(), (config, schedule))?;
    for _ in 0..STEPS {
        optimizer.backward_step(&problem.loss()?)?;
    }
    problem.bits()
}

#[test]
fn sgd_ends_with_the_weights_of_the_loop_by_hand() -> Result<()> {
    let hand = by_hand::<SGD>(0., |step| schedule().at(step))?;
    assert_eq!(scheduled::<SGD, _>(0., schedule())?, hand);
    assert_ne!(by_hand::<SGD>(0., |_| 0.1)?, hand, "the rates matter here");
    Ok(())
}

#[test]
fn adamw_ends_with_the_weights_of_the_loop_by_hand() -> Result<()> {
    let config = ParamsAdamW::default;
    let hand = by_hand::<AdamW>(config(), |step| schedule().at(step))?;
    assert_eq!(scheduled::<AdamW, _>(config(), schedule())?, hand);
    Ok(())
}

#[test]
fn every_kind_of_schedule_fits() -> Result<()> {
    let hand = by_hand::<SGD>(0., |step| schedule().at(step))?;
    assert_eq!(scheduled::<SGD, _>(0., &schedule())?, hand);
    let boxed: Box<dyn LearningRateSchedule> = Box::new(schedule());
    assert_eq!(scheduled::<SGD, _>(0., boxed)?, hand);
    assert_eq!(scheduled::<SGD, _>(0., sgdr::from_fn(schedule().into_fn()))?, hand);
    Ok(())
}

/// Records the rates it is stepped with and fails when told to.
#[derive(Default)]
struct Recorder {
    rate: f64,
    rates: Vec<f64>,
    fail: bool,
}

impl Optimizer for Recorder {
    type Config = ();

    fn new(_vars: Vec<Var>, (): ()) -> Result<Self> {
        Ok(Self::default())
    }

    fn step(&mut self, _grads: &GradStore) -> Result<()> {
        if self.fail {
            bail!("told to fail");
        }
        self.rates.push(self.rate);
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.rate
    }

    fn set_learning_rate(&mut self, lr: f64) {
        self.rate = lr;
    }
}

fn gradients() -> Result<GradStore> {
    Problem::new()?.loss()?.backward()
}

fn expected(steps: impl IntoIterator<Item = u64>) -> Vec<f64> {
    steps.into_iter().map(|step| schedule().at(step)).collect()
}

#[test]
fn a_failing_step_is_not_counted() -> Result<()> {
    let grads = gradients()?;
    let mut optimizer = Scheduled::wrap(Recorder::default(), schedule());
    optimizer.step(&grads)?;
    optimizer.inner_mut().fail = true;
    assert!(optimizer.step(&grads).is_err());
    assert_eq!(optimizer.step_count(), 1);
    optimizer.inner_mut().fail = false;
    optimizer.step(&grads)?;
    assert_eq!(optimizer.step_count(), 2);
    assert_eq!(optimizer.into_inner().0.rates, expected(0..2));
    Ok(())
}

#[test]
fn resuming_continues_with_the_same_rates() -> Result<()> {
    let grads = gradients()?;
    let mut optimizer = Scheduled::wrap(Recorder::default(), schedule());
    optimizer.resume_at(29); // the last step before a restart
    assert_eq!(optimizer.learning_rate(), schedule().at(29));
    for _ in 29..STEPS {
        optimizer.step(&grads)?;
    }
    assert_eq!(optimizer.inner().rates, expected(29..STEPS));
    assert_eq!(optimizer.step_count(), STEPS);
    Ok(())
}

#[test]
fn the_learning_rate_is_the_one_of_the_next_step() -> Result<()> {
    let grads = gradients()?;
    let mut optimizer = Scheduled::wrap(Recorder::default(), schedule());
    for step in 0..STEPS {
        let rate = optimizer.learning_rate();
        optimizer.step(&grads)?;
        assert_eq!(optimizer.inner().rates.last(), Some(&rate));
        assert_eq!(rate.to_bits(), schedule().at(step).to_bits());
    }
    Ok(())
}

#[test]
fn a_rate_set_by_hand_holds_until_the_schedule_is_followed_again() -> Result<()> {
    let grads = gradients()?;
    let mut optimizer = Scheduled::wrap(Recorder::default(), schedule());
    optimizer.step(&grads)?;
    optimizer.set_learning_rate(0.5);
    optimizer.step(&grads)?;
    optimizer.step(&grads)?;
    optimizer.follow_schedule();
    optimizer.step(&grads)?;
    optimizer.set_learning_rate(0.25);
    optimizer.resume_at(10);
    optimizer.step(&grads)?;
    let at = |step| schedule().at(step);
    assert_eq!(optimizer.inner().rates, [at(0), 0.5, 0.5, at(3), at(10)]);
    Ok(())
}

#[test]
fn the_step_stops_counting_at_its_maximum() -> Result<()> {
    let mut optimizer = Scheduled::wrap(Recorder::default(), sgdr::from_fn(|_| 0.1));
    optimizer.resume_at(u64::MAX);
    optimizer.step(&gradients()?)?;
    assert_eq!(optimizer.step_count(), u64::MAX);
    Ok(())
}

#[test]
fn generic_code_takes_it_for_any_optimizer() -> Result<()> {
    fn train<O: Optimizer>(config: O::Config) -> Result<f64> {
        let mut optimizer = O::empty(config)?;
        optimizer.step(&gradients()?)?;
        Ok(optimizer.learning_rate())
    }
    assert_eq!(train::<Scheduled<SGD, _>>((0., schedule()))?.to_bits(), schedule().at(1).to_bits());
    Ok(())
}

//! Weight decay, momentum and beta under schedules of their own, against loops that set every number by hand.

mod problem;

use candle_core::backprop::GradStore;
use candle_core::{Device, Result, Tensor, Var, bail};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use problem::{Problem, STEPS, schedule};
use sgdr::{CosineDecayRestarts, LearningRateSchedule, NormalizedWeightDecay, Scale, ScheduleExt, Units};
use sgdr_candle::{Also, Scheduled};

/// In the middle of the third cycle.
const MIDDLE: u64 = 44;

/// Lambda, normalised for batches of 100 from 1000 samples.
fn lambda() -> NormalizedWeightDecay<CosineDecayRestarts> {
    let units = Units::builder(1000, 100).build().expect("legal units");
    NormalizedWeightDecay::new(schedule(), 0.05, &units).expect("a legal weight decay")
}

/// What candle's AdamW has to be given for it.
fn weight_decay() -> Scale<NormalizedWeightDecay<CosineDecayRestarts>> {
    lambda().scale(1. / schedule().initial_learning_rate()).expect("a legal factor")
}

/// High where the rate is low.
fn momentum(step: u64) -> f64 {
    0.95 - schedule().at(step)
}

fn set_beta1(adam: &mut AdamW, beta1: f64) {
    adam.set_params(ParamsAdamW { beta1, ..adam.params().clone() });
}

fn train(problem: &Problem, optimizer: &mut impl Optimizer, steps: u64) -> Result<()> {
    (0..steps).try_for_each(|_| optimizer.backward_step(&problem.loss()?))
}

/// The weights after `STEPS` steps of AdamW with all of its numbers set by hand.
fn adamw_by_hand(params: impl Fn(u64) -> ParamsAdamW) -> Result<Vec<u32>> {
    let problem = Problem::new()?;
    let mut adam = AdamW::new(problem.vars(), params(0))?;
    for step in 0..STEPS {
        adam.set_params(params(step));
        adam.backward_step(&problem.loss()?)?;
    }
    problem.bits()
}

#[test]
fn weight_decay_ends_with_the_weights_of_the_loop_by_hand() -> Result<()> {
    let params = |step, weight_decay| ParamsAdamW { lr: schedule().at(step), weight_decay, ..Default::default() };
    let hand = adamw_by_hand(|step| params(step, weight_decay().at(step)))?;
    let first = weight_decay().at(0);
    assert_ne!(adamw_by_hand(|step| params(step, first))?, hand, "the weight decay of later cycles matters here");

    let problem = Problem::new()?;
    let adam = AdamW::new(problem.vars(), ParamsAdamW::default())?;
    train(&problem, &mut Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay()), STEPS)?;
    assert_eq!(problem.bits()?, hand);

    // The same from a configuration, as generic code does it.
    fn configured<O: Optimizer>(config: O::Config) -> Result<Vec<u32>> {
        let problem = Problem::new()?;
        train(&problem, &mut O::new(problem.vars(), config)?, STEPS)?;
        problem.bits()
    }
    let driven = Also::weight_decay(schedule(), weight_decay());
    assert_eq!(configured::<Scheduled<AdamW, _>>((ParamsAdamW::default(), driven.clone()))?, hand);
    let boxed: Box<dyn LearningRateSchedule> = Box::new(weight_decay());
    let driven = Also::weight_decay(driven.schedule(), boxed);
    assert_eq!(configured::<Scheduled<AdamW, _>>((ParamsAdamW::default(), driven))?, hand);
    Ok(())
}

#[test]
fn adamw_does_what_the_paper_says() -> Result<()> {
    let params = ParamsAdamW::default();
    let ParamsAdamW { beta1, beta2, eps, .. } = params;
    let initial = schedule().initial_learning_rate();
    let (multiplier, lambda) = (schedule().multiplier(), lambda());
    let x = Var::new(3f64, &Device::Cpu)?;
    let adam = AdamW::new(vec![x.clone()], params)?;
    let mut optimizer = Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay());

    // Algorithm 2 of arXiv 1711.05101 for the loss x^4, line by line.
    let (mut weight, mut m, mut v) = (3f64, 0., 0.);
    let (mut power1, mut power2) = (1., 1.);
    for step in 0..STEPS {
        let gradient = 4. * weight.powi(3);
        m = beta1 * m + (1. - beta1) * gradient;
        v = beta2 * v + (1. - beta2) * gradient * gradient;
        (power1, power2) = (power1 * beta1, power2 * beta2);
        let adam = (m / (1. - power1)) / ((v / (1. - power2)).sqrt() + eps);
        weight -= multiplier.at(step) * (initial * adam + lambda.at(step) * weight);

        optimizer.backward_step(&x.sqr()?.sqr()?)?;
        let found = x.to_scalar::<f64>()?;
        assert!((found - weight).abs() < 1e-12, "step {step}: {found} for {weight}");
    }
    Ok(())
}

#[test]
fn beta_ends_with_the_weights_of_the_loop_by_hand() -> Result<()> {
    let beta1 = |step| momentum(step);
    let params = |step| ParamsAdamW { lr: schedule().at(step), beta1: beta1(step), ..ParamsAdamW::default() };
    let hand = adamw_by_hand(params)?;
    let problem = Problem::new()?;
    let adam = AdamW::new(problem.vars(), ParamsAdamW::default())?;
    train(&problem, &mut Scheduled::wrap(adam, schedule()).also(sgdr::from_fn(beta1), set_beta1), STEPS)?;
    assert_eq!(problem.bits()?, hand);

    let both = |step| ParamsAdamW { weight_decay: weight_decay().at(step), ..params(step) };
    let hand = adamw_by_hand(both)?;
    let problem = Problem::new()?;
    let adam = AdamW::new(problem.vars(), ParamsAdamW::default())?;
    let optimizer = Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay());
    train(&problem, &mut optimizer.also(sgdr::from_fn(beta1), set_beta1), STEPS)?;
    assert_eq!(problem.bits()?, hand);
    Ok(())
}

#[test]
fn adamw_goes_on_in_mid_cycle() -> Result<()> {
    let whole = Problem::new()?;
    let adam = AdamW::new(whole.vars(), ParamsAdamW::default())?;
    train(&whole, &mut Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay()), STEPS)?;

    // Candle's AdamW keeps its moments to itself, so the optimizer inside is what is carried over.
    let problem = Problem::new()?;
    let adam = AdamW::new(problem.vars(), ParamsAdamW::default())?;
    let mut first = Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay());
    train(&problem, &mut first, MIDDLE)?;
    let (mut adam, _) = first.into_inner();
    adam.set_params(ParamsAdamW::default());
    let mut second = Scheduled::wrap(adam, schedule()).with_weight_decay(weight_decay());
    second.resume_at(MIDDLE);
    train(&problem, &mut second, STEPS - MIDDLE)?;
    assert_eq!(problem.bits()?, whole.bits()?);
    Ok(())
}

/// Gradient descent with momentum; records what it is stepped with and fails when told to.
struct Momentum {
    vars: Vec<Var>,
    velocities: Vec<Var>,
    rate: f64,
    momentum: f64,
    steps: Vec<(f64, f64)>,
    fail: bool,
}

impl Momentum {
    fn set(&mut self, momentum: f64) {
        self.momentum = momentum;
    }
}

impl Optimizer for Momentum {
    type Config = ();

    fn new(vars: Vec<Var>, (): ()) -> Result<Self> {
        let velocities = vars.iter().map(|var| Var::from_tensor(&var.zeros_like()?)).collect::<Result<_>>()?;
        Ok(Self { vars, velocities, rate: 0., momentum: 0., steps: Vec::new(), fail: false })
    }

    fn step(&mut self, gradients: &GradStore) -> Result<()> {
        if self.fail {
            bail!("told to fail");
        }
        for (var, velocity) in self.vars.iter().zip(&self.velocities) {
            let Some(gradient) = gradients.get(var) else { continue };
            velocity.set(&((velocity.as_tensor() * self.momentum)? + gradient)?)?;
            var.set(&(var.as_tensor() - (velocity.as_tensor() * self.rate)?)?)?;
        }
        self.steps.push((self.rate, self.momentum));
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.rate
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.rate = rate;
    }
}

type WithMomentum<D> = Scheduled<Momentum, Also<CosineDecayRestarts, D, Momentum>>;

fn with_momentum(problem: &Problem) -> Result<WithMomentum<impl LearningRateSchedule + use<>>> {
    let inner = Momentum::new(problem.vars(), ())?;
    Ok(Scheduled::wrap(inner, schedule()).also(sgdr::from_fn(momentum), Momentum::set))
}

fn expected(steps: impl IntoIterator<Item = u64>) -> Vec<(f64, f64)> {
    steps.into_iter().map(|step| (schedule().at(step), momentum(step))).collect()
}

#[test]
fn momentum_goes_on_in_mid_cycle_from_a_checkpoint() -> Result<()> {
    let whole = Problem::new()?;
    let mut optimizer = with_momentum(&whole)?;
    train(&whole, &mut optimizer, MIDDLE)?;
    let copy = |vars: &[Var]| vars.iter().map(|var| var.copy()).collect::<Result<Vec<Tensor>>>();
    let saved = [copy(&whole.vars())?, copy(&optimizer.inner().velocities)?].concat();
    let step = optimizer.step_count();
    train(&whole, &mut optimizer, STEPS - MIDDLE)?;
    assert_eq!(optimizer.inner().steps, expected(0..STEPS));

    let problem = Problem::new()?;
    let mut optimizer = with_momentum(&problem)?;
    let vars = problem.vars().into_iter().chain(optimizer.inner().velocities.clone());
    vars.zip(&saved).try_for_each(|(var, saved)| var.set(saved))?;
    optimizer.resume_at(step);
    train(&problem, &mut optimizer, STEPS - MIDDLE)?;
    assert_eq!(problem.bits()?, whole.bits()?);
    assert_eq!(optimizer.inner().steps, expected(MIDDLE..STEPS));
    Ok(())
}

#[test]
fn a_failing_step_is_not_counted() -> Result<()> {
    let problem = Problem::new()?;
    let mut optimizer = with_momentum(&problem)?;
    train(&problem, &mut optimizer, 10)?;
    let before = problem.bits()?;
    optimizer.inner_mut().fail = true;
    assert!(train(&problem, &mut optimizer, 1).is_err());
    assert_eq!((optimizer.step_count(), problem.bits()?), (10, before));
    optimizer.inner_mut().fail = false;
    train(&problem, &mut optimizer, 1)?;
    assert_eq!(optimizer.step_count(), 11);
    assert_eq!(optimizer.inner().steps, expected(0..11));
    Ok(())
}

#[test]
fn other_numbers_follow_their_schedules_under_a_rate_set_by_hand() -> Result<()> {
    let problem = Problem::new()?;
    let inner = Momentum::new(problem.vars(), ())?;
    let mut optimizer = Scheduled::wrap(inner, schedule());
    train(&problem, &mut optimizer, 1)?;
    optimizer.set_learning_rate(0.5);
    // Added in the middle of a run, and with a rate set by hand.
    let mut optimizer = optimizer.also(sgdr::from_fn(momentum), Momentum::set);
    assert_eq!((optimizer.step_count(), optimizer.learning_rate()), (1, 0.5));
    train(&problem, &mut optimizer, 2)?;
    optimizer.follow_schedule();
    train(&problem, &mut optimizer, 1)?;
    let manual = [1, 2].map(|step| (0.5, momentum(step)));
    assert_eq!(optimizer.inner().steps[1..], [&manual[..], &expected([3])].concat());
    Ok(())
}

#[test]
fn it_shows_both_schedules() {
    let text = format!("{:?}", Also::weight_decay(schedule(), weight_decay()));
    assert!(text.contains("schedule: CosineDecayRestarts") && text.contains("other: Scale"), "{text}");
}

#[test]
fn what_sets_a_number_may_be_a_closure_with_data() -> Result<()> {
    use std::sync::{Arc, Mutex};

    let problem = Problem::new()?;
    let log = Arc::new(Mutex::new(Vec::new()));
    let copy = Arc::clone(&log);
    let inner = Momentum::new(problem.vars(), ())?;
    let optimizer = Scheduled::wrap(inner, schedule());
    let mut optimizer = optimizer.also(sgdr::from_fn(momentum), move |inner: &mut Momentum, momentum| {
        copy.lock().expect("one thread").push(momentum);
        inner.set(momentum);
    });
    train(&problem, &mut optimizer, STEPS)?;
    assert_eq!(optimizer.inner().steps, expected(0..STEPS));
    assert_eq!(*log.lock().expect("one thread"), (0..STEPS).map(momentum).collect::<Vec<_>>());
    Ok(())
}

#[test]
fn a_rate_set_by_hand_survives_a_checkpoint() -> Result<()> {
    let rates = |optimizer: &Scheduled<Momentum, CosineDecayRestarts>| {
        optimizer.inner().steps.iter().map(|&(rate, _)| rate).collect::<Vec<_>>()
    };
    let problem = Problem::new()?;
    let mut optimizer = Scheduled::wrap(Momentum::new(problem.vars(), ())?, schedule());
    train(&problem, &mut optimizer, 3)?;
    optimizer.set_learning_rate(0.5);
    train(&problem, &mut optimizer, 2)?;
    let (step, rate) = (optimizer.step_count(), optimizer.manual_learning_rate());
    assert_eq!((step, rate), (5, Some(0.5)));

    let mut again = Scheduled::wrap(Momentum::new(problem.vars(), ())?, schedule());
    again.resume_at(step);
    assert_eq!(again.manual_learning_rate(), None);
    rate.into_iter().for_each(|rate| again.set_learning_rate(rate));
    train(&problem, &mut again, 2)?;
    again.follow_schedule();
    train(&problem, &mut again, 1)?;
    assert_eq!(rates(&again), [0.5, 0.5, schedule().at(7)]);
    Ok(())
}

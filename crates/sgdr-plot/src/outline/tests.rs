//! What is told of curves against their rates.

use sgdr::{
    Chain, CosineCycles, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay,
    PolynomialDecay, ScheduleExt as _,
};

use super::*;

fn schedules() -> Vec<(AnySchedule, u64)> {
    let built = || -> Result<Vec<(AnySchedule, u64)>, sgdr::Error> {
        Ok(vec![
            (CosineDecayRestarts::new(0.1, 10)?.into(), 150),
            (CosineDecayRestarts::builder(0.1, 10).t_mul(0.5).build()?.into(), 19),
            (CosineDecay::new(0.1, 10)?.into(), 10),
            (CosineDecay::builder(0.01, 10).warmup_target(0.1).warmup_steps(5).build()?.into(), 15),
            (CosineDecay::builder(0.1, 10).warmup_steps(5).build()?.into(), 10),
            (ExponentialDecay::new(0.1, 10, 0.9)?.into(), 100),
            (ExponentialDecay::builder(0.1, 10, 0.9).staircase(true).build()?.into(), 100),
            (InverseTimeDecay::builder(0.1, 7, 0.9).staircase(true).build()?.into(), 70),
            (PiecewiseConstantDecay::new([10], [0.1, 0.2])?.into(), 22),
            (PiecewiseConstantDecay::new([10, 11, 40], [0.1, 0.2, 0.05, 0.3])?.into(), 70),
            (PolynomialDecay::new(0.1, 10)?.into(), 10),
            (PolynomialDecay::builder(0.1, 10).end_learning_rate(0.2).build()?.into(), 10),
            (PolynomialDecay::builder(0.1, 10).cycle(true).build()?.into(), 41),
        ])
    };
    built().expect("legal parameters")
}

/// Plans, and how many steps are shown of each.
fn plans() -> Vec<(AnySchedule, u64)> {
    fn warmed_up<S>(schedule: S, place: WarmupPlace, to_peak: bool) -> Result<AnySchedule, sgdr::Error>
    where
        AnySchedule: From<S>,
    {
        let builder = AnySchedule::from(schedule).warmup_builder(7).place(place).to_peak(to_peak);
        Ok(builder.build()?.into())
    }
    let built = || -> Result<Vec<(AnySchedule, u64)>, sgdr::Error> {
        let restarts = || CosineDecayRestarts::builder(0.1, 10).m_mul(0.9).build();
        let limited = || AnySchedule::from(restarts()?).cycle_limit(3);
        let staircase = ExponentialDecay::builder(0.1, 10, 0.9).staircase(true).build()?;
        let cycling = PolynomialDecay::builder(0.1, 10).cycle(true).build()?;
        let decay = AnySchedule::from(CosineDecay::new(0.1, 10)?);
        Ok(vec![
            (CosineCycles::builder(0.1, 10).eta_min(0.02).closed(true).build()?.into(), 150),
            (warmed_up(restarts()?, WarmupPlace::Prefix, false)?, 157),
            (warmed_up(restarts()?, WarmupPlace::Inside, false)?, 150),
            (warmed_up(restarts()?, WarmupPlace::Inside, true)?, 150),
            (warmed_up(restarts()?, WarmupPlace::EveryCycle, false)?, 150),
            (warmed_up(restarts()?, WarmupPlace::EveryCycle, true)?, 150),
            (warmed_up(limited()?, WarmupPlace::EveryCycle, false)?, 70),
            (warmed_up(limited()?, WarmupPlace::Prefix, false)?, 77),
            (AnySchedule::from(limited()?).scale(0.5)?.into(), 70),
            (AnySchedule::from(limited()?).clamp(Some(0.01), Some(0.07))?.into(), 70),
            (warmed_up(CosineDecay::new(0.1, 10)?, WarmupPlace::Inside, false)?, 10),
            (warmed_up(staircase, WarmupPlace::Prefix, false)?, 107),
            (warmed_up(cycling, WarmupPlace::Prefix, false)?, 48),
            (warmed_up(PiecewiseConstantDecay::new([10, 40], [0.1, 0.2, 0.05])?, WarmupPlace::Prefix, false)?, 78),
            (Chain::new(decay.clone()).then(10, restarts()?.into())?.then(50, decay)?.into(), 60),
            (Chain::new_from(warmed_up(restarts()?, WarmupPlace::EveryCycle, false)?, 12).into(), 138),
            (Chain::new_from(restarts()?, 150).into(), 160),
        ])
    };
    built().expect("legal parameters")
}

#[test]
fn what_is_drawn_of_a_plan_is_told() {
    for (schedule, steps) in plans() {
        let outline = Outline::new(&schedule);
        assert_eq!(outline.usual_steps().get(), steps, "{schedule}");
        let is_hold = |step| schedule.cycle_of(step).is_some_and(|cycle| cycle.is_hold());
        for step in 0..200 {
            let next = outline.piece(step + 1) > outline.piece(step) && !is_hold(step + 1);
            assert_eq!(outline.next_jump(step) == Some(step + 1), next, "{schedule} {step}");
            let of_piece = (0..400).filter(|&other| outline.piece(other) == outline.piece(step));
            let highest = of_piece.map(|step| schedule.at(step)).fold(0.0, f64::max);
            assert_eq!(schedule.at(outline.peak(step)), highest, "{schedule} {step}");
        }
    }
}

#[test]
fn pieces_end_where_the_rates_say_so() {
    for (schedule, _) in schedules() {
        let outline = Outline::new(&schedule);
        let is_constant = matches!(outline.pieces, Pieces::Equal { more: 0, .. } | Pieces::Listed(_));
        for step in 0..200 {
            let (rate, next) = (schedule.at(step), schedule.at(step + 1));
            let jumps = outline.next_jump(step) == Some(step + 1);
            assert_eq!(jumps, outline.piece(step + 1) > outline.piece(step) && next > 0.0, "{schedule} {step}");
            if outline.has_restarts() {
                assert_eq!(jumps, next > rate, "{schedule} {step}");
            } else if is_constant {
                assert_eq!(jumps, next != rate, "{schedule} {step}");
            } else {
                assert!(!jumps, "{schedule} {step}");
            }
        }
    }
}

#[test]
fn the_peak_is_the_highest_rate_of_the_first_piece() {
    for (schedule, _) in schedules() {
        let outline = Outline::new(&schedule);
        let highest = (0..200).take_while(|&step| outline.piece(step) == 0).map(|step| schedule.at(step));
        assert_eq!(schedule.at(outline.peak(0)), highest.fold(0.0, f64::max), "{schedule}");
    }
}

#[test]
fn a_run_shows_the_whole_curve_or_enough_of_it() {
    for (schedule, steps) in schedules() {
        assert_eq!(Outline::new(&schedule).usual_steps().get(), steps, "{schedule}");
    }
}

#[test]
fn steps_have_an_end() {
    let longest = || -> Result<Vec<AnySchedule>, sgdr::Error> {
        Ok(vec![
            CosineDecayRestarts::new(0.1, u64::MAX)?.into(),
            CosineDecay::builder(0.1, u64::MAX).warmup_target(0.2).warmup_steps(u64::MAX).build()?.into(),
            ExponentialDecay::builder(0.1, 1, 0.9).staircase(true).build()?.into(),
            ExponentialDecay::builder(0.1, u64::MAX, 0.9).staircase(true).build()?.into(),
            PiecewiseConstantDecay::new([0, u64::MAX], [0.1, 0.2, 0.3])?.into(),
            PolynomialDecay::builder(0.1, u64::MAX).cycle(true).build()?.into(),
        ])
    };
    for schedule in longest().expect("legal parameters") {
        let outline = Outline::new(&schedule);
        assert_eq!(outline.next_jump(u64::MAX), None, "{schedule}");
        assert!(outline.usual_steps().get() >= 10, "{schedule}");
    }
}

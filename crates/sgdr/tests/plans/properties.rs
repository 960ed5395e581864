//! Properties for all parameters: an adaptor changes no step outside its range, runs have the bits of their steps, cycles
//! follow each other, and every plan round-trips.

use proptest::prelude::*;
use sgdr::{
    AnySchedule, Chain, CosineCycles, CosineDecayRestarts, CycleLimit, Fit, LearningRateSchedule,
    NormalizedWeightDecay, PolynomialDecay, Replan, ScheduleExt, Standing, Units, Warmup, WarmupPlace, WarmupShape,
    fit, keras,
};

use crate::strategies::{of_any_size, rate, steps};

fn t_mul() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), Just(2.0), Just(1.5), Just(1.1), Just(0.5), Just(0.9), 0.3..3.0_f64]
}

prop_compose! {
    fn cycles()(
        first in rate(), length in steps(), t_mul in t_mul(), mul in 0.0..1.5_f64, part in 0.0..=1.0_f64, closed: bool, keras: bool,
    ) -> AnySchedule {
        if keras {
            let builder = CosineDecayRestarts::builder(first, length).t_mul(t_mul).m_mul(mul).alpha(part);
            builder.build().expect("legal").into()
        } else {
            let builder = CosineCycles::builder(first, length).t_mul(t_mul).peak_mul(mul).eta_min(first * part);
            builder.closed(closed).build().expect("legal").into()
        }
    }
}

/// A schedule with adaptors around it, up to three.
fn plan() -> impl Strategy<Value = AnySchedule> {
    cycles().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), of_any_size(), rate(), any::<[bool; 2]>(), 0..3_u8).prop_map(
                |(inner, warmup_steps, start, [cosine, to_peak], place)| {
                    let place = [WarmupPlace::Prefix, WarmupPlace::Inside, WarmupPlace::EveryCycle][usize::from(place)];
                    let shape = if cosine { WarmupShape::Cosine } else { WarmupShape::Linear };
                    let first = inner.cycle_of(0).and_then(|cycle| cycle.last_step).unwrap_or(u64::MAX);
                    let warmup_steps =
                        if place == WarmupPlace::Prefix { warmup_steps } else { warmup_steps.min(first) };
                    let builder = inner.warmup_builder(warmup_steps).start(start).shape(shape).place(place);
                    AnySchedule::from(builder.to_peak(to_peak).build().expect("legal"))
                }
            ),
            (inner.clone(), of_any_size().prop_map(|cycles| cycles.max(1)))
                .prop_map(|(inner, cycles)| inner.cycle_limit(cycles).expect("legal").into()),
            (inner.clone(), inner.clone(), steps(), of_any_size()).prop_map(|(first, second, boundary, start)| {
                Chain::new(first).then_from(boundary, second, start).expect("legal").into()
            }),
            (inner.clone(), 0.0..4.0_f64).prop_map(|(inner, factor)| inner.scale(factor).expect("legal").into()),
            (inner, rate(), rate(), any::<[bool; 2]>()).prop_map(|(inner, a, b, [min, max])| {
                inner.clamp(min.then_some(a.min(b)), max.then_some(a.max(b))).expect("legal").into()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_has_rates_for_every_step_and_comes_back_from_its_text(schedule in plan(), step in of_any_size()) {
        for step in [0, 1, step, u64::MAX] {
            prop_assert!(schedule.at(step) >= 0.0, "step {}: {}", step, schedule);
        }
        let text = keras::serialize(&schedule);
        let again: AnySchedule = keras::deserialize(&text).map_err(|e| TestCaseError::fail(format!("{e}: {text}")))?;
        prop_assert_eq!(&again, &schedule);
        prop_assert_eq!(keras::serialize(&again), text);
        let json = serde_json::to_string(&schedule).expect("text");
        prop_assert_eq!(&serde_json::from_str::<AnySchedule>(&json).expect("just written"), &schedule);
    }

    #[test]
    fn a_run_has_the_bits_of_its_steps(schedule in plan(), first in of_any_size(), count in 0_usize..200) {
        for first in [first, u64::MAX - 20, 0] {
            let mut run = vec![f64::NAN; count];
            schedule.fill(first, &mut run);
            for (i, rate) in (0_u64..).zip(run) {
                prop_assert_eq!(rate.to_bits(), schedule.at(first.saturating_add(i)).to_bits());
            }
        }
    }

    #[test]
    fn the_cycles_follow_each_other(schedule in plan(), step in of_any_size()) {
        let cycle = schedule.cycle_of(step).expect("plans here have cycles");
        prop_assert!(cycle.first_step <= step && cycle.last_step.is_none_or(|last| step <= last), "{:?} {}", cycle, schedule);
        prop_assert_eq!(schedule.cycle_of(cycle.first_step), Some(cycle));
        if let Some(last) = cycle.last_step {
            prop_assert_eq!(schedule.cycle_of(last), Some(cycle));
            if let Some(next) = last.checked_add(1) {
                let next = schedule.cycle_of(next).expect("cycles");
                prop_assert_eq!((next.index, next.first_step), (cycle.index + 1, last + 1), "{}", schedule);
            }
        }
        if cycle.first_step > 0 {
            prop_assert_eq!(schedule.cycle_of(cycle.first_step - 1).and_then(|cycle| cycle.last_step), Some(cycle.first_step - 1));
        }
    }

    #[test]
    fn a_warm_up_changes_nothing_after_it(schedule in cycles(), warmup in of_any_size(), step in of_any_size(), start in rate()) {
        let prefix = schedule.clone().warmup_builder(warmup).start(start).build().expect("legal");
        prop_assert_eq!(prefix.at(warmup), schedule.at(0));
        if let Some(later) = step.checked_add(warmup) {
            prop_assert_eq!(prefix.at(later).to_bits(), schedule.at(step).to_bits());
        }
        let first = schedule.cycle_of(0).and_then(|cycle| cycle.last_step).unwrap_or(u64::MAX);
        let warmup = warmup.min(first);
        for place in [WarmupPlace::Inside, WarmupPlace::EveryCycle] {
            let inside = schedule.clone().warmup_builder(warmup).start(start).place(place).build().expect("legal");
            for step in [step, step.saturating_add(warmup), warmup] {
                let cycle = schedule.cycle_of(step).expect("cycles");
                let begin = if place == WarmupPlace::Inside { 0 } else { cycle.first_step };
                if step - begin >= warmup || (cycle.is_hold() && place == WarmupPlace::EveryCycle) {
                    prop_assert_eq!(inside.at(step).to_bits(), schedule.at(step).to_bits());
                }
            }
        }
    }

    #[test]
    fn a_ramp_goes_one_way(first in 0.0..1.0_f64, start in 0.0..1.0_f64, warmup in 1..500_u64, cosine: bool) {
        let shape = if cosine { WarmupShape::Cosine } else { WarmupShape::Linear };
        let schedule = CosineDecayRestarts::new(first, 1000).expect("legal");
        let schedule = schedule.warmup_builder(warmup).start(start).shape(shape).build().expect("legal");
        let mut ramp = vec![0.0; usize::try_from(warmup).expect("small") + 1];
        schedule.fill(0, &mut ramp);
        prop_assert_eq!((ramp[0], ramp[ramp.len() - 1]), (start, first));
        let one_way = if start <= first { ramp.is_sorted() } else { ramp.is_sorted_by(|a, b| a >= b) };
        prop_assert!(one_way);
    }

    #[test]
    fn a_limit_changes_nothing_before_it_and_holds_the_floor_after(schedule in cycles(), cycles in 1..20_u64, step in of_any_size()) {
        let limited = schedule.clone().cycle_limit(cycles).expect("legal");
        match limited.end() {
            Some(end) => {
                let last = schedule.cycle_of(end - 1).expect("cycles");
                prop_assert_eq!((last.index, last.last_step), (cycles - 1, Some(end - 1)));
                for step in [end, end.saturating_add(step), u64::MAX] {
                    prop_assert_eq!(limited.at(step), last.floor);
                }
                prop_assert_eq!(limited.at(step % end).to_bits(), schedule.at(step % end).to_bits());
                prop_assert_eq!(limited.at(end - 1).to_bits(), schedule.at(end - 1).to_bits());
            }
            None => prop_assert_eq!(limited.at(step).to_bits(), schedule.at(step).to_bits()),
        }
    }

    #[test]
    fn closed_cycles_have_both_ends(
        first in rate(), length in 1..5000_u64, t_mul in t_mul(), peak_mul in 0.1..1.2_f64, part in 0.0..1.0_f64,
    ) {
        let builder = CosineCycles::builder(first, length).t_mul(t_mul).peak_mul(peak_mul).eta_min(first * part);
        let schedule = builder.closed(true).build().expect("legal");
        for cycle in schedule.cycles().take(12).take_while(|cycle| !cycle.is_hold()) {
            prop_assert_eq!(schedule.at(cycle.first_step), cycle.peak);
            if let Some(last) = cycle.last_step.filter(|&last| last > cycle.first_step) {
                prop_assert_eq!(schedule.at(last), first * part);
                let middle = cycle.first_step + (last - cycle.first_step) / 2;
                let mut rates = [0.0; 64];
                let from = middle.saturating_sub(32).max(cycle.first_step);
                schedule.fill(from, &mut rates);
                let inside = usize::try_from((last - from + 1).min(64)).expect("small");
                prop_assert!(rates[..inside].is_sorted_by(|a, b| a >= b), "{}", schedule);
            }
        }
    }

    #[test]
    fn open_cycles_between_rates_are_those_of_keras_where_both_can_say_it(first in rate(), length in steps(), t_mul in t_mul(), step in of_any_size()) {
        let ours = CosineCycles::builder(first, length).t_mul(t_mul).build().expect("legal");
        let keras = CosineDecayRestarts::builder(first, length).t_mul(t_mul).build().expect("legal");
        prop_assert_eq!(ours.at(step).to_bits(), keras.at(step).to_bits());
        prop_assert_eq!(ours.cycle_of(step), Some(keras.cycle_at(step)));
    }

    #[test]
    fn a_chain_has_the_rates_of_its_pieces(
        first in cycles(), second in cycles(), boundary in steps(), start in of_any_size(), step in of_any_size(),
    ) {
        let chain = Chain::new(first.clone()).then_from(boundary, second.clone(), start).expect("legal");
        let expected = if step < boundary {
            first.at(step)
        } else {
            second.at(start.saturating_add(step - boundary))
        };
        prop_assert_eq!(chain.at(step).to_bits(), expected.to_bits());
    }

    #[test]
    fn scale_and_clamp(schedule in cycles(), factor in 0.0..4.0_f64, a in rate(), b in rate(), step in of_any_size()) {
        let rate = schedule.at(step);
        prop_assert_eq!(schedule.clone().scale(factor).expect("legal").at(step), rate * factor);
        let clamped = schedule.clamp(Some(a.min(b)), Some(a.max(b))).expect("legal");
        prop_assert_eq!(clamped.at(step), rate.clamp(a.min(b), a.max(b)));
    }

    #[test]
    fn a_change_of_plan_alters_no_rate_that_was_used(schedule in cycles(), next in cycles(), steps in of_any_size(), used in of_any_size()) {
        let Ok(replan) = Replan::new(schedule.clone(), steps) else { return Ok(()) };
        let used = used.checked_rem(steps);
        for changed in [replan.clone().skip_cycle(), replan.clone().repeat_cycle(), replan.clone().go_on_with(next)] {
            let Ok(changed) = changed else { continue };
            for step in used.into_iter().chain(steps.checked_sub(1)) {
                prop_assert_eq!(changed.at(step).to_bits(), schedule.at(step).to_bits());
            }
        }
        if let (Ok(skipped), Ok(end)) = (replan.clone().skip_cycle(), replan.end_of_cycle()) {
            prop_assert_eq!(skipped.at(steps).to_bits(), schedule.at(end).to_bits());
        }
        if let (Ok(repeated), Ok(end)) = (replan.clone().repeat_cycle(), replan.end_of_cycle()) {
            let first = schedule.cycle_of(steps).expect("cycles").first_step;
            prop_assert_eq!(repeated.at(end).to_bits(), schedule.at(first).to_bits());
            if let Some(after) = end.checked_add(end - first) {
                prop_assert_eq!(repeated.at(after).to_bits(), schedule.at(end).to_bits());
            }
        }
    }

    #[test]
    fn a_budget_ends_where_it_says(total in 10..1_000_000_u64, cycles in 1..8_u64, t_mul in t_mul()) {
        let ends = match fit(total, cycles, t_mul) {
            Ok(Fit::Exact(first)) => vec![first],
            Ok(Fit::Nearest { below, above }) => [Some(below), above].into_iter().flatten().collect(),
            Err(_) => vec![],
        };
        for first in ends {
            let schedule = CosineDecayRestarts::builder(0.1, first.first_decay_steps).t_mul(t_mul).build().expect("legal");
            let standing = Standing::after(first.steps, &schedule).expect("cycles");
            prop_assert!(standing.is_end() && standing.cycle.index == cycles - 1, "{:?}", standing);
            let limited = schedule.cycle_limit(cycles).expect("legal");
            prop_assert_eq!(limited.end().unwrap_or(u64::MAX), first.steps);
        }
    }

    #[test]
    fn weight_decay_follows_the_length_of_the_cycle(
        length in 1..100_000_u64, t_mul in t_mul(), norm in 0.0..0.1_f64, batch in 1..500_u64, dataset in 1..100_000_u64, step in of_any_size(),
    ) {
        let units = Units::builder(dataset, batch).build().expect("legal");
        let schedule = CosineDecayRestarts::builder(0.1, length).t_mul(t_mul).build().expect("legal");
        let decay = NormalizedWeightDecay::new(schedule.clone(), norm, &units).expect("legal");
        let cycle = schedule.cycle_at(step);
        let cycle = if cycle.is_hold() { schedule.cycle_at(cycle.first_step - 1) } else { cycle };
        #[expect(clippy::cast_precision_loss, reason = "near enough")]
        let expected = {
            let epochs = cycle.length / units.steps_per_epoch() as f64;
            norm * (batch as f64 / (dataset as f64 * epochs)).sqrt()
        };
        prop_assert!((decay.at(step) - expected).abs() <= 4.0 * f64::EPSILON * expected, "{} {}", decay.at(step), expected);
        prop_assert_eq!(decay.clone().at(cycle.first_step), decay.at(step));
        let text = keras::serialize(&decay);
        prop_assert_eq!(keras::deserialize::<NormalizedWeightDecay<CosineDecayRestarts>>(&text).expect("just written"), decay);
    }

    #[test]
    fn a_run_in_another_type_is_rounded_once(schedule in plan(), first in of_any_size(), count in 0_usize..200) {
        let mut run = vec![f32::NAN; count];
        schedule.fill_as(first, &mut run);
        for (i, rate) in (0_u64..).zip(run) {
            #[expect(clippy::cast_possible_truncation, reason = "rounded to the nearest f32")]
            let nearest = schedule.at(first.saturating_add(i)) as f32;
            prop_assert_eq!(rate.to_bits(), nearest.to_bits());
        }
    }
}

/// Rates grow without end where m_mul is above 1.
#[test]
fn infinite_rates_make_no_nan() {
    let growing = CosineDecayRestarts::builder(1.0, 1).t_mul(1.0).m_mul(1e300).alpha(0.5).build().expect("legal");
    assert_eq!(growing.at(5), f64::INFINITY);
    assert_eq!(growing.clone().scale(0.0).expect("legal").at(5), 0.0);
    let longer = CosineDecayRestarts::builder(1.0, 3).t_mul(1.0).m_mul(1e300).build().expect("legal");
    for shape in [WarmupShape::Linear, WarmupShape::Cosine] {
        let builder = longer.clone().warmup_builder(2).shape(shape).place(WarmupPlace::EveryCycle).to_peak(true);
        let schedule = builder.build().expect("legal");
        assert_eq!([6, 7, 8].map(|step| schedule.at(step)), [0.0, f64::INFINITY, f64::INFINITY]);
    }
}

#[test]
fn sequential_schedules_count_their_own_steps() {
    let warmup = PolynomialDecay::builder(0.0, 5).end_learning_rate(0.1).build().expect("legal");
    let restarts = CosineDecayRestarts::new(0.1, 10).expect("legal");
    let chain = Chain::new(AnySchedule::from(warmup)).then(5, restarts.clone().into()).expect("legal");
    assert_eq!([0, 5, 15, 35].map(|step| chain.at(step)), [0.0, 0.1, 0.1, 0.1]);
    let cycles: Vec<_> = chain.cycles().take(3).map(|cycle| (cycle.index, cycle.first_step, cycle.last_step)).collect();
    assert_eq!(cycles, [(0, 0, Some(4)), (1, 5, Some(14)), (2, 15, Some(34))]);
    let prefix = restarts.warmup(5).expect("legal");
    let cycles: Vec<_> =
        prefix.cycles().take(3).map(|cycle| (cycle.index, cycle.first_step, cycle.last_step)).collect();
    assert_eq!(cycles, [(0, 0, Some(14)), (1, 15, Some(34)), (2, 35, Some(74))]);
}

#[test]
fn a_nested_text_is_read_as_its_own_types_too() {
    let schedule = CosineDecayRestarts::new(0.1, 10).expect("legal").cycle_limit(2).expect("legal").warmup(3);
    let schedule = schedule.expect("legal");
    let json = serde_json::to_string(&schedule).expect("text");
    let again: Warmup<CycleLimit<CosineDecayRestarts>> = serde_json::from_str(&json).expect("just written");
    assert_eq!(again, schedule);
    let text = keras::serialize(&schedule);
    assert_eq!(keras::deserialize::<Warmup<CycleLimit<CosineDecayRestarts>>>(&text).expect("just written"), schedule);
}

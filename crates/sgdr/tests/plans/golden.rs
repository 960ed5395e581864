//! Every row of `golden/plans.csv`: rates within the error that `golden/README.md` allows, in the right cycle.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sgdr::{AnySchedule, LearningRateSchedule, keras};

/// In units in the last place; where the rate is subnormal the second one.
const ALLOWED: f64 = 1.3;
const ALLOWED_SUBNORMAL: f64 = 1.5;

/// The rows of one schedule: step, exact rate, its residual, and the cycle where there is one.
struct Rows {
    text: String,
    rows: Vec<Row>,
}

struct Row {
    step: u64,
    rate: f64,
    residual: f64,
    cycle: Option<(u64, u64)>,
}

fn all_rows() -> Vec<Rows> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/plans.csv");
    let text = fs::read_to_string(path).expect("golden/plans.csv is part of the repository");
    let (header, lines) = text.split_once('\n').expect("a header");
    assert_eq!(header, "schedule,step,lr,lr_bits,residual,cycle,first_step");
    let mut all: Vec<Rows> = Vec::new();
    for line in lines.lines() {
        // The text is given where it differs from that of the row before.
        let cells = match line.strip_prefix('"').and_then(|line| line.rsplit_once("\",")) {
            Some((text, cells)) => {
                all.push(Rows { text: text.replace("\"\"", "\""), rows: Vec::new() });
                cells
            }
            None => line.strip_prefix(',').expect(line),
        };
        let cells: Vec<&str> = cells.split(',').collect();
        let whole = |index: usize| cells[index].parse::<u64>().expect(line);
        let rate: f64 = cells[1].parse().expect(line);
        assert_eq!(rate.to_bits(), u64::from_str_radix(cells[2], 16).expect(line), "{line}: decimal and bits differ");
        let cycle = (!cells[4].is_empty()).then(|| (whole(4), whole(5)));
        let row = Row { step: whole(0), rate, residual: cells[3].parse().expect(line), cycle };
        all.last_mut().expect("a schedule").rows.push(row);
    }
    all
}

fn class(text: &str) -> &str {
    text.split('"').skip_while(|&word| word != "class_name").nth(2).expect("a class")
}

#[test]
fn rates_are_within_the_allowed_error_of_the_exact_ones() {
    /// Rows, correctly rounded ones, the worst error.
    #[derive(Debug, Default)]
    struct Seen {
        rows: u32,
        nearest: u32,
        worst: f64,
        worst_subnormal: f64,
    }
    let mut seen = BTreeMap::<String, Seen>::new();
    for Rows { text, rows } in all_rows() {
        let schedule: AnySchedule = keras::deserialize(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let again: AnySchedule = keras::deserialize(&keras::serialize(&schedule)).expect("just written");
        assert_eq!(again, schedule, "{text}");
        let seen = seen.entry(class(&text).to_owned()).or_default();
        for Row { step, rate: exact, residual, cycle } in rows {
            let rate = schedule.at(step);
            let ulp = f64::from_bits(exact.to_bits() + 1) - exact;
            let error = ((rate - exact) / ulp - residual).abs();
            let (allowed, worst) = if exact < f64::MIN_POSITIVE {
                (ALLOWED_SUBNORMAL, &mut seen.worst_subnormal)
            } else {
                (ALLOWED, &mut seen.worst)
            };
            assert!(error <= allowed, "step {step} of {text}: {rate:e} is {error} ulp from the exact rate {exact:e}");
            *worst = worst.max(error);
            seen.rows += 1;
            seen.nearest += u32::from(rate == exact);
            if let Some(expected) = cycle {
                let found = schedule.cycle_of(step).map(|cycle| (cycle.index, cycle.first_step));
                assert_eq!(found, Some(expected), "cycle of step {step} of {text}");
            }
        }
    }
    println!("{seen:#?}");
    assert!(seen.len() == 7, "a class is missing");
}

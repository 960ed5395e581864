//! `sgdr lr` prints the golden decimals.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use sgdr::{CosineDecayRestarts, LearningRateSchedule as _};

/// What `sgdr lr` prints with the arguments and the input.
fn rates(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sgdr"))
        .arg("lr")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sgdr runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// What it prints for the steps, one a line.
fn printed(parameters: &[&str], steps: &str) -> String {
    let [initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha] = parameters else { panic!("five parameters") };
    let (rate, first, shape) = (initial_learning_rate, first_decay_steps, ["--t-mul", t_mul, "--m-mul", m_mul]);
    rates(&[&["-l", rate, "-s", first][..], &shape, &["--alpha", alpha]].concat(), steps)
}

#[test]
fn the_golden_decimals_are_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/exact.csv");
    let text = fs::read_to_string(path).expect("golden/exact.csv is part of the repository");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() >= 20_000, "only {} rows", rows.len());
    let mut equal = 0;
    for set in rows.chunk_by(|a, b| a[..5] == b[..5]) {
        let parameters = &set[0][..5];
        let number = |index: usize| parameters[index].parse::<f64>().expect("a number");
        let schedule = CosineDecayRestarts::builder(number(0), parameters[1].parse().expect("a whole number"))
            .t_mul(number(2))
            .m_mul(number(3))
            .alpha(number(4))
            .build()
            .expect("golden rows are legal");
        let steps = set.iter().fold(String::new(), |mut steps, row| {
            let _ = writeln!(steps, "{}", row[5]);
            steps
        });
        let printed = printed(parameters, &steps);
        assert_eq!(printed.lines().count(), set.len());
        for (row, printed) in set.iter().zip(printed.lines()) {
            let rate: f64 = printed.parse().expect("a decimal");
            let golden = u64::from_str_radix(row[9], 16).expect("bits");
            assert_eq!(rate.to_bits(), schedule.at(row[5].parse().expect("a step")).to_bits(), "{row:?}: {printed}");
            assert!(rate.to_bits().abs_diff(golden) <= 1, "{row:?}: {printed} is more than one ulp off");
            equal += usize::from(rate.to_bits() == golden);
        }
    }
    println!("{equal} of {} rows printed as in golden/exact.csv", rows.len());
    assert!(equal * 1000 >= rows.len() * 995, "{equal} of {}", rows.len());
}

#[test]
fn the_golden_rates_of_plans_are_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/plans.csv");
    let text = fs::read_to_string(path).expect("golden/plans.csv is part of the repository");
    let mut plans: Vec<(String, Vec<Vec<&str>>)> = Vec::new();
    for line in text.lines().skip(1) {
        // The plan is given where it differs from that of the row before.
        let (plan, cells) = line.rsplit_once("\",").map_or(("", &line[1..]), |(plan, cells)| (&plan[1..], cells));
        if !plan.is_empty() {
            plans.push((plan.replace("\"\"", "\""), Vec::new()));
        }
        plans.last_mut().expect("the first row has a plan").1.push(cells.split(',').collect());
    }
    assert!(plans.len() >= 800, "only {} plans", plans.len());
    for (plan, rows) in plans {
        let arguments: Vec<&str> = ["--config", "-"].into_iter().chain(rows.iter().map(|row| row[0])).collect();
        let printed = rates(&arguments, &plan);
        assert_eq!(printed.lines().count(), rows.len(), "{plan}");
        for (row, printed) in rows.iter().zip(printed.lines()) {
            let rate: f64 = printed.parse().expect("a decimal");
            let golden = u64::from_str_radix(row[2], 16).expect("bits");
            // Two ulp at most where a rate is rounded twice; golden/README.md has the numbers.
            assert!(rate.to_bits().abs_diff(golden) <= 2, "{row:?} of {plan}: {printed}");
        }
    }
}

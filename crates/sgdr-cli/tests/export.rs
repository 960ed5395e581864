//! Files hold what they say, or are not there.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sgdr::{CosineDecayRestarts, LearningRateSchedule as _, ScheduleExt as _};
use tempfile::TempDir;

/// Exports from within a folder: the exit code and what was said.
fn export(folder: &TempDir, arguments: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
    command.args(["export", "-l", "0.1", "-s", "100", "--m-mul", "0.9"]).args(arguments.split(' '));
    let output = command.current_dir(folder).output().expect("sgdr runs");
    assert!(output.stdout.is_empty());
    (output.status.code().expect("no signal"), String::from_utf8(output.stderr).expect("text"))
}

/// Exports to a new file.
fn exported(arguments: &str, ending: &str) -> Vec<u8> {
    let folder = folder();
    let (code, said) = export(&folder, &format!("{arguments} -o run.{ending}"));
    assert_eq!(code, 0, "{said}");
    assert_eq!(names(folder.path()), [format!("run.{ending}")]);
    fs::read(folder.path().join(format!("run.{ending}"))).expect("the file")
}

fn text(arguments: &str, ending: &str) -> String {
    String::from_utf8(exported(arguments, ending)).expect("text")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

fn schedule(t_mul: f64) -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 100).t_mul(t_mul).m_mul(0.9).build().expect("legal")
}

fn bits(rates: impl IntoIterator<Item = f64>) -> Vec<u64> {
    rates.into_iter().map(f64::to_bits).collect()
}

#[test]
fn csv_reads_back_to_the_same_bits() {
    let csv = text("--cycles 3", "csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("step,learning_rate"));
    let rows: Vec<(u64, f64)> = lines
        .map(|line| line.split_once(',').expect("two columns"))
        .map(|(step, rate)| (step.parse().expect("a step"), rate.parse().expect("a rate")))
        .collect();
    assert_eq!(rows.iter().map(|&(step, _)| step).collect::<Vec<_>>(), (0..700).collect::<Vec<_>>());
    assert_eq!(bits(rows.iter().map(|&(_, rate)| rate)), bits((0..700).map(|step| schedule(2.0).at(step))));
}

#[test]
fn csv_of_a_short_type_reads_back_to_the_same_bits() {
    let csv = text("--steps 5000 --dtype f32", "csv");
    for line in csv.lines().skip(1) {
        let (step, rate) = line.split_once(',').expect("two columns");
        let rate: f32 = rate.parse().expect("a rate");
        let expected: f32 = schedule(2.0).at_as(step.parse().expect("a step"));
        assert_eq!(rate.to_bits(), expected.to_bits(), "{line}");
    }
}

#[test]
fn csv_has_a_column_for_each_schedule() {
    let csv = text("--steps 9000 --every 100 --vs t_mul=1.5 --vs t_mul=1.5,m_mul=0.9", "csv");
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "step,\"t_mul=2, m_mul=0.9\",\"t_mul=1.5, m_mul=0.9\",\"t_mul=1.5, m_mul=0.9\"");
    assert_eq!(rows.len(), 91);
    assert_eq!(rows[3], format!("200,{},{},{2}", schedule(2.0).at(200), schedule(1.5).at(200), schedule(1.5).at(200)));
    let one = text("--steps 9000 --every 100 --vs t_mul=1.5", "csv");
    assert!(one.starts_with("step,t_mul=2,t_mul=1.5\n"), "{one}");
}

#[test]
fn schedules_are_compared_with_other_plans() {
    let csv =
        text("--steps 900 --every 100 --warmup-steps 50 --vs warmup_steps=none --vs cycle_limit=1,t_mul=1", "csv");
    let mut lines = csv.lines();
    let head = "step,\"t_mul=2, warmup_steps=50, cycle_limit=none\",\"t_mul=2, warmup_steps=none, cycle_limit=none\",\
                \"t_mul=1, warmup_steps=50, cycle_limit=1\"";
    assert_eq!(lines.next(), Some(head));
    let rates = |step: u64| [step.checked_sub(50).map(|step| schedule(2.0).at(step)), Some(schedule(2.0).at(step))];
    for (line, step) in lines.zip((0_u64..).step_by(100)) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
        let limited = if step < 150 { schedule(1.0).at(step.saturating_sub(50)) } else { 0.0 };
        let expected =
            [rates(step)[0].unwrap_or(0.0), rates(step)[1].unwrap_or(0.0), if step == 0 { 0.0 } else { limited }];
        assert_eq!(bits(cells[1..].iter().copied()), bits(expected), "{line}");
    }
}

#[test]
fn json_reads_back_to_the_same_bits() {
    let json: Value = serde_json::from_str(&text("--steps 1000 --every 7 --vs t_mul=1", "json")).expect("JSON");
    assert_eq!((&json["steps"], &json["every"]), (&Value::from(1000), &Value::from(7)));
    let steps: Vec<u64> = json["step"].as_array().expect("steps").iter().filter_map(Value::as_u64).collect();
    assert_eq!(steps, (0..1000).step_by(7).collect::<Vec<_>>());
    for (curve, t_mul) in json["curves"].as_array().expect("curves").iter().zip([2.0, 1.0]) {
        assert_eq!(curve["label"], format!("t_mul={t_mul}"));
        assert_eq!(curve["parameters"]["t_mul"], t_mul);
        assert_eq!(curve["parameters"]["first_decay_steps"], 100);
        let rates = curve["learning_rate"].as_array().expect("rates").iter().filter_map(Value::as_f64);
        assert!(bits(rates) == bits(steps.iter().map(|&step| schedule(t_mul).at(step))));
    }
}

#[test]
fn an_infinite_rate_is_null_in_json() {
    let folder = folder();
    let flags = "-l 0.1 -s 1 --t-mul 1 --m-mul 1e300 --steps 3 -o run.json";
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
    assert!(command.arg("export").args(flags.split(' ')).current_dir(&folder).status().expect("sgdr runs").success());
    let json = fs::read_to_string(folder.path().join("run.json")).expect("the file");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["curves"][0]["learning_rate"], serde_json::json!([0.1, 1e299, null]));
}

#[test]
fn npy_has_the_bytes_of_the_rates() {
    let header = |npy: &[u8], expected: &str| {
        assert_eq!(&npy[..10], b"\x93NUMPY\x01\x00\x76\x00");
        assert_eq!(std::str::from_utf8(&npy[10..128]).expect("text"), format!("{expected:117}\n"));
    };
    let npy = exported("--cycles 3", "npy");
    header(&npy, "{'descr': '<f8', 'fortran_order': False, 'shape': (700,), }");
    let rates: Vec<u8> = (0..700).flat_map(|step| schedule(2.0).at(step).to_le_bytes()).collect();
    assert!(npy[128..] == rates);

    let npy = exported("--steps 10000 --every 3 --dtype f32 --vs t_mul=1.5", "npy");
    header(&npy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3334), }");
    let rates = |t_mul| {
        let schedule = schedule(t_mul);
        (0..10_000).step_by(3).flat_map(move |step| schedule.at_as::<f32>(step).to_le_bytes())
    };
    assert!(npy[128..] == rates(2.0).chain(rates(1.5)).collect::<Vec<u8>>());

    let npy = exported("--steps 5 --dtype f16", "npy");
    header(&npy, "{'descr': '<f2', 'fortran_order': False, 'shape': (5,), }");
    assert_eq!(npy.len(), 128 + 10);
}

#[test]
fn pictures_are_pictures() {
    let svg = text("--cycles 3 --log", "svg");
    let document = roxmltree::Document::parse(&svg).expect("XML");
    assert_eq!(document.root_element().attribute("role"), Some("img"));
    assert!(svg.contains("initial_learning_rate=0.1, first_decay_steps=100, t_mul=2, m_mul=0.9, alpha=0"));
    assert!(svg.contains("700 steps end where cycle 2 ends"));
}

#[cfg(feature = "png")]
#[test]
fn png_has_two_pixels_for_each_unit_of_the_svg() {
    let svg = text("--cycles 3", "svg");
    let height =
        roxmltree::Document::parse(&svg).expect("XML").root_element().attribute("height").map(str::parse::<u32>);
    let png = exported("--cycles 3", "png");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((number(16), Some(Ok(number(20) / 2))), (1600, height));
}

/// The data of a page.
fn page(arguments: &str) -> Value {
    let html = text(arguments, "html");
    let (_, data) = html.split_once("<script id=\"data\" type=\"application/json\">").expect("data");
    let (data, _) = data.split_once("</script>").expect("an end");
    // It is complete: nothing is loaded, and every part of the template is filled.
    for foreign in ["src=", "href=", "@import", "url(", "{{"] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    serde_json::from_str(data).expect("JSON")
}

#[test]
fn html_holds_the_rates_of_a_short_run() {
    let data = page("--cycles 3 --vs t_mul=1.5");
    assert_eq!(data["steps"], 700);
    assert_eq!(data["step"].as_array().map(Vec::len), Some(700));
    let rates = data["curves"][1]["rate"].as_array().expect("rates").iter().filter_map(Value::as_f64);
    assert!(bits(rates) == bits((0..700).map(|step| schedule(1.5).at(step))));
    assert_eq!(data["curves"][0]["pieces"], serde_json::json!([[0, 0], [100, 1], [300, 2]]));
    assert_eq!(data["curves"][0]["restarts"], serde_json::json!([100, 300]));
}

#[test]
fn every_class_is_exported() {
    let folder = folder();
    let text = r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [2], "values": [0.1, 0.05]}, "dtype": "float32"}"#;
    fs::write(folder.path().join("schedule.json"), text).expect("a file");
    let exported = |ending: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
        command.args(["export", "--config", "schedule.json", "-o"]).arg(format!("run.{ending}")).current_dir(&folder);
        assert!(command.status().expect("sgdr runs").success());
        fs::read(folder.path().join(format!("run.{ending}"))).expect("the file")
    };
    let text = |ending: &str| String::from_utf8(exported(ending)).expect("text");
    assert_eq!(text("csv"), "step,learning_rate\n0,0.1\n1,0.1\n2,0.1\n3,0.05\n4,0.05\n5,0.05\n");
    let json: Value = serde_json::from_str(&text("json")).expect("JSON");
    assert_eq!(json["curves"][0]["class"], "PiecewiseConstantDecay");
    let parameters = &json["curves"][0]["parameters"];
    assert_eq!((&parameters["values"], &parameters["dtype"]), (&serde_json::json!([0.1, 0.05]), &Value::from("f32")));
    assert!(exported("npy")[128..].chunks(4).eq([0.1_f32, 0.1, 0.1, 0.05, 0.05, 0.05].map(f32::to_le_bytes)));
    let svg = text("svg");
    assert!(svg.contains("PiecewiseConstantDecay: boundaries=[2], values=[0.1, 0.05], dtype=f32"), "{svg}");
    assert!(svg.contains("6 steps end with a rate of 0.05") && !svg.contains("restarts"), "{svg}");
    assert!(text("html").contains(r#""pieces":[[0,0],[3,1]],"restarts":null"#));
}

#[test]
fn html_of_a_long_run_keeps_the_restarts() {
    let data = page("--steps 1e19 --log");
    assert_eq!(data["steps"], "10000000000000000000");
    let steps = data["step"].as_array().expect("steps");
    assert!(steps.len() < 20_000, "{}", steps.len());
    let exact = |value: &Value| value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    let steps: Vec<u64> = steps.iter().filter_map(exact).collect();
    let last = schedule(2.0).restarts().take_while(|&step| step < 10_000_000_000_000_000_000).last();
    assert!(steps.contains(&last.expect("a restart")));
    let rates = data["curves"][0]["rate"].as_array().expect("rates").iter().filter_map(Value::as_f64);
    assert!(bits(rates) == bits(steps.iter().map(|&step| schedule(2.0).at(step))));
}

#[test]
fn a_label_cannot_end_the_script_that_holds_it() {
    let folder = folder();
    let name = "</script><script>alert(1)</script>";
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
    command.args(["export", "-l", "0.1", "-s", "100", "-o", "run.html", "--name", name]).current_dir(&folder);
    assert!(command.status().expect("sgdr runs").success());
    assert!(!fs::read_to_string(folder.path().join("run.html")).expect("the file").contains(name));
}

#[test]
fn a_failure_leaves_nothing_behind() {
    for (arguments, code) in [
        ("-o run.txt", 2),
        ("-o run", 2),
        ("-o .", 2),
        ("-o missing/run.csv", 1),
        ("--steps 1e19 -o run.csv", 2),
        ("--steps 1e19 --every 10 -o run.html", 2),
        ("--steps 0 -o run.csv", 2),
        ("--every 0 -o run.csv", 2),
        ("--every 10 -o run.svg", 2),
        ("--log -o run.npy", 2),
        ("--dtype bf16 -o run.npy", 2),
        ("--vs t_mul=0 -o run.csv", 2),
    ] {
        let folder = folder();
        let (ended, said) = export(&folder, arguments);
        assert_eq!(ended, code, "{arguments}: {said}");
        let mut lines = said.lines();
        assert!(lines.next().is_some_and(|line| line.starts_with("error: ")), "{said}");
        assert!(lines.all(|line| line.starts_with("hint: ")), "{said}");
        assert_eq!(names(folder.path()), [""; 0], "{arguments}");
    }
}

#[test]
fn a_folder_in_the_place_of_the_file_stays() {
    let folder = folder();
    fs::create_dir(folder.path().join("run.csv")).expect("a folder");
    assert_eq!(export(&folder, "-o run.csv"), (1, String::from("error: cannot write run.csv: it is a folder\n")));
    assert_eq!(names(folder.path()), ["run.csv"]);
    fs::write(folder.path().join("file"), "").expect("a file");
    assert_eq!(export(&folder, "-o file/run.csv").0, 1);
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let folder = folder();
    let path = folder.path().join("run.csv");
    fs::write(&path, "old").expect("a file");
    assert_eq!(export(&folder, "--steps 0 -o run.csv").0, 2);
    assert_eq!(fs::read(&path).expect("the file"), b"old");
    assert_eq!(export(&folder, "--steps 2 -o RUN.CSV").0, 0);
    assert_eq!(export(&folder, "--steps 1 -o run.csv"), (0, String::from("run.csv: 1 row, one for each step\n")));
    assert_eq!(fs::read(&path).expect("the file"), b"step,learning_rate\n0,0.1\n");
}

#[cfg(unix)]
#[test]
fn a_file_has_the_permissions_of_new_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).expect("the file").permissions().mode();
    fs::write(folder.path().join("other"), "").expect("a file");
    export(&folder, "--steps 1 -o run.csv");
    assert_eq!(mode("run.csv"), mode("other"));
}

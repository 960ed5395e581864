//! What the pictures hold.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::num::NonZeroU64;

use roxmltree::Document;
use sgdr::CosineDecayRestarts;
use sgdr_plot::{Chart, Curve, TextStyle};

fn schedule(t_mul: f64, m_mul: f64) -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 1000).t_mul(t_mul).m_mul(m_mul).alpha(0.01).build().unwrap()
}

fn chart<'a>(steps: u64) -> Chart<'a> {
    Chart::new(NonZeroU64::new(steps).unwrap())
}

fn texts<'a>(document: &'a Document<'_>) -> Vec<&'a str> {
    document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text())
        .collect()
}

#[test]
fn an_svg_says_what_it_shows() {
    let schedule = schedule(2.0, 0.8);
    let svg = chart(7000).title("run 7").caption("3 cycles").curve(Curve::of("m_mul=0.8", &schedule)).to_svg();
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let child = |name: &str| root.children().find(|node| node.tag_name().name() == name).and_then(|node| node.text());
    assert_eq!(child("title"), Some("Learning rate over 7,000 steps: run 7"));
    assert_eq!(
        child("desc"),
        Some("m_mul=0.8: starts at 0.1, restarts at step 1,000 to 0.0802, at step 3,000 to 0.06436. 3 cycles.")
    );
    let texts = texts(&document);
    for text in ["run 7", "learning rate", "run ends after 7,000 steps", "0.0802", "1,000", "3,000", "0.10", "3 cycles"]
    {
        assert!(texts.contains(&text), "{text} in {texts:?}");
    }
    assert!(svg.len() < 8000, "{}", svg.len());
    assert!(svg.contains("prefers-color-scheme:dark"));
}

#[test]
fn what_does_not_restart_has_no_restarts() {
    let stairs = Curve::new("", sgdr::from_fn(|step| if step < 50 { 0.1 } else { 0.05 }));
    let stairs = chart(100).curve(stairs.jumps(|step| (step < 50).then_some(50)));
    let warmup = sgdr::from_fn(|step: u64| if step < 70 { f64::from(u32::try_from(step).unwrap()) } else { 70.0 });
    let warmup = chart(100).log(true).curve(Curve::new("", warmup).peaks(|_| 70));
    for (chart, description, label) in [
        (stairs, "starts at 0.1, jumps at step 50 to 0.05.", "0.05"),
        (warmup, "starts at 0, peaks at step 70 with 70. rates below 1 are drawn at the lower edge.", "70"),
    ] {
        let (svg, text) = (chart.to_svg(), chart.to_text(&TextStyle::new(60, 12)));
        let document = Document::parse(&svg).unwrap();
        let described =
            document.descendants().find(|node| node.tag_name().name() == "desc").and_then(|node| node.text());
        assert_eq!(described, Some(description));
        assert!(texts(&document).contains(&label) && !texts(&document).contains(&"restarts"), "{svg}");
        assert!(!text.contains("restarts"), "{text}");
        assert_eq!(text.lines().count(), 12, "{text}");
    }
}

#[test]
fn labels_of_all_kinds_are_well_formed() {
    let schedule = schedule(1.5, 1.0);
    let label = "<a & \"b\">\u{0}\u{1b}[31m\n\u{ffff}\u{fc}";
    let chart =
        chart(100).title(label).caption(label).curve(Curve::of(label, &schedule)).curve(Curve::of(label, &schedule));
    assert!(texts(&Document::parse(&chart.to_svg()).unwrap()).iter().any(|text| text.contains("<a & \"b\">")));
    assert!(!chart.to_text(&TextStyle::new(80, 20)).contains('\u{1b}'));
}

#[test]
fn long_words_stay_in_the_picture() {
    let schedule = schedule(1.5, 1.0);
    let words = "about forty characters of a longer text, ".repeat(8);
    let curve = || Curve::of(words.clone(), &schedule);
    let chart = chart(100).title(words.clone()).caption(words.clone()).curve(curve()).curve(curve());
    let text = chart.to_text(&TextStyle::new(60, 40));
    assert_eq!(text.lines().count(), 40);
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    let svg = chart.to_svg();
    let document = Document::parse(&svg).unwrap();
    assert!(texts(&document).iter().all(|text| text.chars().count() <= 100));
}

#[test]
fn every_coordinate_lies_in_the_picture() {
    let odd = sgdr::from_fn(|step: u64| match step % 5 {
        0 => f64::NAN,
        1 => f64::INFINITY,
        2 => -1.0,
        3 => 0.0,
        _ => f64::MAX,
    });
    let smallest = sgdr::from_fn(|step: u64| if step == 0 { 5e-324 } else { 0.0 });
    let growing = CosineDecayRestarts::builder(0.1, 1).t_mul(1.0).m_mul(1e10).build().unwrap();
    let shrinking = schedule(0.6, 1.0);
    let curve = |kind: usize| match kind {
        0 => Curve::new("odd", odd),
        1 => Curve::new("smallest", smallest),
        2 => Curve::of("growing", &growing),
        _ => Curve::of("shrinking", &shrinking),
    };
    for kind in 0..4 {
        for log in [false, true] {
            for steps in [1, 2, 3, 999, 1_000_000, u64::MAX] {
                let chart = chart(steps).log(log).curve(curve(kind)).curve(Curve::of("other", &shrinking));
                let svg = chart.to_svg();
                assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("inf,"), "{svg}");
                let document = Document::parse(&svg).unwrap();
                for node in
                    document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "circle")))
                {
                    let number = |name| node.attribute(name).and_then(|text: &str| text.parse::<f64>().ok()).unwrap();
                    assert!((0.0..=800.0).contains(&number("cx")) && (0.0..=500.0).contains(&number("cy")));
                }
                let text = chart.to_text(&TextStyle::new(80, 24));
                assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
            }
        }
    }
}

#[test]
fn a_chart_without_curves_has_axes() {
    Document::parse(&chart(10).to_svg()).unwrap();
    assert!(chart(10).to_text(&TextStyle::new(0, 0)).contains("learning rate"));
}

#[test]
fn text_has_the_size_asked_for() {
    let (one, two) = (schedule(2.0, 1.0), schedule(1.5, 1.0));
    for width in [40, 80, 160, 300] {
        for height in [16, 24, 60] {
            for style in [TextStyle::new(width, height), TextStyle::new(width, height).ascii(true)] {
                let chart =
                    chart(15_000).caption("4 cycles").curve(Curve::of("one", &one)).curve(Curve::of("two", &two));
                let text = chart.to_text(&style);
                assert_eq!(text.lines().count(), height, "{text}");
                assert_eq!(text.lines().map(|line| line.chars().count()).max(), Some(width), "{text}");
                assert_eq!(text.is_ascii(), style.ascii(true) == style);
            }
        }
    }
}

#[test]
fn text_marks_restarts_and_the_end() {
    let schedule = schedule(2.0, 0.8);
    let text = chart(7000).curve(Curve::of("", &schedule)).to_text(&TextStyle::new(60, 12));
    let expected = "\
learning rate                     run ends after 7,000 steps
    0.10 ┤⠱⡄                                               │
         │ ⠸⡄    ⠤⣀⡀                                       │
         │  ⢳    ⠅ ⠙⢦⡀         ⣀⣀⣀                         │
         │  ⠈⣆   ⠅   ⠙⢆        ⡂ ⠈⠉⠙⠒⠦⢤⣀                   │
    0.05 ┤   ⢸   ⠅    ⠈⠳⡄      ⡂       ⠈⠙⠲⢤⣀               │
         │    ⢇  ⠅      ⠙⢆     ⡂           ⠈⠙⠢⣄⡀           │
         │    ⠘⡄ ⠅       ⠈⠳⣄   ⡂               ⠉⠓⠦⣄⡀       │
       0 ┤     ⠘⢤⠅         ⠈⠓⠤⣄⡂                   ⠈⠙⠒⠢⠤⠤⣄⣀│
         └┬─────────────┬─────────────┬─────────────┬──────┘
step      0           2,000         4,000         6,000
restarts         ▲ 1,000       ▲ 3,000
";
    assert_eq!(text, expected);
}

#[test]
fn colours_are_escape_sequences_and_are_ended() {
    let schedule = schedule(2.0, 0.8);
    let chart = chart(7000).curve(Curve::of("", &schedule));
    let plain = chart.to_text(&TextStyle::new(80, 20));
    let coloured = chart.to_text(&TextStyle::new(80, 20).color(true));
    assert!(coloured.contains("\u{1b}[38;5;32m"));
    for (coloured, plain) in coloured.lines().zip(plain.lines()) {
        let mut parts = coloured.split('\u{1b}');
        let mut visible = parts.next().unwrap_or_default().to_string();
        let mut open = false;
        for part in parts {
            let (code, text) = part.split_once('m').unwrap();
            open = code != "[0";
            visible += text;
        }
        assert!(!open);
        assert_eq!(visible, plain);
    }
}

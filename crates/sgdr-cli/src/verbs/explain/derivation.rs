//! The formula with the numbers of a step put in.

use sgdr::{CosineDecayRestarts, Cycle, LearningRateSchedule as _};

use super::Line;
use super::exact::{Fraction, Span, nearest, shown};
use crate::dtype::Dtype;
use crate::text::decimal::text;

pub(super) fn lines(core: &CosineDecayRestarts, dtype: Dtype, step: u64) -> Vec<Line> {
    let cycle = core.cycle_at(step);
    let t_mul = core.t_mul_fraction().map(|(p, q)| Fraction::new(p, q.into()));
    let span = t_mul.and_then(|t_mul| Span::new(core.first_decay_steps(), t_mul, cycle.index));
    let rate = text(core.at(step));

    let mut lines = Vec::from_iter(read_as(core, t_mul));
    lines.extend(boundaries(core, t_mul, cycle, span));
    let (initial, alpha) = (text(core.initial_learning_rate()), text(core.alpha()));
    let floor = text(cycle.floor);
    let floor_line = Line::new("floor", format!("{alpha} * {initial} = {floor}"));
    if cycle.is_hold() {
        lines.push(floor_line);
        lines.push(Line::new("rate", format!("the floor, held from step {} on: {rate}", cycle.first_step)));
    } else {
        let (i, m_mul, peak) = (cycle.index, text(core.m_mul()), text(cycle.peak));
        let position = shown(span.and_then(|span| span.position(step)), cycle.position(step));
        lines.push(Line::new("position", format!("f = ({step} - S_{i}) / T_{i} {position}")));
        lines.push(Line::new("peak", format!("{initial} * ((1 - {alpha}) * {m_mul}^{i} + {alpha}) = {peak}")));
        lines.push(floor_line);
        let formula = format!("{floor} + ({peak} - {floor}) * (1 + cos(pi * f)) / 2");
        lines.push(Line::new("rate", format!("{formula} = {rate}")));
    }
    if dtype != Dtype::F64 {
        lines.push(Line::new(dtype.name(), dtype.text(dtype.round(core.at(step)))));
    }
    lines
}

/// The fraction that `t_mul` is taken for.
fn read_as(core: &CosineDecayRestarts, t_mul: Option<Fraction>) -> Option<Line> {
    let (t_mul, given) = (t_mul.filter(|t_mul| !t_mul.is_integer())?, text(core.t_mul()));
    Some(Line::new("t_mul", format!("{given} stands for {t_mul}, the simplest fraction that rounds to it")))
}

/// Where the cycle starts, how long it is, and which steps it holds.
fn boundaries(core: &CosineDecayRestarts, t_mul: Option<Fraction>, cycle: Cycle, span: Option<Span>) -> Vec<Line> {
    let (i, first) = (cycle.index, core.first_decay_steps());
    let plain = t_mul.map_or_else(|| text(core.t_mul()), |t_mul| t_mul.to_string());
    let t = if plain.contains('/') { format!("({plain})") } else { plain.clone() };
    let one = core.t_mul() == 1.0;
    let start = match i {
        0 => String::new(),
        _ if one => format!("= {i} * {first} "),
        _ => format!("= {first} * ({t}^{i} - 1) / ({plain} - 1) "),
    };
    let length = if i == 0 || one { String::new() } else { format!("= {first} * {t}^{i} ") };
    // Of the constant tail the core knows only the first step: it is not a cycle, though it takes the place of one.
    let (start_value, length_value) = match (cycle.is_hold(), span) {
        (false, _) => {
            let (exact_start, exact_length) = (span.map(|span| span.start), span.map(|span| span.length));
            (shown(exact_start, first_step_less_gap(cycle)), shown(exact_length, cycle.length))
        }
        (true, Some(Span { start, length })) => {
            let length = shown(Some(length), nearest(length));
            (shown(Some(start), nearest(start)), format!("{length}, less than a step"))
        }
        (true, None) => (format!("<= {}", cycle.first_step), String::from("< 1")),
    };
    let steps = match cycle.last_step {
        Some(last) => format!("steps {} to {last}", cycle.first_step),
        None => format!("steps from {} on", cycle.first_step),
    };
    vec![
        Line::new("cycle", format!("i = {i}: {steps}")),
        Line::new("start", format!("S_{i} {start}{start_value}")),
        Line::new("length", format!("T_{i} {length}{length_value}")),
    ]
}

/// The start of a cycle. Its first step is up to one step later.
#[expect(clippy::cast_precision_loss, reason = "shown as rounded")]
fn first_step_less_gap(cycle: Cycle) -> f64 {
    cycle.first_step as f64 - cycle.position(cycle.first_step) * cycle.length
}

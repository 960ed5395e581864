// The interactive chart of a run: one function, shared by every page that shows one. It draws rates that it is given
// and computes none.
//
// sgdrChart(root, data, options) fills the element `root`. The data:
//
//   steps    the length of the run
//   step     the steps that have rates here, ascending: the rows of the chart
//   curves   one object for each schedule:
//     label     what tells it from the others, empty if there are none
//     rate      the rate at each row; null stands for an infinite one
//     pieces    [row, number] wherever a smooth piece of the curve begins among the rows
//     restarts  the steps of the restarts, if the pieces are cycles; null if they are not
//   log      whether the rate axis is logarithmic
//   ranges   the lowest and the highest rate of the rate axis: [linear, logarithmic]
//
// The options, with which a page can do more:
//
//   read(step)      is called with the step of the cursor, in place of the table below the chart
//   axis(log)       is called when the reader chooses an axis
//   zoomed(from, to)  is called with the steps that the picture shows; without arguments when it shows the whole run
//
// Returns { update(data), lead(index), redraw() }: other data, another curve whose cycles are shaded, other colours.
"use strict";

function sgdrChart(root, data, options = {}) {
  const { grouped, shortStep, shortRate, firstAtLeast, pieceAt, decades } = sgdrNumbers;
  const AXIS_FONT = "12px system-ui, sans-serif";
  const narrow = () => root.clientWidth < 560;

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  // The colour that a custom property stands for now.
  const color = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };

  const view = { data, x: [], unit: 1, end: 1, hidden: new Set(), leading: 0, color };
  const marks = sgdrMarks(view);
  let log, plot, row = 0;

  const yRange = () => {
    const [low, high] = view.data.ranges[Number(log)];
    return [low, high * (log ? 1.2 : 1.04)];
  };

  // The first curve is drawn last, on top of the others.
  const curveOf = (series) => view.data.curves.length - series;
  const columns = () => [view.x, ...view.data.curves.map((curve) => curve.rate).reverse()];

  const say = () => (options.read ? options.read(view.data.step[row]) : readout.show(row));

  const point = (at) => {
    row = Math.min(Math.max(at, 0), view.x.length - 1);
    say();
  };

  const height = () => options.height?.() ?? (narrow() ? 300 : Math.max(320, Math.min(460, innerHeight - 320)));
  const size = () => ({ width: stage.clientWidth, height: height() });
  const marked = (of) => of.curves.filter((curve) => curve.restarts).length;

  const build = () => {
    const shown = plot && [plot.scales.x.min, plot.scales.x.max];
    plot?.destroy();
    const axis = { stroke: color("--sgdr-soft"), font: AXIS_FONT, ticks: { stroke: color("--sgdr-grid"), size: 4 } };
    const below = SGDR_MARK * marked(view.data) + 4;
    plot = new uPlot({
      ...size(),
      legend: { show: false },
      padding: [4, 28, 0, 0],
      scales: {
        x: { time: false, range: (u, low, high) => (high - low < 2 ? [low - 1, low + 1] : [Math.max(low, 0), Math.min(high, view.end)]) },
        y: { distr: log ? 3 : 1, range: yRange },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 24 + below, gap: 4 + below, label: "step", labelSize: 20, labelGap: 2, labelFont: AXIS_FONT, space: narrow() ? 60 : 80,
          values: (u, splits) => splits.map((at) => (Number.isInteger(at * view.unit) ? shortStep(at * view.unit, u.scales.x.max * view.unit) : "")) },
        { ...axis, grid: { stroke: color("--sgdr-grid"), width: 1 }, size: narrow() ? 56 : 68,
          ...(log && { splits: (u) => decades(u.scales.y.min, u.scales.y.max, u.bbox.height / devicePixelRatio / 26), filter: (u, splits) => splits }),
          values: (u, splits) => splits.map((rate) => (rate === null ? "" : shortRate(rate))) },
      ],
      series: [{}].concat(view.data.curves.map((_, index) => curveOf(index + 1)).map((index) => ({
        show: !view.hidden.has(index), stroke: marks.ofCurve(index), width: 2,
        paths: (u, series, first, last) => marks.pieces(u, view.data.curves[curveOf(series)], first, last),
        points: { show: (u) => u.bbox.width / devicePixelRatio / (u.scales.x.max - u.scales.x.min) >= 12 * view.unit, size: 5, fill: marks.ofCurve(index) },
      }))),
      cursor: { y: false, drag: { x: true, y: false, dist: 5 }, points: { size: 9, width: 2, fill: color("--sgdr-page") } },
      hooks: {
        drawClear: [marks.behind],
        draw: [marks.above],
        setCursor: [(u) => u.cursor.idx !== null && u.cursor.idx !== undefined && u.cursor.left >= 0 && point(u.cursor.idx)],
      },
    }, columns(), stage);
    plot.setScale("x", shown ? { min: shown[0], max: shown[1] } : { min: 0, max: view.end });
    plot.over.addEventListener("dblclick", reset);
    plot.hooks.setScale = [(u, key) => key === "x" && tellZoom()];
  };

  const isWhole = () => plot.scales.x.min <= 0 && plot.scales.x.max >= view.end;
  const tellZoom = () => {
    if (!options.zoomed) return;
    if (isWhole()) options.zoomed();
    else options.zoomed(Math.floor(plot.scales.x.min * view.unit), Math.ceil(plot.scales.x.max * view.unit));
  };
  const reset = () => plot.setScale("x", { min: 0, max: view.end });

  // Around the row that the readout shows.
  const zoom = (factor) => {
    const { min, max } = plot.scales.x;
    const center = Math.min(Math.max(view.x[row], min), max);
    plot.setScale("x", { min: center - (center - min) * factor, max: center + (max - center) * factor });
  };

  // The row with which the next piece begins, or the one before.
  const pieceFrom = (direction) => {
    const { pieces } = view.data.curves[view.leading];
    const at = pieceAt(pieces, row);
    if (direction < 0 && row > pieces[at][0]) return pieces[at][0];
    return pieces[at + direction]?.[0] ?? (direction < 0 ? 0 : view.x.length - 1);
  };

  const keys = (event) => {
    const far = event.shiftKey ? 10 : 1;
    const actions = {
      ArrowLeft: () => move(row - far), ArrowRight: () => move(row + far), Home: () => move(0), End: () => move(view.x.length - 1),
      PageUp: () => move(pieceFrom(-1)), PageDown: () => move(pieceFrom(1)),
      "+": () => zoom(0.5), "-": () => zoom(2), 0: reset, Escape: reset,
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  };

  // Moves the cursor to a row, and the view with it.
  const move = (at) => {
    point(at);
    const { min, max } = plot.scales.x;
    const place = view.x[row];
    if (place < min || place > max) {
      const half = (max - min) / 2;
      plot.setScale("x", { min: place - half, max: place + half });
    }
    const rate = view.data.curves[view.leading].rate[row] ?? 0;
    plot.setCursor({ left: plot.valToPos(place, "x"), top: plot.valToPos(Math.max(rate, plot.scales.y.min), "y") }, false);
  };

  const pressed = () => {
    linear.setAttribute("aria-pressed", String(!log));
    logarithmic.setAttribute("aria-pressed", String(log));
  };

  const setLog = (wanted) => {
    log = wanted;
    pressed();
    build();
  };
  const choose = (wanted) => () => {
    setLog(wanted);
    options.axis?.(wanted);
  };

  const button = (text, label, onclick) => element("button", { type: "button", "aria-label": label, title: label, onclick }, text);
  const linear = button("linear", "linear rate axis", choose(false));
  const logarithmic = button("log", "log rate axis", choose(true));
  const probe = element("i", { class: "sgdr-probe", "aria-hidden": "true" });
  const stage = element("div", {
    class: "sgdr-stage", tabindex: "0", role: "application", onkeydown: keys,
    "aria-label": "Learning rate against step. Arrow keys move along the curve, page up and page down from cycle to cycle, plus and minus zoom, 0 shows the whole run.",
  });
  const endText = element("span");
  const readout = options.read ? null : sgdrReadout(view, element, (index, show) => plot.setSeries(view.data.curves.length - index, { show }));
  root.replaceChildren(
    element("div", { class: "sgdr-tools" },
      element("span", { class: "sgdr-group", role: "group", "aria-label": "Rate axis" }, linear, logarithmic),
      element("span", { class: "sgdr-group", role: "group", "aria-label": "Zoom" },
        button("\u2212", "Zoom out", () => zoom(2)), button("+", "Zoom in", () => zoom(0.5)), button("whole run", "Show the whole run", () => reset()))),
    element("div", { class: "sgdr-names" }, element("span", {}, "learning rate"), endText),
    stage, probe, ...(readout ? [readout.root] : []));

  const take = (next) => {
    view.data = next;
    // Beyond 2^53 sums of steps are not exact, so they are counted in larger units for drawing.
    view.unit = 10 ** Math.max(0, Math.floor(Math.log10(Number(next.steps))) - 12);
    view.x = next.step.map((step) => Number(step) / view.unit);
    view.end = Number(next.steps) / view.unit;
    for (const curve of next.curves) curve.jumps = new Set(curve.pieces.slice(1).map(([at]) => at));
    endText.textContent = `run ends after ${grouped(next.steps)} ${Number(next.steps) === 1 ? "step" : "steps"}`;
  };

  // The cursor stays at its step, and the picture shows what it showed, if the run is as long as before.
  const update = (next) => {
    const before = view.data;
    const step = before.step[row];
    const isSame = next.curves.length === before.curves.length && marked(next) === marked(before) && Boolean(next.log) === log;
    const range = String(next.steps) === String(before.steps) && !isWhole() ? { min: plot.scales.x.min, max: plot.scales.x.max } : null;
    take(next);
    row = Math.min(firstAtLeast(view.x, Number(step) / view.unit), view.x.length - 1);
    if (isSame) {
      plot.batch(() => {
        plot.setData(columns(), false);
        plot.setScale("x", range ?? { min: 0, max: view.end });
      });
    } else {
      view.hidden = new Set();
      readout?.fill();
      if (!range) {
        plot.destroy();
        plot = undefined;
      }
      setLog(Boolean(next.log));
    }
    say();
  };

  const lead = (index) => {
    view.leading = index;
    plot.redraw(false);
  };

  take(data);
  readout?.fill();
  setLog(Boolean(data.log));
  say();
  new ResizeObserver(() => plot.setSize(size())).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", build);
  return { update, lead, redraw: build };
}

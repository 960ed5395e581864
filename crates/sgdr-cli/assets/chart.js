// The interactive chart of a run: one function, shared by every page that shows one. It draws rates that it is given
// and computes none.
//
// sgdrChart(root, data) fills the element `root`, and returns { update(data) }. The data:
//
//   steps    the length of the run
//   step     the steps that have rates here, ascending: the rows of the chart
//   curves   one object for each schedule:
//     label     what tells it from the others, empty if there are none
//     rate      the rate at each row; null stands for an infinite one
//     pieces    [row, number] wherever a smooth piece of the curve begins among the rows
//     restarts  the steps of the restarts, if the pieces are cycles; null if they are not
//   log      whether the rate axis is logarithmic at first
//   ranges   the lowest and the highest rate of the rate axis: [linear, logarithmic]
//
// Steps above 2^53 are strings, for a number would not be exact.
"use strict";

function sgdrChart(root, data) {
  const AXIS_FONT = "12px system-ui, sans-serif";
  const MARK = 8;
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

  // Groups of three digits, also of numbers that are strings.
  const grouped = (step) => String(step).replace(/\B(?=(\d{3})+$)/g, ",");
  const UNITS = [[1e18, "E"], [1e15, "P"], [1e12, "T"], [1e9, "G"], [1e6, "M"]];
  const shortStep = (step, span) => {
    const [size, unit] = UNITS.find(([size]) => span >= size) ?? [1, ""];
    return unit && step ? `${Number((step / size).toPrecision(12))} ${unit}` : grouped(Math.round(step));
  };
  // All digits, with an exponent from where the command line has one.
  const fullRate = (rate) => (rate !== 0 && Math.abs(rate) < 1e-4 ? rate.toExponential() : String(rate));
  const shortRate = (rate) => {
    const rounded = Number(rate.toPrecision(6));
    return rate !== 0 && Math.abs(rate) < 1e-3 ? rounded.toExponential() : String(rounded);
  };

  let x, unit, end, log, hidden, plot, row;

  // The last element of a sorted list of [row, number] that is not after a row.
  const pieceAt = (curve, at) => {
    let [low, high] = [0, curve.pieces.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (curve.pieces[middle][0] <= at) low = middle;
      else high = middle;
    }
    return curve.pieces[low][1];
  };
  const firstAtLeast = (list, value) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(list[middle]) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const yRange = () => {
    const [low, high] = data.ranges[Number(log)];
    return [low, high * (log ? 1.2 : 1.04)];
  };

  // Pieces too narrow to be told apart make a band that shows the range of the rates. So do pieces with one or two rows
  // and more steps than that, where lines through the rows would say nothing.
  const bandOf = (u, curve) => {
    const [band, last] = [new Uint8Array(x.length), x.length - 1];
    const pixels = u.bbox.width / devicePixelRatio / (u.scales.x.max - u.scales.x.min);
    curve.pieces.forEach(([from], index) => {
      const to = index + 1 < curve.pieces.length ? curve.pieces[index + 1][0] : x.length;
      const length = x[Math.min(to, last)] - x[from];
      const skips = to - from <= 2 && length * unit > Math.min(to, last) - from;
      if (to <= last && (length * pixels < 3 || skips)) band.fill(1, from, to);
    });
    return band;
  };

  // Powers of ten, all or some of them; with 2 and 5 times them where there are few.
  const decades = (u) => {
    const { min, max } = u.scales.y;
    const [from, to] = [Math.floor(Math.log10(min)), Math.floor(Math.log10(max))];
    const stride = Math.ceil((to - from + 1) / (u.bbox.height / devicePixelRatio / 26));
    const factors = to - from < 2 ? [1, 2, 5] : [1];
    const exponents = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((exponent) => (to - exponent) % stride === 0);
    return exponents.flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`))).filter((rate) => rate >= min && rate <= max);
  };

  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const color = (index) => css(`--sgdr-${index % 4}`);

  const place = (u, curve, at) => [
    u.valToPos(x[at], "x", true), u.valToPos(Math.max(curve.rate[at], u.scales.y.min), "y", true),
  ];
  const known = (curve, at) => curve.rate[at] !== null && curve.rate[at - 1] !== null;

  // Pieces are lines; from the end of one to the start of the next it is a jump, drawn later, as bands are.
  const pieceLines = (u, series, first, last) => {
    const [curve, path] = [data.curves[curveOf(series)], new Path2D()];
    curve.band = bandOf(u, curve);
    let pen = false;
    for (let at = Math.max(first - 1, 0); at <= Math.min(last + 1, x.length - 1); at++) {
      if (curve.rate[at] === null) {
        pen = false;
        continue;
      }
      const joined = pen && !curve.jumps.has(at) && !curve.band[at] && !curve.band[at - 1];
      path[joined ? "lineTo" : "moveTo"](...place(u, curve, at));
      pen = true;
    }
    const clip = new Path2D();
    clip.rect(u.bbox.left - 4, u.bbox.top - 4, u.bbox.width + 8, u.bbox.height + 8);
    return { stroke: path, fill: null, clip, flags: 1 };
  };

  const drawBands = (u, curve, first, last) => {
    u.ctx.beginPath();
    for (let at = Math.max(first, 1); at <= last; at++) {
      if (!known(curve, at) || !(curve.band[at] || curve.band[at - 1])) continue;
      u.ctx.moveTo(...place(u, curve, at - 1));
      u.ctx.lineTo(...place(u, curve, at));
    }
    u.ctx.globalAlpha = 0.35;
    u.ctx.lineWidth = 2 * devicePixelRatio;
    u.ctx.stroke();
  };

  const drawJumps = (u, curve, first, last) => {
    u.ctx.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio]);
    u.ctx.beginPath();
    for (const at of curve.jumps) {
      if (at < first || at > last || !known(curve, at) || curve.band[at] || curve.band[at - 1]) continue;
      u.ctx.moveTo(...place(u, curve, at - 1));
      u.ctx.lineTo(...place(u, curve, at));
    }
    u.ctx.stroke();
  };

  // Triangles under the axis, a bar where they would touch.
  const drawRestarts = (u, curve, line) => {
    const [half, top] = [4 * devicePixelRatio, u.bbox.top + u.bbox.height + (2 + line * MARK) * devicePixelRatio];
    let bar = null;
    for (let at = firstAtLeast(curve.restarts, u.scales.x.min * unit); at < curve.restarts.length; at++) {
      const left = u.valToPos(Number(curve.restarts[at]) / unit, "x", true);
      if (left > u.bbox.left + u.bbox.width) break;
      const next = at + 1 < curve.restarts.length ? u.valToPos(Number(curve.restarts[at + 1]) / unit, "x", true) : Infinity;
      if (next - left < 2 * half) {
        bar ??= left;
        continue;
      }
      u.ctx.beginPath();
      if (bar !== null) {
        u.ctx.rect(bar - half / 2, top + half / 2, left - bar + half, half);
      } else {
        u.ctx.moveTo(left, top);
        u.ctx.lineTo(left + half, top + 1.5 * half);
        u.ctx.lineTo(left - half, top + 1.5 * half);
      }
      u.ctx.fill();
      bar = null;
    }
  };

  const drawMarks = (u) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    const right = u.valToPos(end, "x", true);
    ctx.strokeStyle = css("--sgdr-soft");
    ctx.beginPath();
    ctx.moveTo(bbox.left, bbox.top + bbox.height);
    ctx.lineTo(bbox.left + bbox.width, bbox.top + bbox.height);
    if (right <= bbox.left + bbox.width + 1) {
      ctx.moveTo(right, bbox.top);
      ctx.lineTo(right, bbox.top + bbox.height);
    }
    ctx.stroke();
    const inside = new Path2D();
    inside.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    const [first, last] = [firstAtLeast(x, u.scales.x.min), Math.min(firstAtLeast(x, u.scales.x.max), x.length - 1)];
    data.curves.forEach((curve, index) => {
      if (hidden.has(index)) return;
      ctx.strokeStyle = ctx.fillStyle = color(index);
      for (const draw of [drawBands, drawJumps]) {
        ctx.save();
        ctx.clip(inside);
        draw(u, curve, first, last);
        ctx.restore();
      }
      if (curve.restarts) drawRestarts(u, curve, index);
    });
    ctx.restore();
  };

  const readout = () => {
    stepText.textContent = grouped(data.step[row]);
    data.curves.forEach((curve, index) => {
      const [rate, cycle] = cells[index];
      rate.textContent = curve.rate[row] === null ? "infinite" : fullRate(curve.rate[row]);
      cycle.textContent = curve.restarts ? grouped(pieceAt(curve, row)) : "";
    });
  };

  const point = (at) => {
    row = Math.min(Math.max(at, 0), x.length - 1);
    readout();
  };

  // The first curve is drawn last, on top of the others.
  const curveOf = (series) => data.curves.length - series;

  const size = () => ({ width: root.clientWidth, height: narrow() ? 300 : Math.max(320, Math.min(460, innerHeight - 320)) });

  const build = () => {
    const zoomed = plot && [plot.scales.x.min, plot.scales.x.max];
    plot?.destroy();
    const axis = { stroke: css("--sgdr-soft"), font: AXIS_FONT, ticks: { stroke: css("--sgdr-grid"), size: 4 } };
    const marks = MARK * data.curves.filter((curve) => curve.restarts).length + 4;
    plot = new uPlot({
      ...size(),
      legend: { show: false },
      padding: [4, 28, 0, 0],
      scales: {
        x: { time: false, range: (u, low, high) => (high - low < 2 ? [low - 1, low + 1] : [Math.max(low, 0), Math.min(high, end)]) },
        y: { distr: log ? 3 : 1, range: yRange },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 24 + marks, gap: 4 + marks, label: "step", labelSize: 20, labelGap: 2, labelFont: AXIS_FONT, space: narrow() ? 60 : 80,
          values: (u, splits) => splits.map((at) => (Number.isInteger(at * unit) ? shortStep(at * unit, u.scales.x.max * unit) : "")) },
        { ...axis, grid: { stroke: css("--sgdr-grid"), width: 1 }, size: narrow() ? 56 : 68,
          ...(log && { splits: decades, filter: (u, splits) => splits }), values: (u, splits) => splits.map((rate) => (rate === null ? "" : shortRate(rate))) },
      ],
      series: [{}].concat(data.curves.map((_, index) => curveOf(index + 1)).map((index) => ({
        show: !hidden.has(index), stroke: color(index), width: 2, paths: pieceLines,
        points: { show: (u) => u.bbox.width / devicePixelRatio / (u.scales.x.max - u.scales.x.min) >= 12 * unit, size: 5, fill: color(index) },
      }))),
      cursor: { y: false, drag: { x: true, y: false, dist: 5 }, points: { size: 9, width: 2, fill: css("--sgdr-page") } },
      hooks: {
        draw: [drawMarks],
        setCursor: [(u) => u.cursor.idx !== null && u.cursor.idx !== undefined && point(u.cursor.idx)],
      },
    }, [x, ...data.curves.map((curve) => curve.rate).reverse()], stage);
    plot.setScale("x", zoomed ? { min: zoomed[0], max: zoomed[1] } : { min: 0, max: end });
    plot.over.addEventListener("dblclick", reset);
  };

  const reset = () => plot.setScale("x", { min: 0, max: end });

  // Around the row that the readout shows.
  const zoom = (factor) => {
    const { min, max } = plot.scales.x;
    const center = Math.min(Math.max(x[row], min), max);
    plot.setScale("x", { min: center - (center - min) * factor, max: center + (max - center) * factor });
  };

  const keys = (event) => {
    const far = event.shiftKey ? 10 : 1;
    const actions = {
      ArrowLeft: () => move(row - far), ArrowRight: () => move(row + far), Home: () => move(0), End: () => move(x.length - 1),
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
    if (x[row] < min || x[row] > max) {
      const half = (max - min) / 2;
      plot.setScale("x", { min: x[row] - half, max: x[row] + half });
    }
    const rate = data.curves[0].rate[row] ?? 0;
    plot.setCursor({ left: plot.valToPos(x[row], "x"), top: plot.valToPos(Math.max(rate, plot.scales.y.min), "y") }, false);
  };

  const setLog = (wanted) => {
    log = wanted;
    linear.setAttribute("aria-pressed", String(!log));
    logarithmic.setAttribute("aria-pressed", String(log));
    build();
  };

  const button = (text, label, onclick) => element("button", { type: "button", "aria-label": label, title: label, onclick }, text);
  const linear = button("linear", "Linear rate axis", () => setLog(false));
  const logarithmic = button("log", "Logarithmic rate axis", () => setLog(true));
  const stage = element("div", {
    class: "sgdr-stage", tabindex: "0", role: "application", onkeydown: keys,
    "aria-label": "Learning rate against step. Arrow keys move along the curve, plus and minus zoom, 0 shows the whole run.",
  });
  const stepText = element("output");
  const cycleHead = element("th", { scope: "col" });
  const endText = element("span");
  const body = element("tbody");
  let cells = [];
  root.replaceChildren(
    element("div", { class: "sgdr-tools" },
      element("span", { class: "sgdr-group", role: "group", "aria-label": "Rate axis" }, linear, logarithmic),
      element("span", { class: "sgdr-group", role: "group", "aria-label": "Zoom" },
        button("\u2212", "Zoom out", () => zoom(2)), button("+", "Zoom in", () => zoom(0.5)), button("whole run", "Show the whole run", reset))),
    element("div", { class: "sgdr-names" }, element("span", {}, "learning rate"), endText),
    stage,
    element("table", { class: "sgdr-readout", "aria-live": "polite" },
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, "step ", stepText), element("th", { scope: "col" }, "learning rate"),
        cycleHead)),
      body));

  const toggle = (index) => (event) => {
    const shown = hidden.has(index);
    if (shown) hidden.delete(index);
    else hidden.add(index);
    event.currentTarget.setAttribute("aria-pressed", String(shown));
    plot.setSeries(data.curves.length - index, { show: shown });
  };

  const legend = () => {
    cycleHead.textContent = data.curves.some((curve) => curve.restarts) ? "cycle" : "";
    cells = data.curves.map(() => [element("td"), element("td")]);
    body.replaceChildren(...data.curves.map((curve, index) => {
      const swatch = element("i", { class: "sgdr-swatch", style: `background: var(--sgdr-${index % 4})` });
      const name = data.curves.length > 1
        ? element("button", { type: "button", class: "sgdr-name", "aria-pressed": "true", title: "Show or hide", onclick: toggle(index) }, swatch, curve.label)
        : element("span", { class: "sgdr-name" }, swatch, curve.label);
      return element("tr", {}, element("th", { scope: "row", class: curve.label ? "" : "sgdr-unnamed" }, name), ...cells[index]);
    }));
  };

  const update = (next) => {
    data = next;
    // Beyond 2^53 sums of steps are not exact, so they are counted in larger units for drawing.
    unit = 10 ** Math.max(0, Math.floor(Math.log10(Number(data.steps))) - 12);
    x = data.step.map((step) => Number(step) / unit);
    end = Number(data.steps) / unit;
    for (const curve of data.curves) {
      curve.jumps = new Set(curve.pieces.slice(1).map(([at]) => at));
    }
    hidden = new Set();
    row = 0;
    endText.textContent = `run ends after ${grouped(data.steps)} ${Number(data.steps) === 1 ? "step" : "steps"}`;
    plot?.destroy();
    plot = undefined;
    legend();
    setLog(Boolean(data.log));
    readout();
  };

  update(data);
  new ResizeObserver(() => plot.setSize(size())).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", build);
  return { update };
}

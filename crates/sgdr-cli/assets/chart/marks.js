// What the chart draws on its canvas: the pieces of each curve, bands where they are too narrow to be told apart, jumps,
// the cycles behind them, the marks of the restarts below, and the end of the run.
//
// sgdrMarks(view) returns { pieces, behind, above }, which uPlot calls. The view is the chart's: its data, the places
// `x` of the rows in units of a number of steps, the `end` of the run, the set of `hidden` curves, the curve `leading` whose
// cycles are shaded, and `color(name)`.
"use strict";

// The height of a line of marks.
const SGDR_MARK = 8;

function sgdrMarks(view) {
  const { firstAtLeast } = sgdrNumbers;
  const ofCurve = (index) => view.color(`--sgdr-${index % 4}`);

  // Pieces too narrow to be told apart make a band that shows the range of the rates. So do pieces with one or two rows
  // and more steps than that, where lines through the rows would say nothing.
  const bandOf = (u, curve) => {
    const { x, unit } = view;
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

  const place = (u, curve, at) => [
    u.valToPos(view.x[at], "x", true), u.valToPos(Math.max(curve.rate[at], u.scales.y.min), "y", true),
  ];
  const known = (curve, at) => curve.rate[at] !== null && curve.rate[at - 1] !== null;

  // Pieces are lines; from the end of one to the start of the next it is a jump, drawn later, as bands are.
  const pieces = (u, curve, first, last) => {
    const path = new Path2D();
    curve.band = bandOf(u, curve);
    let pen = false;
    for (let at = Math.max(first - 1, 0); at <= Math.min(last + 1, view.x.length - 1); at++) {
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

  // From the lowest to the highest rate near each column of pixels: a cycle may be wider than one.
  const drawBands = (u, curve, first, last) => {
    const { left, width } = u.bbox;
    const [columns, near] = [Math.ceil(width) + 1, 2 * devicePixelRatio];
    const [top, bottom] = [new Float64Array(columns).fill(Infinity), new Float64Array(columns).fill(-Infinity)];
    for (let at = Math.max(first, 1); at <= last; at++) {
      if (!known(curve, at) || !(curve.band[at] || curve.band[at - 1])) continue;
      const [[from, one], [to, other]] = [place(u, curve, at - 1), place(u, curve, at)];
      for (let column = Math.max(Math.floor(from - left - near), 0); column <= Math.min(to - left + near, columns - 1); column++) {
        top[column] = Math.min(top[column], one, other);
        bottom[column] = Math.max(bottom[column], one, other);
      }
    }
    u.ctx.globalAlpha = 0.35;
    top.forEach((from, column) => from <= bottom[column] && u.ctx.fillRect(left + column, from, 1, Math.max(bottom[column] - from, devicePixelRatio)));
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

  // The places of the restarts from the left edge of the picture on, up to one beyond its right edge.
  const restartsIn = (u, curve) => {
    const places = [];
    for (let at = firstAtLeast(curve.restarts, u.scales.x.min * view.unit); at < curve.restarts.length; at++) {
      const left = u.valToPos(Number(curve.restarts[at]) / view.unit, "x", true);
      places.push({ at, left });
      if (left > u.bbox.left + u.bbox.width) break;
    }
    return places;
  };

  // Triangles under the axis, a bar where they would touch.
  const drawRestarts = (u, curve, line) => {
    const [half, top] = [4 * devicePixelRatio, u.bbox.top + u.bbox.height + (2 + line * SGDR_MARK) * devicePixelRatio];
    let bar = null;
    restartsIn(u, curve).forEach(({ left }, index, all) => {
      if (left > u.bbox.left + u.bbox.width) return;
      const next = index + 1 < all.length ? all[index + 1].left : Infinity;
      if (next - left < 2 * half) {
        bar ??= left;
        return;
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
    });
  };

  // Every other cycle of one curve is shaded, where they are wide enough to be seen.
  const behind = (u) => {
    const curve = view.data.curves[view.leading];
    if (!curve?.restarts?.length || view.hidden.has(view.leading)) return;
    const { ctx, bbox } = u;
    const right = Math.min(bbox.left + bbox.width, u.valToPos(view.end, "x", true));
    const restarts = restartsIn(u, curve);
    if (restarts.length > bbox.width / devicePixelRatio / 8) return;
    ctx.save();
    ctx.fillStyle = view.color("--sgdr-band");
    const first = restarts[0]?.at ?? curve.restarts.length;
    const edges = [bbox.left, ...restarts.map(({ left }) => Math.min(left, right)), right];
    edges.slice(1).forEach((edge, index) => {
      if ((first + index) % 2 === 1) ctx.fillRect(edges[index], bbox.top, edge - edges[index], bbox.height);
    });
    ctx.restore();
  };

  const above = (u) => {
    const { ctx, bbox } = u;
    const { x, data, hidden } = view;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    const right = u.valToPos(view.end, "x", true);
    ctx.strokeStyle = view.color("--sgdr-soft");
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
      ctx.strokeStyle = ctx.fillStyle = ofCurve(index);
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

  return { pieces, behind, above, ofCurve };
}

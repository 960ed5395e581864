// The table below the chart: the rate and the cycle of each curve at a step, and buttons to hide curves.
//
// sgdrReadout(view, element, shown) returns { root, fill(), show(row) }: the table, its lines for the curves of the view,
// and what it says of a row. `shown(index, isShown)` is called when a curve is to be shown or hidden.
"use strict";

function sgdrReadout(view, element, shown) {
  const { grouped, fullRate, pieceAt } = sgdrNumbers;
  const step = element("output");
  const cycleHead = element("th", { scope: "col" });
  const body = element("tbody");
  let cells = [];

  const root = element("table", { class: "sgdr-readout", "aria-live": "polite" },
    element("thead", {}, element("tr", {},
      element("th", { scope: "col" }, "step ", step), element("th", { scope: "col" }, "learning rate"), cycleHead)),
    body);

  const toggle = (index) => (event) => {
    const isShown = view.hidden.has(index);
    if (isShown) view.hidden.delete(index);
    else view.hidden.add(index);
    event.currentTarget.setAttribute("aria-pressed", String(isShown));
    shown(index, isShown);
  };

  const fill = () => {
    const { curves } = view.data;
    cycleHead.textContent = curves.some((curve) => curve.restarts) ? "cycle" : "";
    cells = curves.map(() => [element("td"), element("td")]);
    body.replaceChildren(...curves.map((curve, index) => {
      const swatch = element("i", { class: `sgdr-swatch sgdr-c${index % 4}` });
      const name = curves.length > 1
        ? element("button", { type: "button", class: "sgdr-name", "aria-pressed": "true", title: "Show or hide", onclick: toggle(index) }, swatch, curve.label)
        : element("span", { class: "sgdr-name" }, swatch, curve.label);
      return element("tr", {}, element("th", { scope: "row", class: curve.label ? "" : "sgdr-unnamed" }, name), ...cells[index]);
    }));
  };

  const show = (row) => {
    step.textContent = grouped(view.data.step[row]);
    view.data.curves.forEach((curve, index) => {
      const [rate, cycle] = cells[index];
      rate.textContent = curve.rate[row] === null ? "infinite" : fullRate(curve.rate[row]);
      cycle.textContent = curve.restarts ? grouped(curve.pieces[pieceAt(curve.pieces, row)][1]) : "";
    });
  };

  return { root, fill, show };
}

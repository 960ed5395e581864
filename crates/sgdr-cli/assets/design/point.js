// The readout: one step, and what each schedule does there.

import { element, find, swatch } from "./dom.js";
import { ask, latest } from "./server.js";

const LETTERS = "ABCD";

export class Point {
  constructor() {
    this.form = null;
    this.step = "0";
    this.box = element("input", { id: "step", class: "number", type: "text", inputmode: "numeric", spellcheck: "false", value: "0", "aria-describedby": "step-problem",
      oninput: () => this.read(this.box.value.trim(), true), onkeydown: (event) => this.arrow(event) });
    this.epoch = element("span", { class: "epoch" });
    this.problem = element("p", { id: "step-problem", class: "wrong" });
    this.body = element("tbody");
    const heads = ["rate", "cycle", "position", "exact value"].map((head) => element("th", { scope: "col" }, head));
    find("at").append(
      element("div", { class: "step" }, element("label", { for: "step" }, "step"), this.box, this.epoch,
        element("span", { class: "hint" }, "Move over the chart, or type a step. Drag to zoom, double-click for the whole run.")), this.problem,
      element("table", { class: "readout" }, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, element("span", { class: "unseen" }, "schedule")), ...heads)), this.body));
    this.ask = latest(async (step, isAsked) => {
      try {
        this.show(await ask("at", { step }, this.form), isAsked);
      } catch (refused) {
        this.problem.textContent = refused.message;
        this.box.setAttribute("aria-invalid", "true");
      }
    });
  }

  // Shows a step; `isAsked` if somebody asked for just this one, who is then told in words.
  read(step, isAsked = false) {
    this.step = String(step);
    if (this.box !== document.activeElement) this.box.value = this.step;
    if (this.form !== null) this.ask(this.step, isAsked);
  }

  // The same step of another run.
  again(form) {
    this.form = form;
    this.ask(this.step, false);
  }

  // The arrow keys go one step up or down; large steps are no numbers of a script.
  arrow(event) {
    const direction = { ArrowUp: 1n, ArrowDown: -1n }[event.key];
    if (!direction || !/^\d+$/.test(this.box.value.trim())) return;
    event.preventDefault();
    const next = BigInt(this.box.value.trim()) + direction * (event.shiftKey ? 10n : 1n);
    this.box.value = String(next < 0n ? 0n : next);
    this.read(this.box.value, true);
  }

  show({ step, epoch, curves }, isAsked) {
    this.problem.textContent = "";
    this.box.setAttribute("aria-invalid", "false");
    this.epoch.textContent = epoch === null ? "" : `epoch ${epoch}`;
    const position = (curve) => (curve.position === null ? "" : `${curve.position} %`);
    this.body.replaceChildren(...curves.map((curve, index) => element("tr", {},
      element("th", { scope: "row" }, swatch(index), curves.length > 1 ? ` ${LETTERS[index]}` : element("span", { class: "unseen" }, "the schedule")),
      ...[["rate", curve.rate], ["cycle", curve.cycle ?? ""], ["position", position(curve)], ["exact value", curve.exact]].map(
        ([name, text]) => element("td", { "data-name": name }, text)))));
    clearTimeout(this.timer);
    const isHere = isAsked || document.activeElement?.classList.contains("sgdr-stage");
    if (isHere) this.timer = setTimeout(() => (find("said").textContent = said(step, curves)), 400);
  }
}

const said = (step, curves) => `step ${step}: ` + curves.map((curve, index) => {
  const who = curves.length > 1 ? `${LETTERS[index]} ` : "";
  return `${who}${curve.rate}${curve.cycle === null ? "" : `, cycle ${curve.cycle}`}${curve.position === null ? "" : `, ${curve.position} %`}`;
}).join("; ");

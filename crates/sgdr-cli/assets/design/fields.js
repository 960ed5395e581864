// The fields: a number box for each parameter, with a slider where that helps, and a line that says what it means.

import { button, element, find, spelled } from "./dom.js";
import { decades, nearest, steps, wholes } from "./scales.js";
import { LENGTHS, RULES } from "./state.js";

const SHAPE = [
  { name: "initial-learning-rate", hint: "The rate of step 0: finite, at least 0", values: decades(-6, 1) },
  { name: "first-decay-steps", hint: "The length of the first cycle: steps, or epochs as in 10ep", values: wholes(6) },
  { name: "t-mul", hint: "Each cycle is this many times as long as the one before: above 0", values: steps(0.5, 4, 2).filter((_, index) => index % 5 === 0) },
  { name: "m-mul", hint: "Each peak is this many times as high above the floor: at least 0", values: steps(0, 1.5, 2) },
  { name: "alpha", hint: "The floor as a fraction of initial_learning_rate: 0 to 1", values: ["0", ...decades(-5, 0)] },
  { name: "name", hint: "Any text; it is carried along", text: true },
];
const LENGTH_VALUES = { steps: wholes(8), epochs: wholes(3), cycles: steps(1, 20, 0) };
const UNITS = [
  { name: "dataset-size", hint: "Samples in an epoch" },
  { name: "batch-size", hint: "Samples that a process takes at a time" },
  { name: "accumulate", hint: "Batches accumulated for a step" },
  { name: "processes", hint: "Processes that train together" },
  { name: "drop-last", hint: "Leave out an incomplete last batch", on: true },
];
const PLAN = [
  { name: "warmup-steps", hint: "Steps of warm-up, or epochs as in 1ep; no warm-up if empty", values: ["", ...wholes(5)] },
  { name: "cycle-limit", hint: "Cycles, after which the rate stays at the floor; no limit if empty", values: ["", ...steps(1, 20, 0)] },
];
const MORE = [
  { name: "warmup-start", hint: "The rate that the warm-up starts from" },
  { name: "warmup-shape", hint: "The shape of the warm-up" },
  { name: "warmup-place", hint: "Before the schedule, in its first steps, or in those of every cycle" },
  { name: "warmup-to-peak", hint: "A warm-up inside rises to the peak", on: true },
  { name: "eta-min", hint: "The floor as a rate, instead of alpha" },
  { name: "closed", hint: "The last step of a cycle has the floor itself", on: true },
  { name: "scale", hint: "A factor for all rates" },
  { name: "clamp", hint: "MIN:MAX, the lowest and the highest rate; either may be left out" },
  { name: "dtype", hint: "The type that rates are rounded to" },
];

// Builds the form; `changed(name, isSettled)` is called for whatever is set in the state.
export class Fields {
  constructor(state, changed) {
    this.state = state;
    this.changed = changed;
    this.shown = new Map();
    this.legend = element("legend");
    this.shape = element("fieldset", {}, this.legend, ...SHAPE.map((field) => this.field(field)));
    this.file = element("fieldset", { hidden: true });
    this.units = element("p", { class: "hint" });
    this.plan = element("legend");
    this.more = element("summary");
    const details = (summary, fields, ...after) => element("details", {}, summary, ...fields.map((field) => this.field(field)), ...after);
    find("fields").append(
      this.shape, this.file,
      element("fieldset", {}, element("legend", {}, "Run"), this.length(), details(element("summary", {}, "Epochs"), UNITS, this.units)),
      element("fieldset", {}, this.plan, ...PLAN.map((field) => this.field(field)), details(this.more, MORE)));
    find("fields").addEventListener("submit", (event) => event.preventDefault());
  }

  // Sets a value from an event: `input` while somebody is at it, `change` when it is settled.
  listen(name, read) {
    const on = (event) => {
      read(event.currentTarget);
      this.changed(name, event.type === "change");
    };
    return { oninput: on, onchange: on };
  }

  field(field) {
    const { name, hint, values, text, on } = field;
    const choices = RULES.choices[name];
    const attributes = { id: name, name, "aria-describedby": `${name}-hint`, "aria-errormessage": "problem" };
    const set = (control) => this.state.set(name, control.value.trim());
    let control;
    let slider;
    if (choices) {
      control = element("select", { ...attributes, ...this.listen(name, set) }, ...choices.map((choice) => element("option", {}, choice)));
    } else if (on) {
      control = element("input", { type: "checkbox", ...attributes, ...this.listen(name, (box) => this.state.turn(name, box.checked)) });
    } else {
      const kind = text ? {} : { inputmode: "decimal", class: "number" };
      control = element("input", { type: "text", spellcheck: "false", ...kind, ...attributes, ...this.listen(name, set) });
    }
    if (values) slider = this.slider(name, () => values, (value) => this.state.set(name, value));
    this.shown.set(name, { control, slider, values });
    return element("div", { class: on ? "field switch" : "field" },
      element("label", { for: name }, spelled(name)), control, ...(slider ? [slider] : []),
      element("p", { class: "hint", id: `${name}-hint` }, hint));
  }

  slider(name, values, set) {
    const read = (slider) => set(values()[Number(slider.value)]);
    return element("input", {
      type: "range", min: 0, max: values().length - 1, step: 1, "aria-label": `${spelled(name)}, slider`, "data-of": name, ...this.listen(name, read),
    });
  }

  // The length of the run in a unit of one's choice.
  length() {
    const unit = () => this.unit.value;
    const set = (value) => this.state.set(unit(), value);
    const chosen = () => set(this.lengthIn(unit()));
    this.unit = element("select", { id: "unit", "aria-label": "Unit of the length of the run", ...this.listen("steps", chosen) }, ...LENGTHS.map((name) => element("option", {}, name)));
    this.lengthBox = element("input", {
      id: "length", type: "text", inputmode: "decimal", class: "number", spellcheck: "false", "aria-describedby": "length-hint", "aria-errormessage": "problem",
      ...this.listen("steps", (box) => set(box.value.trim())),
    });
    this.lengthSlider = this.slider("length", () => LENGTH_VALUES[unit()], set);
    return element("div", { class: "field" },
      element("label", { for: "length" }, "length"), element("span", { class: "pair" }, this.lengthBox, this.unit), this.lengthSlider,
      element("p", { class: "hint", id: "length-hint" }, "Where the run ends; if empty, enough of the curve is shown"));
  }

  // About the same length in another unit.
  lengthIn(unit) {
    const { chart, steps_per_epoch: perEpoch } = this.view;
    if (unit === "cycles") return "4";
    if (unit === "steps") return String(chart.steps);
    return perEpoch === null ? "10" : String(Math.max(1, Math.round(Number(chart.steps) / perEpoch)));
  }

  // Shows what the state holds, except where somebody is typing.
  show(state = this.state) {
    this.state = state;
    const letter = "ABCD"[state.active];
    this.legend.textContent = state.count > 1 ? `Schedule ${letter}` : "Schedule";
    this.plan.textContent = state.count > 1 ? `Plan of ${letter}` : "Plan";
    this.more.textContent = state.count > 1 ? "More, for all" : "More";
    for (const [name, { control, slider, values }] of this.shown) {
      const value = state.get(name);
      if (control.type === "checkbox") control.checked = state.has(name);
      else if (control !== document.activeElement) control.value = value;
      control.disabled = !state.isUsable(name);
      control.closest(".field").classList.toggle("own", state.isOwn(name) && value !== state.get(name, 0));
      if (slider) this.place(slider, values, value);
    }
    const unit = LENGTHS.find((name) => state.has(name)) ?? "steps";
    this.unit.value = unit;
    const value = state.get(unit);
    if (this.lengthBox !== document.activeElement) this.lengthBox.value = value;
    this.lengthSlider.max = String(LENGTH_VALUES[unit].length - 1);
    if (value) this.place(this.lengthSlider, LENGTH_VALUES[unit], value);
    this.shape.hidden = state.has("config");
    this.file.hidden = !state.has("config");
  }

  place(slider, values, value) {
    if (values[Number(slider.value)] !== value) slider.value = String(nearest(values, value));
    slider.setAttribute("aria-valuetext", value || "none");
  }

  // What the answer says of the schedule of a file, and of the units.
  explain(view) {
    const { schedules: [first], steps_per_epoch: perEpoch } = view;
    this.view = view;
    this.units.textContent = perEpoch === null ? "" : `An epoch has ${perEpoch.toLocaleString("en")} ${perEpoch === 1 ? "step" : "steps"}.`;
    if (!LENGTHS.some((name) => this.state.has(name))) {
      this.lengthBox.placeholder = String(view.chart.steps);
      this.place(this.lengthSlider, LENGTH_VALUES.steps, this.lengthBox.placeholder);
    }
    if (!this.state.has("config")) return;
    const lines = first.parameters.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
    const leave = () => {
      this.state.take([["initial-learning-rate", "0.1"], ["first-decay-steps", "1000"]]);
      this.changed("config", true);
    };
    this.file.replaceChildren(element("legend", {}, "Schedule of a file"), element("p", { class: "hint" }, first.class), element("dl", {}, ...lines), button("Shape one by hand", leave));
  }

  // Marks the field that a message is about.
  blame(message = "") {
    const [, named] = message.replace(/^--vs: /, "").match(/^(?:.*?--)?([a-z]+(?:[_-][a-z]+)*)/) ?? [];
    const name = message.startsWith("-s:") ? "first-decay-steps" : named?.replaceAll("_", "-");
    const isLength = LENGTHS.includes(name);
    this.lengthBox.setAttribute("aria-invalid", String(isLength));
    for (const [known, { control }] of this.shown) control.setAttribute("aria-invalid", String(known === name));
    for (const details of document.querySelectorAll("#fields details")) {
      if (details.querySelector("[aria-invalid=true]")) details.open = true;
    }
  }
}

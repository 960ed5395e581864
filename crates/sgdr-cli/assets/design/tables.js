// What the tables say: the cycles, the differences, and the picture as numbers.

import { element, find, swatch, table } from "./dom.js";

const letters = [..."ABCD"];

// The same content is not put in again, so that a selection in it stays.
const fill = (id, ...content) => {
  const place = find(id).querySelector(".scroll");
  const made = element("div", {}, ...content);
  if (place.firstChild?.innerHTML !== made.innerHTML) place.replaceChildren(made);
};

const head = (index, count) => (count > 1 ? [swatch(index), ` ${letters[index]}`] : []);
const heads = (schedules) => schedules.map((_, index) => element("span", {}, ...head(index, schedules.length)));

export const showTables = ({ schedules, differences, rates }, active) => {
  const { cycles, label } = schedules[active];
  find("cycles").hidden = !cycles;
  if (cycles) {
    const of = schedules.length > 1 ? [element("p", { class: "note" }, ...head(active, schedules.length), ` ${label}`)] : [];
    const more = cycles.of === null ? [] : [element("p", { class: "note" }, `The first ${cycles.rows.length} of ${cycles.of} cycles.`)];
    fill("cycles", ...of, table(cycles.head, cycles.rows), ...more);
  }
  find("differences").hidden = schedules.length < 2;
  if (schedules.length > 1) fill("differences", table(["parameter", ...heads(schedules)], differences.map(([name, values]) => [name, ...values]), { class: "texts" }));
  const names = schedules.length > 1 ? heads(schedules) : ["learning rate"];
  fill("rates", element("p", { class: "note" }, rates.every === "1" ? "Every step." : `Every ${rates.every} steps, and the last step.`), table(["step", ...names], rates.rows));
};

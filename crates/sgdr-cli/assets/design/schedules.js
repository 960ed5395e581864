// The schedules side by side: which one is shaped, and others to compare with.

import { button, element, find, swatch } from "./dom.js";
import { MOST } from "./state.js";

const LETTERS = "ABCD";

// `changed(isOther)` is called when the state has changed: by a schedule more or less, or by another one that is shaped.
export const showSchedules = (state, { schedules }, changed) => {
  const focused = document.activeElement?.closest("#schedules")?.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const choose = (index) => () => {
    state.active = index;
    changed(false);
  };
  const remove = (index) => () => {
    state.remove(index);
    changed(true);
  };
  const add = () => {
    state.add();
    changed(true);
  };
  const shown = schedules.map(({ label, class: name }, index) => {
    const isActive = index === state.active;
    const text = element("span", {}, ...(schedules.length > 1 ? [element("b", {}, LETTERS[index]), ` ${label}`] : [name]));
    const pill = button("", choose(index), { class: "pill", "aria-pressed": String(isActive), "data-key": `pick-${index}` });
    pill.append(swatch(index), text);
    const gone = index > 0 ? [button("\u00d7", remove(index), { class: "gone", "aria-label": `Remove schedule ${LETTERS[index]}`, "data-key": `gone-${index}` })] : [];
    return element("span", { class: isActive ? "schedule active" : "schedule" }, pill, ...gone);
  });
  const canAdd = schedules.length < MOST && !state.has("config");
  const more = canAdd ? [button("+ compare", add, { class: "more", "aria-label": "Compare with another schedule", "data-key": "more" })] : [];
  find("schedules").replaceChildren(...shown, ...more);
  if (focused) find("schedules").querySelector(`[data-key="${focused}"]`)?.focus();
};

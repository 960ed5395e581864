// The page: what is set goes to the server, what it answers is shown.

import { Code } from "./code.js";
import { button, copy, element, find } from "./dom.js";
import { Fields } from "./fields.js";
import { downloads, opener } from "./files.js";
import { Point } from "./point.js";
import { showSchedules } from "./schedules.js";
import { answer, ask, latest } from "./server.js";
import { State } from "./state.js";
import { showTables } from "./tables.js";
import { startTheme } from "./theme.js";

const here = () => (location.hash.length > 1 ? State.ofLink(location.hash.slice(1)) : new State(sgdrStart.flags));

let state = here();
// The question that was asked before all of this was there.
const begun = String(state);
let first = sgdrFirst;
let chart;
let view;
// What the view is about; the state may be beyond it, and wrong.
let form;
let range = null;

// ---- the link: an entry of the history for each settled change

const settled = { name: null, at: 0 };
const remember = (name) => {
  const link = `#${state}`;
  if (link === location.hash || (location.hash === "" && String(state) === String(new State(sgdrStart.flags)))) return;
  // A key held down on a slider settles many times; that is one change.
  const isSame = name !== null && settled.name === name && performance.now() - settled.at < 1000;
  history[isSame ? "replaceState" : "pushState"](null, "", link);
  Object.assign(settled, { name, at: performance.now() });
};

// ---- questions and answers

const problem = (refused) => {
  const place = find("problem");
  place.hidden = !refused;
  place.textContent = refused ? refused.message + (refused.hint ? ` (${refused.hint})` : "") : "";
  fields.blame(refused?.message);
  document.body.classList.toggle("refused", Boolean(refused));
};

let leisure;
const show = () => {
  const { schedules } = view;
  // A schedule that has just been added is not in the answer yet.
  const active = Math.min(state.active, schedules.length - 1);
  showSchedules(state, view, (isOther) => {
    if (isOther) changed(null, true);
    else show();
  });
  fields.show(state);
  fields.explain(view);
  find("main").dataset.schedule = String(active);
  document.querySelector(".findings").classList.toggle("compared", schedules.length > 1);
  document.title = `sgdr: ${view.title}`;
  const { end, fixes } = schedules[active];
  find("sentence").textContent = end;
  find("fixes").replaceChildren(...fixes.map(({ change, outcome, flags }) => {
    const made = button(change, () => apply(flags));
    made.append(element("small", {}, outcome));
    return made;
  }));
  chart?.lead(active);
  // While a slider moves, what is read at leisure waits.
  clearTimeout(leisure);
  const tell = () => {
    showTables(view, active);
    code.show(form, active, view);
    saved(view);
  };
  if (find("main").classList.contains("starting")) tell();
  else leisure = setTimeout(tell, 80);
};

const apply = (flags) => {
  flags.forEach(([name, value]) => state.set(name, value));
  changed(null, true);
};

const refresh = latest(async () => {
  const columns = Math.max(160, Math.round(find("chart").clientWidth / 2));
  try {
    const asked = String(state);
    const sent = asked === begun ? first : null;
    first = null;
    view = await (sent ? answer(sent) : ask("view", { columns, ...range }, asked));
    form = asked;
    problem(null);
    if (chart) chart.update(view.chart);
    else begin();
    show();
    performance.mark("sgdr-drawn");
    point.again(form);
  } catch (refused) {
    if (!refused.message || refused instanceof TypeError) throw refused;
    problem(refused);
    fields.show(state);
  }
  find("main").classList.remove("starting");
  find("main").classList.toggle("empty", !view);
});

const begin = () => {
  chart = sgdrChart(find("chart"), view.chart, { read: (step) => point.read(step), axis: setAxis, zoomed, height });
  document.querySelector(".sgdr-stage").setAttribute("aria-describedby", "sentence");
};

const changed = (name, isSettled) => {
  if (isSettled) remember(name);
  fields.show(state);
  refresh();
};

const setAxis = (log) => {
  state.turn("log", log);
  changed("log", true);
};

// A closer look has points of its own, once it is settled.
let look;
const zoomed = (from, to) => {
  const wanted = from === undefined ? null : { from: Math.max(from, 0), to };
  if (JSON.stringify(wanted) === JSON.stringify(range)) return;
  range = wanted;
  clearTimeout(look);
  look = setTimeout(refresh, 120);
};

const height = () => (innerWidth < 900 ? Math.max(200, Math.min(260, innerHeight * 0.32)) : Math.max(280, Math.min(420, innerHeight - 400)));

// ---- the parts

const fields = new Fields(state, changed);
const point = new Point();
const code = new Code(sgdrStart.targets);
const saved = downloads(() => form, problem);
opener(({ flags }) => {
  state.take(flags);
  changed(null, true);
}, problem);
startTheme(() => chart?.redraw());
find("link").addEventListener("click", (event) => {
  remember(null);
  copy(location.hash ? location.href : `${location.href}#${state}`, event.currentTarget);
});
addEventListener("popstate", () => {
  state = here();
  settled.name = null;
  fields.show(state);
  refresh();
});
fields.show(state);
refresh();

// The schedule as code for other libraries, each with what is lost there.

import { copy, button, element, find } from "./dom.js";
import { ask, latest } from "./server.js";

const TITLES = {
  command: "sgdr", pytorch: "PyTorch", optax: "Optax", paddle: "Paddle", transformers: "Transformers", composer: "Composer",
  keras: "Keras JSON", "keras-python": "Keras", r: "R", candle: "candle", burn: "burn",
};

export class Code {
  constructor(targets) {
    this.target = "command";
    this.tabs = ["command", ...targets].map((target) => button(TITLES[target] ?? target, () => this.choose(target), {
      role: "tab", id: `tab-${target}`, "aria-controls": "code-panel", "data-target": target, onkeydown: (event) => this.keys(event),
    }));
    this.text = element("code");
    this.copy = button("Copy", () => copy(this.text.textContent, this.copy), { class: "copy", "aria-label": "Copy the code" });
    this.notes = element("ul", { class: "notes" });
    find("code").append(
      element("div", { role: "tablist", "aria-labelledby": "code-title" }, ...this.tabs),
      element("div", { role: "tabpanel", id: "code-panel", "aria-labelledby": "tab-command" },
        element("div", { class: "pre" }, element("pre", { tabindex: "0", role: "region", "aria-label": "Code" }, this.text), this.copy), this.notes));
    this.ask = latest((...shown) => this.load(...shown));
    this.mark();
  }

  // The code for a schedule of what is shown; `view` is the answer about it.
  show(form, active, view) {
    this.shown = [form, active, view];
    this.ask(...this.shown);
  }

  choose(target) {
    this.target = target;
    this.mark();
    if (this.shown) this.show(...this.shown);
  }

  mark() {
    for (const tab of this.tabs) {
      const isChosen = tab.dataset.target === this.target;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    find("code-panel").setAttribute("aria-labelledby", `tab-${this.target}`);
  }

  keys(event) {
    const at = this.tabs.indexOf(event.currentTarget);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs.at(to % this.tabs.length);
    tab.focus();
    this.choose(tab.dataset.target);
  }

  async load(form, active, view) {
    if (this.target === "command") return this.put(view.command, fileNote(view), []);
    try {
      const { code, notes, losses } = await ask("convert", { to: this.target, of: active }, form);
      this.put(code, notes, losses);
    } catch (refused) {
      this.put("", [refused.hint].filter(Boolean), [refused.message]);
    }
  }

  put(code, notes, losses) {
    if (this.text.textContent !== code) this.text.textContent = code;
    this.text.closest(".pre").hidden = code === "";
    const isExact = this.target !== "command" && losses.length === 0;
    this.text.parentElement.classList.toggle("command", this.target === "command");
    const line = (kind, text) => element("li", { class: kind }, element("b", {}, kind), ` ${text}`);
    this.notes.replaceChildren(
      ...losses.map((text) => line(code ? "loss" : "impossible", text)), ...(isExact ? [line("exact", "nothing is lost over this run")] : []), ...notes.map((text) => line("note", text)));
  }
}

const fileNote = ({ command }) => (command.includes("--config schedule.json") ? ["schedule.json: the text of the tab Keras JSON, plan and all"] : []);

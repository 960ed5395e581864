// Files: a schedule to open, and the run to save.

import { button, element, find } from "./dom.js";
import { ask, load } from "./server.js";

const FORMATS = ["svg", "png", "csv", "json", "html"];
const ROWS = ["csv", "json"];

// Makes the buttons; `form()` is the run as the server knows it. Returns what to call with each view.
export const downloads = (form, failed) => {
  const note = element("p", { class: "note" });
  let every = 1;
  const save = async (format) => {
    try {
      const query = ROWS.includes(format) && every > 1 ? { format, every } : { format };
      const url = URL.createObjectURL(await load("export", query, form()));
      element("a", { href: url, download: `schedule.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      failed(null);
    } catch (refused) {
      failed(refused);
    }
  };
  find("files").append(element("div", { class: "row" }, ...FORMATS.map((format) => button(format.toUpperCase(), () => save(format), { "data-format": format }))), note);
  return (view) => {
    every = view.every;
    note.textContent = every > 1 ? `CSV and JSON have a row for every ${every.toLocaleString("en")} steps; the pictures show every restart.` : "CSV and JSON have a row for every step.";
  };
};

// Opens what is dropped or chosen; `opened(found)` gets the flags for it.
export const opener = (opened, failed) => {
  const open = async (file) => {
    if (!file) return;
    try {
      opened(await ask("check", { name: file.name }, file), file.name);
    } catch (refused) {
      failed(refused);
    }
  };
  find("open").addEventListener("change", (event) => {
    open(event.target.files[0]);
    event.target.value = "";
  });
  const has = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const drop = find("drop");
  addEventListener("dragenter", (event) => has(event) && (drop.hidden = false));
  addEventListener("dragover", (event) => has(event) && event.preventDefault());
  addEventListener("dragleave", (event) => event.relatedTarget === null && (drop.hidden = true));
  addEventListener("drop", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    drop.hidden = true;
    open(event.dataTransfer.files[0]);
  });
};

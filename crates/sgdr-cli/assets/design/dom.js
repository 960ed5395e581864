// Elements, and texts about numbers that the server has made.

export const find = (id) => document.getElementById(id);

// An element with attributes, those that begin with "on" being listeners, and children.
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

export const button = (text, onclick, attributes = {}) => element("button", { type: "button", onclick, ...attributes }, text);

// A table with a row of heads and rows of texts; the first of each row is its head.
export const table = (heads, rows, attributes = {}) =>
  element("table", attributes,
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map(([first, ...cells]) =>
      element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((cell) => element("td", {}, cell))))));

export const swatch = (index) => element("i", { class: `sgdr-swatch sgdr-c${index}`, "aria-hidden": "true" });

// "first-decay-steps" as Keras spells it.
export const spelled = (name) => name.replaceAll("-", "_");

// Copies a text, and says so on the button for a moment.
export const copy = async (text, pressed) => {
  const before = pressed.dataset.text ?? pressed.textContent;
  pressed.dataset.text = before;
  try {
    await navigator.clipboard.writeText(text);
    pressed.textContent = "Copied";
  } catch {
    pressed.textContent = "Not allowed";
  }
  setTimeout(() => (pressed.textContent = before), 1500);
};

// Light, dark, or as the system is.

import { find } from "./dom.js";

const KEY = "sgdr-theme";

// A browser may keep nothing; then the choice lasts as long as the page.
const kept = (work) => {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
};

export const startTheme = (changed) => {
  const choice = find("theme");
  choice.value = kept((storage) => storage.getItem(KEY)) ?? "";
  const apply = () => (document.documentElement.style.colorScheme = choice.value || "light dark");
  apply();
  choice.addEventListener("change", () => {
    kept((storage) => storage.setItem(KEY, choice.value));
    apply();
    changed();
  });
};

// The page's words in the language that was chosen.

import { state } from "../store.js";

let words = {};

export async function load() {
  words = (state.language === "ko" ? await import("./ko.js") : await import("./en.js")).default;
  document.documentElement.lang = state.language;
}

/** Takes in the words of one view, which are fetched only when it is opened. */
export function add(more) {
  words = { ...words, ...more };
}

/** The words of a key that there may be none for. */
export function told(key) {
  return words[key];
}

/**
 * The words of a key, with values in the places of {names}. "one|many" is chosen by the value n.
 */
export function t(key, values = {}) {
  const forms = (words[key] ?? key).split("|");
  const text = forms.length > 1 && values.n !== 1 ? forms[1] : forms[0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

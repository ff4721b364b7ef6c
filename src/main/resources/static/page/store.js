// What every part of the page shares: a handful of values, and who wants to know when they change.

const listeners = new Set();

export const state = {
  language: storedLanguage(),
  service: null,
  keyWanted: false,
  helpShown: false,
  news: "",
};

function storedLanguage() {
  try {
    const kept = localStorage.getItem("language");
    if (kept === "en" || kept === "ko") {
      return kept;
    }
  } catch {
    // A browser that keeps nothing still has a language of its own
  }
  return navigator.language?.startsWith("ko") ? "ko" : "en";
}

export function change(values) {
  Object.assign(state, values);
  listeners.forEach((listener) => listener());
}

export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells a screen reader, and nobody else. */
export function announce(text) {
  if (state.news !== text) {
    change({ news: text });
  }
}

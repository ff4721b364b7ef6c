// The keyboard: the same keys in every view.

import { change, state } from "./store.js";

export const KEYS = [
  ["?", "keys.help"],
  ["g s", "keys.start"],
  ["g d", "nav.datasets"],
  ["g n", "nav.new"],
  ["g j", "nav.jobs"],
  ["g m", "nav.models"],
  ["g t", "nav.trace"],
  ["g g", "nav.guide"],
  ["g v", "nav.service"],
  ["t", "keys.tables"],
  ["space", "keys.play"],
  [".", "keys.step"],
  ["r", "keys.rewind"],
  ["← →", "keys.move"],
];

const PLACES = { s: "", d: "datasets", n: "new", j: "jobs", m: "models", t: "trace", g: "guide", v: "service" };
let going = false;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

export function press(event, view) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) {
    return;
  }
  if (going) {
    going = false;
    if (event.key in PLACES) {
      event.preventDefault();
      location.hash = "#/" + PLACES[event.key];
    }
    return;
  }
  if (event.key === "?") {
    change({ helpShown: !state.helpShown });
  } else if (event.key === "g") {
    going = true;
  } else if (event.key === "t") {
    tables(event.target);
  } else if (view?.keys?.[event.key] && !(event.key === " " && event.target.closest("button, a, summary"))) {
    event.preventDefault();
    view.keys[event.key]();
  }
}

/** Opens or closes the table of the picture that has the focus, or else of all. */
function tables(target) {
  const near = target.closest("figure");
  const all = [...(near ?? document).querySelectorAll("details.numbers")];
  const open = all.some((it) => !it.open);
  all.forEach((it) => (it.open = open));
}

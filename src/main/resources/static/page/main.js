// Opens the view that the address names, and draws the page again when something has changed.

import { get } from "./api.js";
import { html, render } from "./lit.js";
import { match, parse } from "./router.js";
import { frame } from "./shell.js";
import { announce, change, onChange, state } from "./store.js";
import { load, t } from "./text/text.js";
import { copyInFull } from "./parts/copy.js";
import { heading, trouble } from "./parts/words.js";
import { press } from "./keys.js";

const VIEWS = [
  ["", () => import("./views/start.js")],
  ["datasets", () => import("./views/datasets.js")],
  ["datasets/:id", () => import("./views/dataset.js")],
  ["new", () => import("./views/new.js")],
  ["jobs", () => import("./views/jobs.js")],
  ["jobs/:id", () => import("./views/job.js")],
  ["jobs/:id/steps/:step", () => import("./views/step.js")],
  ["trace", () => import("./views/trace.js")],
  ["compare", () => import("./views/compare.js")],
  ["sweeps", () => import("./views/sweeps.js")],
  ["sweeps/:id", () => import("./views/sweep.js")],
  ["models", () => import("./views/models.js")],
  ["models/:id", () => import("./views/model.js")],
  ["guide", () => import("./views/guide.js")],
  ["service", () => import("./views/service.js")],
  ["keys", () => import("./views/keys.js")],
];

const NEWS_MS = 1_000;
const LONGEST_MS = 3_000;
// Of one processor's time, what drawing may take that nobody asked for
const SHARE = 0.01;

let view = null;
let opened = "";
let due = false;
let soon = 0;
// Whether somebody asked for the drawing that is due, as against news
let asked = false;
let drawn = 0;
let pause = NEWS_MS;
const painted = new MessageChannel();
painted.port2.onmessage = ({ data }) => (pause = Math.min(LONGEST_MS, Math.max(NEWS_MS, (performance.now() - data) / SHARE)));

/** What a view may ask of the page. */
function pageFor(address) {
  const closing = [];
  return {
    ...address,
    get open() {
      return view?.page === this;
    },
    update,
    news,
    // Whether what is being drawn came by itself
    unasked: false,
    announce,
    onClose: (ended) => closing.push(ended),
    close: () => closing.splice(0).forEach((ended) => ended()),
  };
}

async function open() {
  const address = parse();
  const [module, values] = found(address.path);
  opened = location.hash;
  const page = pageFor({ ...address, values });
  const words = await module().catch(() => ({ open: away }));
  if (opened !== location.hash) {
    return;
  }
  view?.page.close();
  view = { page, title: () => t("notFound"), render: () => html`` };
  const made = await words.open(page);
  if (view.page !== page) {
    page.close();
    return;
  }
  view = { ...made, page };
  draw();
}

/** In place of a view that could not be fetched. */
function away() {
  return { title: () => "Descent", render: () => html`${heading("Descent")}${trouble({ status: 0 }, () => location.reload())}` };
}

function found(path) {
  for (const [pattern, module] of VIEWS) {
    const values = match(pattern, path);
    if (values) {
      return [module, values];
    }
  }
  return [() => import("./views/missing.js"), {}];
}

async function navigate() {
  const first = view === null;
  await open();
  if (!first) {
    scrollTo(0, 0);
    document.querySelector("h1")?.focus();
  }
}

function update() {
  asked = true;
  request();
}

function request() {
  if (!due) {
    due = true;
    requestAnimationFrame(draw);
  }
}

/** For what comes by itself: once a second at most, and less where a drawing takes long. */
function news() {
  soon ||= setTimeout(request, Math.max(0, drawn + pause - performance.now()));
}

function draw() {
  due = false;
  clearTimeout(soon);
  soon = 0;
  if (view) {
    drawn = performance.now();
    view.page.unasked = !asked;
    asked = false;
    const title = view.title() === "Descent" ? "Descent" : `${view.title()} · Descent`;
    if (document.title !== title) {
      document.title = title;
    }
    render(frame(view, language), document.body);
    // Comes when the browser has laid out and painted what is new
    painted.port1.postMessage(drawn);
  }
}

async function language(next) {
  state.language = next;
  try {
    localStorage.setItem("language", next);
  } catch {
    // Then the choice lasts as long as the page
  }
  await load();
  await view?.words?.();
  update();
}

onChange(update);
addEventListener("hashchange", () => location.hash !== opened && navigate());
// A hidden page asks for no animation frames, so what came meanwhile is drawn when it is seen again
document.addEventListener("visibilitychange", () => !document.hidden && draw());
addEventListener("keydown", (event) => press(event, view));
addEventListener("copy", copyInFull);
await load();
await navigate();
get("/api/v1").then((service) => change({ service }), () => {});

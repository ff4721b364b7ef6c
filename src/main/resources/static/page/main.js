// Keeps the list of the newest jobs up to date, for as long as somebody looks at it.

import { newestJobs, service } from "./api.js";
import { counted } from "./format.js";
import { Row, unfinished } from "./rows.js";

const LIMIT = 50;
const BUSY_MS = 1_000;
const IDLE_MS = 4_000;
const LONGEST_MS = 30_000;

const at = (id) => document.getElementById(id);
const rows = new Map();
const statuses = new Map();
let failures = 0;
let timer = 0;

async function refresh() {
  clearTimeout(timer);
  let wait = IDLE_MS;
  try {
    const page = await newestJobs(LIMIT);
    show(page);
    wait = page.items.some(unfinished) ? BUSY_MS : IDLE_MS;
    recovered();
  } catch (error) {
    wait = troubled(error);
  }
  if (!document.hidden) {
    timer = setTimeout(refresh, wait);
  }
}

function show({ items, next_cursor: next }) {
  at("empty").hidden = items.length > 0;
  at("jobs").hidden = items.length === 0;
  at("more").hidden = next === null;
  at("more").textContent = `These are the newest ${items.length}; the API lists the others.`;
  at("counts").textContent = summary(items);
  const now = Date.now();
  const body = at("jobs").tBodies[0];
  drop(new Set(items.map((job) => job.id)));
  items.forEach((job, index) => {
    const row = rows.get(job.id) ?? added(job.id);
    row.show(job, now);
    if (body.children[index] !== row.element) {
      body.insertBefore(row.element, body.children[index] ?? null);
    }
  });
  announce(items);
}

function added(id) {
  const row = new Row();
  rows.set(id, row);
  return row;
}

function drop(kept) {
  for (const [id, row] of rows) {
    if (!kept.has(id)) {
      row.element.remove();
      rows.delete(id);
      statuses.delete(id);
    }
  }
}

function summary(items) {
  const running = items.filter((job) => job.status === "running").length;
  const queued = items.filter((job) => job.status === "queued").length;
  const parts = [];
  if (running) {
    parts.push(`${running} running`);
  }
  if (queued) {
    parts.push(`${queued} in the queue`);
  }
  return parts.length ? parts.join(", ") : items.length ? `${counted(items.length, "job")}, none running` : "";
}

// Tells a screen reader what changed, and only that
function announce(items) {
  const news = items.filter((job) => statuses.has(job.id) && statuses.get(job.id) !== job.status);
  items.forEach((job) => statuses.set(job.id, job.status));
  if (news.length) {
    at("news").textContent = news.map((job) => `${job.name}: ${job.status}`).join(", ");
  }
}

function recovered() {
  failures = 0;
  at("trouble").hidden = true;
  document.body.classList.remove("stale");
}

function troubled(error) {
  failures += 1;
  at("trouble").textContent = `The list is not up to date: ${error.message}. Trying again.`;
  at("trouble").hidden = false;
  document.body.classList.add("stale");
  return Math.min(LONGEST_MS, BUSY_MS * 2 ** failures);
}

async function about() {
  try {
    const { version, commit, kernel } = await service();
    at("about").textContent = `Descent ${version} (${commit}), ${kernel} kernel`;
  } catch {
    at("about").textContent = "";
  }
}

at("upload").textContent =
  `curl -F file=@iris.csv ${location.origin}/api/v1/datasets`;
document.addEventListener("visibilitychange", () => document.hidden || refresh());
about();
refresh();

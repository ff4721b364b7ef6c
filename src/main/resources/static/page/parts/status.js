// A job in a few words: its status, how far it is, what it has reached.

import { html, nothing } from "../lit.js";
import { duration, percent, score } from "../format.js";
import { figures } from "./words.js";
import { t } from "../text/text.js";

const ENDED = new Set(["succeeded", "failed", "cancelled"]);
export const ended = (job) => ENDED.has(job.status);
export const moving = (job) => ["running", "pausing", "cancelling"].includes(job.status);

export function badge(status) {
  return html`<span class="badge" data-status=${status}>${t("status." + status)}</span>`;
}

export function progressBar(job) {
  const { progress = {} } = job;
  const done = job.status === "succeeded" ? 1 : progress.fraction ?? 0;
  return html`<progress max="1" .value=${done} data-status=${job.status} aria-label=${t("job.progress", { name: job.name, percent: percent(done, 0) })}></progress>`;
}

/** "epoch 3 of 20 · 12 s left" */
export function progressWords(job) {
  const { progress = {} } = job;
  if (job.status === "queued") {
    return job.queue_position ? t("job.queue", { place: job.queue_position }) : t("job.waiting");
  }
  const parts = [];
  if (progress.epochs) {
    parts.push(t("job.epochs", { done: progress.epoch, all: progress.epochs }));
  }
  if (moving(job) && progress.eta_seconds !== null && progress.eta_seconds !== undefined) {
    parts.push(t("job.left", { time: duration(progress.eta_seconds) }));
  }
  return parts.join(" · ");
}

export function lossOf(metrics) {
  return html`<span>${figures(metrics?.train_loss)}</span>${metrics?.validation_loss === null || metrics?.validation_loss === undefined ? nothing
    : html`<small>${t("validation")} ${figures(metrics.validation_loss)}</small>`}`;
}

export function scoreOf(metrics) {
  if (!metrics) {
    return "–";
  }
  const held = score(metrics, "validation");
  return html`<span>${figures(score(metrics, "train").value, score(metrics, "train").text)}</span>${held.value === null || held.value === undefined ? nothing : html`<small>${t("validation")} ${figures(held.value, held.text)}</small>`}`;
}

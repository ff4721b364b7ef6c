// One table row per job. Text from the service is only ever set as text, never as markup.

import { ago, duration, loss, percent, score } from "./format.js";

const MOVING = new Set(["running", "pausing", "cancelling"]);

/** Whether the job can still change by itself. */
export const unfinished = (job) => MOVING.has(job.status) || job.status === "queued" || job.status === "paused";

export class Row {
  constructor() {
    this.element = document.createElement("tr");
    this.name = this.#cell("Job", "name");
    this.status = this.#cell("Status", "status");
    this.progress = this.#cell("Progress", "progress");
    this.loss = this.#cell("Loss", "number");
    this.accuracy = this.#cell("Accuracy or R²", "number");
    this.created = this.#cell("Created", "number");
    this.#build();
  }

  #cell(label, style) {
    const cell = document.createElement(label === "Job" ? "th" : "td");
    if (label === "Job") {
      cell.scope = "row";
    }
    cell.className = style;
    cell.dataset.label = label;
    this.element.append(cell);
    return cell;
  }

  #build() {
    this.link = this.#child(this.name, "a");
    this.note = this.#child(this.name, "small");
    this.badge = this.#child(this.status, "span", "badge");
    this.phase = this.#child(this.status, "small");
    this.bar = this.#child(this.progress, "progress");
    this.bar.max = 1;
    this.steps = this.#child(this.progress, "small");
    this.train = this.#child(this.loss, "span");
    this.validation = this.#child(this.loss, "small");
    this.trainScore = this.#child(this.accuracy, "span");
    this.validationScore = this.#child(this.accuracy, "small");
    this.time = this.#child(this.created, "time");
  }

  #child(parent, tag, style = "") {
    const child = document.createElement(tag);
    child.className = style;
    parent.append(child);
    return child;
  }

  /** Shows the job as it is now. */
  show(job, now) {
    text(this.link, job.name);
    this.link.href = "/api/v1/jobs/" + encodeURIComponent(job.id);
    text(this.note, note(job));
    text(this.badge, job.status);
    this.badge.dataset.status = job.status;
    text(this.phase, job.status === "running" && job.phase ? job.phase : "");
    this.#showProgress(job);
    this.#showMetrics(job.latest ?? {});
    text(this.time, ago(job.created_at, now));
    this.time.dateTime = job.created_at;
    this.time.title = new Date(job.created_at).toLocaleString();
  }

  #showProgress(job) {
    const progress = job.progress ?? {};
    const done = job.status === "succeeded" ? 1 : progress.fraction ?? 0;
    this.bar.value = done;
    this.bar.setAttribute("aria-label", `Progress of ${job.name}`);
    this.bar.dataset.status = job.status;
    text(this.steps, steps(job, progress));
  }

  #showMetrics(latest) {
    text(this.train, loss(latest.train_loss));
    text(this.validation, beside("validation", loss(latest.validation_loss)));
    const regression = latest.train_r2 !== undefined;
    const shown = regression ? score : percent;
    text(this.trainScore, shown(regression ? latest.train_r2 : latest.train_accuracy));
    const held = regression ? latest.validation_r2 : latest.validation_accuracy;
    text(this.validationScore, beside("validation", shown(held)));
  }
}

function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

const beside = (label, value) => (value === "–" ? "" : `${label} ${value}`);

function note(job) {
  if (job.error) {
    return job.error.detail ?? job.error.code;
  }
  return job.stop_reason && job.stop_reason !== "completed" ? job.stop_reason.replaceAll("_", " ") : "";
}

function steps(job, progress) {
  if (job.status === "queued") {
    return job.queue_position ? `number ${job.queue_position} in the queue` : "waiting";
  }
  const parts = [];
  if (progress.epochs) {
    parts.push(`epoch ${progress.epoch} of ${progress.epochs}`);
  }
  if (MOVING.has(job.status) && progress.eta_seconds !== null && progress.eta_seconds !== undefined) {
    parts.push(`${duration(progress.eta_seconds)} left`);
  }
  return parts.join(" · ");
}

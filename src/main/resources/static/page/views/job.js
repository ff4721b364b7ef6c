// One job: how it goes, live, and every update of it afterwards.

import { post, remove } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go, pack } from "../router.js";
import { ending, facts, history, reproduction, sentence, specOf } from "../job/about.js";
import { layerCharts, metricsTable, progressCharts } from "../job/charts.js";
import { LiveJob } from "../job/live.js";
import { timeSlider } from "../job/time.js";
import { labels } from "../parts/labels.js";
import { whenSeen } from "../parts/load.js";
import { badge, ended, progressBar, progressWords } from "../parts/status.js";
import { verdict } from "../parts/verdict.js";
import { heading, trouble, waiting, warnings } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  page.log = page.query.get("log") === "1";
  const live = new LiveJob(page, page.values.id);
  const slider = timeSlider(page, live);
  const called = labels(page, "jobs", (job) => (live.job = job));
  const table = whenSeen(page, "section.metrics");
  const layers = whenSeen(page, "section.by-layer");
  let opened = null;
  let problem = null;
  let acting = "";

  async function act(name) {
    acting = name;
    problem = null;
    page.update();
    try {
      const job = await post(`jobs/${live.job.id}/${name}`);
      if (name === "reproduce") {
        go(`#/jobs/${job.id}`);
      } else {
        live.job = job;
      }
    } catch (refusal) {
      problem = refusal;
    }
    acting = "";
    page.update();
  }

  async function discard() {
    try {
      await remove(`jobs/${live.job.id}`);
      go("#/jobs");
    } catch (refusal) {
      problem = refusal;
      page.update();
    }
  }

  function actions(job) {
    const pausable = ["queued", "running"].includes(job.status);
    const resumable = ["paused", "pausing"].includes(job.status);
    return html`
      ${job.model_id ? html`<a class="button main" href="#/models/${job.model_id}">${t("job.model")}</a>` : nothing}
      ${resumable ? html`<button class="main" ?disabled=${acting !== ""} @click=${() => act("resume")}>${t("job.resume")}</button>`
        : html`<button ?disabled=${!pausable || acting !== ""} @click=${() => act("pause")}>${t("job.pause")}</button>`}
      <button ?disabled=${ended(job) || job.status === "cancelling" || acting !== ""} @click=${() => act("cancel")}>${t("job.cancel")}</button>
      <button @click=${() => go(address("new", { dataset: job.dataset_id, name: job.name, spec: pack({ model: job.model, training: job.training }) }))}>${t("job.again")}</button>
      <button ?disabled=${!ended(job) || acting !== ""} @click=${() => act("reproduce")}>${t("job.reproduce")}</button>
      ${ended(job) ? html`<button class="bad" @click=${discard}>${t("delete")}</button>` : nothing}`;
  }

  /** Whether the view was opened before there was a verdict, which then comes where it pushes no curves aside. */
  function early() {
    opened ??= { early: !ended(live.job) };
    return opened.early;
  }

  /** The epoch of the slider's update, so that the curves show where it is. */
  function atEpoch(job) {
    return slider.step && job.progress.batches ? Math.max(1, slider.step / job.progress.batches) : null;
  }

  function body(job) {
    const { batches } = job.progress;
    const onPick = slider.ready() && batches ? (epoch) => slider.move(epoch * batches, true) : undefined;
    return html`
      ${heading(job.name, html`${badge(job.status)} ${ending(job)}${sentence(job)}${early() && job.diagnosis?.verdict ? html` · ${t("job.verdict")}: ${t("verdict." + job.diagnosis.verdict)}` : nothing}`, actions(job))}
      ${trouble(problem)}
      ${called.render(job)}
      ${ended(job) ? nothing : html`<div class="panel">${progressBar(job)}<p>${progressWords(job)} ${job.phase ? html`<small>${t("phase." + job.phase)}</small>` : nothing}</p></div>`}
      ${reproduction(job)}
      ${early() ? nothing : verdict(job.diagnosis)}
      ${job.warnings?.length ? warnings(job.warnings) : nothing}
      ${live.epochs.length || !ended(job) ? progressCharts(page, job, live.epochs, { at: atEpoch(job), onPick }) : html`<section class="panel"><p class="hint">${t("job.noepoch.ever")}</p></section>`}
      ${slider.render()}
      ${early() ? verdict(job.diagnosis) : nothing}
      ${live.epochs.length ? html`<section class="metrics">${table(() => html`<h2>${t("metrics")}</h2>${metricsTable(job, live.epochs)}`)}</section>` : nothing}
      ${live.epochs.length ? html`<section class="by-layer">${layers(() => html`<h2>${t("job.layers")}</h2>${layerCharts(page, job, live.epochs)}`)}</section>` : nothing}
      <section><h2>${t("job.about")}</h2>${facts(job)}<p><a href="#/datasets/${job.dataset_id}">${t("job.dataset")}</a></p></section>
      <details class="panel"><summary>${t("job.history")}</summary>${history(live)}</details>
      <details class="panel"><summary>${t("job.spec")}</summary>${specOf(job)}</details>
      ${job.error ? html`<details class="panel" open><summary>${t("job.error")}</summary><pre tabindex="0">${JSON.stringify(job.error, null, 2)}</pre></details>` : nothing}`;
  }

  return {
    title: () => live.job?.name ?? t("nav.jobs"),
    render: () => (live.job ? body(live.job) : html`${heading(t("nav.jobs"))}${live.problem ? trouble(live.problem, () => live.load()) : waiting()}`),
  };
}

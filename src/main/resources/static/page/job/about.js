// What stands about a job: what happened to it, its spec.

import { html, nothing } from "../lit.js";
import { count, duration, exact, number, score } from "../format.js";
import { badge } from "../parts/status.js";
import { absent, copyButton, idOf, time } from "../parts/words.js";
import { t } from "../text/text.js";

/** What the job has come to in one line. */
export function sentence(job) {
  const held = score(job.best ?? job.latest, "validation");
  if (job.status === "failed") {
    return job.error?.detail ?? t("status.failed");
  }
  if (!job.latest) {
    return t("job.nothing");
  }
  return held.value === null || held.value === undefined ? t("job.sentence.train", { loss: number(job.latest.train_loss) })
    : t(job.best ? "job.sentence.best" : "job.sentence", { what: held.name, value: held.text, epoch: job.best?.epoch ?? 0 });
}

/** Why it ended, where its status does not say so. */
export function ending(job) {
  return job.stop_reason && !["completed", "error", job.status].includes(job.stop_reason) ? `(${t("stop." + job.stop_reason)}) ` : "";
}

export function facts(job) {
  const { progress } = job;
  const spent = job.started_at ? ((job.finished_at ? Date.parse(job.finished_at) : Date.now()) - Date.parse(job.started_at)) / 1000 : null;
  return html`
    <dl class="facts">
      <div><dt>${t("job.updates")}</dt><dd>${count(progress.updates)}</dd></div>
      <div><dt>${t("job.pace")}</dt><dd>${progress.samples_per_second ? t("job.rows.second", { n: count(Math.round(progress.samples_per_second)) }) : "–"}</dd></div>
      <div><dt>${t("job.spent")}</dt><dd>${duration(spent)}</dd></div>
      <div><dt>${t("created")}</dt><dd>${time(job.created_at)}</dd></div>
      ${job.expires_at ? html`<div><dt>${t("job.deadline")}</dt><dd>${time(job.expires_at)}</dd></div>` : nothing}
      <div><dt>${t("job.worker")}</dt><dd>${job.worker ?? "–"}${job.attempt > 1 ? html` <small>${t("job.attempt", { n: job.attempt })}</small>` : nothing}</dd></div>
      <div><dt>id</dt><dd>${idOf(job.id)}</dd></div>
    </dl>`;
}

/** Whether a job that trained another again came to the same. */
export function reproduction(job) {
  const { reproduction: it } = job;
  if (!it) {
    return nothing;
  }
  const state = it.match === true ? "same" : it.match === false ? "other" : "open";
  return html`<p class="recorded" data-equal=${String(it.match ?? null)}>${t("job.reproduction." + state, { epoch: it.first_difference ?? "–" })} <a href="#/jobs/${it.of}">${t("job.reproduction.of")}</a></p>`;
}

export function history(live) {
  if (live.historyProblem) {
    return absent(live.historyProblem, t("job.history"));
  }
  return html`<ol class="rows">${(live.history ?? []).map((it) => html`
    <li>${time(it.at)} <small>${exact(it.at)}</small> ${badge(it.status)} <span>${it.update === null || it.update === undefined ? nothing : t("job.at", { n: count(it.update) })} ${it.worker ?? ""} ${it.attempt > 1 ? t("job.attempt", { n: it.attempt }) : nothing} ${it.stop_reason && it.stop_reason !== it.status ? t("stop." + it.stop_reason) : nothing} <span lang="en">${it.note ?? ""}</span></span></li>`)}</ol>`;
}

export function specOf(job) {
  const text = JSON.stringify({ model: job.model, training: job.training }, null, 2);
  return html`<pre tabindex="0">${text}</pre><p>${copyButton(text, t("copy"))}</p>`;
}

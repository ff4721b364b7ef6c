// What runs now, live; nothing where nothing runs.

import { get } from "../api.js";
import { html } from "../lit.js";
import { Jobs } from "./jobs.js";
import { badge, progressBar, progressWords } from "./status.js";
import { t } from "../text/text.js";

export function running(page) {
  const jobs = new Jobs(page, () => get("jobs?limit=20"));
  return {
    render() {
      const list = jobs.items.filter((it) => ["running", "queued", "pausing", "paused", "cancelling"].includes(it.status));
      return html`
        <section class="now" aria-label=${t("start.now")}>
          <h2>${t("start.now")}</h2>
          ${list.length ? html`<ul class="rows">${list.map((job) => html`
            <li><a href="#/jobs/${job.id}">${job.name}</a> ${badge(job.status)} <span class="grow">${progressBar(job)}</span> <small>${progressWords(job)}</small></li>`)}</ul>`
            : html`<p class="hint">${t("start.quiet")} <a href="#/jobs">${t("nav.jobs")}</a></p>`}
        </section>`;
    },
  };
}

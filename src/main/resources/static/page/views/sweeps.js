// All sweeps, the newest first.

import { html, nothing } from "../lit.js";
import { listing } from "../parts/listing.js";
import { badge, progressBar } from "../parts/status.js";
import { empty, figures, heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  const sweeps = listing(page, "sweeps");
  const { list } = sweeps;

  function rows() {
    return html`
      <div class="framed"><table class="list" aria-label=${t("sweeps.title")}>
        <thead><tr>${["name", "jobs.status", "jobs.progress", "sweep.strategy", "sweep.trials", "sweep.best.title", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${sweeps.items.map((it) => html`
          <tr><th scope="row" class="wide"><a href="#/sweeps/${it.id}">${it.name}</a></th>
            <td data-label=${t("jobs.status")}>${badge(it.status)}</td>
            <td data-label=${t("jobs.progress")}>${progressBar(it)}</td>
            <td data-label=${t("sweep.strategy")}>${t("sweep." + it.strategy.type)}</td>
            <td data-label=${t("sweep.trials")}>${it.trials}</td>
            <td data-label=${t("sweep.best.title")}>${it.best ? html`${figures(it.best.value)} <small>${t("metric." + it.metric)}</small>` : "–"}</td>
            <td data-label=${t("created")}>${time(it.created_at)}</td></tr>`)}</tbody></table></div>
      ${sweeps.more()}`;
  }

  return {
    title: () => t("sweeps.title"),
    render: () => html`
      ${heading(t("sweeps.title"), t("sweeps.lead"), html`<a class="button" href="#/jobs">${t("nav.jobs")}</a>`)}
      ${trouble(list.problem, list.load)}
      ${sweeps.items.length ? rows() : list.loading ? waiting() : list.problem ? nothing : empty(t("sweeps.none"), t("sweeps.none.what"), html`<a class="button main" href="#/new">${t("nav.new")}</a>`)}`,
  };
}

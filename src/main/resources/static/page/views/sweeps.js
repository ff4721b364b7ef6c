// All sweeps, the newest first.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { number } from "../format.js";
import { resource } from "../parts/load.js";
import { badge, progressBar } from "../parts/status.js";
import { empty, heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  let items = [];
  let next = null;
  const list = resource(page, async () => {
    const answer = await get("sweeps?limit=50");
    items = answer.items;
    next = answer.next_cursor;
    return answer;
  });

  async function more() {
    const answer = await get(`sweeps?limit=50&cursor=${encodeURIComponent(next)}`);
    items = [...items, ...answer.items];
    next = answer.next_cursor;
    page.update();
  }

  function rows() {
    return html`
      <div class="framed"><table class="list" aria-label=${t("sweeps.title")}>
        <thead><tr>${["name", "jobs.status", "jobs.progress", "sweep.strategy", "sweep.trials", "sweep.best", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${items.map((it) => html`
          <tr><th scope="row" class="wide"><a href="#/sweeps/${it.id}">${it.name}</a></th>
            <td data-label=${t("jobs.status")}>${badge(it.status)}</td>
            <td data-label=${t("jobs.progress")}>${progressBar(it)}</td>
            <td data-label=${t("sweep.strategy")}>${t("sweep." + it.strategy.type)}</td>
            <td data-label=${t("sweep.trials")}>${it.trials}</td>
            <td data-label=${t("sweep.best")}>${it.best ? html`${number(it.best.value)} <small>${it.metric}</small>` : "–"}</td>
            <td data-label=${t("created")}>${time(it.created_at)}</td></tr>`)}</tbody></table></div>
      ${next ? html`<p><button @click=${more}>${t("more")}</button></p>` : nothing}`;
  }

  return {
    title: () => t("sweeps.title"),
    render: () => html`
      ${heading(t("sweeps.title"), t("sweeps.lead"), html`<a class="button" href="#/jobs">${t("nav.jobs")}</a>`)}
      ${trouble(list.problem, list.load)}
      ${items.length ? rows() : list.loading ? waiting() : list.problem ? nothing : empty(t("sweeps.none"), t("sweeps.none.what"), html`<a class="button main" href="#/new">${t("nav.new")}</a>`)}`,
  };
}

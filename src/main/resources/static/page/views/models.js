// The models, newest first.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { large, number, score } from "../format.js";
import { resource } from "../parts/load.js";
import { empty, heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  let items = [];
  let next = null;
  const list = resource(page, async () => {
    const answer = await get("models?limit=50");
    items = answer.items;
    next = answer.next_cursor;
    return answer;
  });

  async function more() {
    const answer = await get(`models?limit=50&cursor=${encodeURIComponent(next)}`);
    items = [...items, ...answer.items];
    next = answer.next_cursor;
    page.update();
  }

  function rows() {
    return html`
      <div class="framed"><table class="list" aria-label=${t("nav.models")}>
        <thead><tr>${["name", "model.score", "loss", "dataset.task", "parameters", "model.data", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${items.map((it) => {
          const part = it.metrics?.test ?? it.metrics?.validation ?? it.metrics?.train;
          const reached = score(part);
          return html`
            <tr><th scope="row" class="wide"><a href="#/models/${it.id}">${it.name}</a>${it.version ? html` <small>${t("model.version", { n: it.version })}</small>` : nothing}${(it.aliases ?? []).map((alias) => html` <span class="badge">${alias}</span>`)}</th>
              <td data-label=${t("model.score")}>${reached.text} <small>${reached.name}</small></td>
              <td data-label=${t("loss")}>${number(part?.loss)}</td>
              <td data-label=${t("dataset.task")}>${t("task." + it.task)}</td>
              <td data-label=${t("parameters")}>${large(it.parameters)}</td>
              <td data-label=${t("model.data")}>${it.dataset?.id ? html`<a href="#/datasets/${it.dataset.id}">${t("model.rows", { n: it.dataset.rows })}</a>` : "–"}</td>
              <td data-label=${t("created")}>${time(it.created_at)}</td></tr>`;
        })}</tbody></table></div>
      ${next ? html`<p><button @click=${more}>${t("more")}</button></p>` : nothing}`;
  }

  return {
    title: () => t("nav.models"),
    render: () => html`
      ${heading(t("nav.models"), t("models.lead"))}
      ${trouble(list.problem, list.load)}
      ${items.length ? rows() : list.loading ? waiting() : list.problem ? nothing : empty(t("models.none"), t("models.none.what"), html`<a class="button main" href="#/new">${t("nav.new")}</a>`)}`,
  };
}

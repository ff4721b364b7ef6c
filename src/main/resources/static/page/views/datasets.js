// The data sets, and where a file can be dropped.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go, keep } from "../router.js";
import { bytes, count, shape } from "../format.js";
import { later, resource } from "../parts/load.js";
import { uploader } from "../parts/upload.js";
import { heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  let name = page.query.get("name") ?? "";
  let items = [];
  let next = null;
  const list = resource(page, async () => {
    const answer = await get("datasets?limit=50");
    items = answer.items;
    next = answer.next_cursor;
    return answer;
  });
  const taking = uploader(page, (dataset) => go(`#/datasets/${dataset.id}`));

  async function more() {
    const answer = await get(`datasets?limit=50&cursor=${encodeURIComponent(next)}`);
    items = [...items, ...answer.items];
    next = answer.next_cursor;
    page.update();
  }

  const search = later(150, (value) => {
    name = value;
    keep({ name });
    page.update();
  });

  function rows() {
    const shown = items.filter((it) => it.name.toLowerCase().includes(name.toLowerCase()));
    return html`
      <div class="framed"><table class="list">
        <thead><tr>${["name", "dataset.task", "dataset.rows", "dataset.shape", "dataset.size", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}<th scope="col"><span class="unseen">${t("actions")}</span></th></tr></thead>
        <tbody>${shown.map((it) => html`
          <tr><th scope="row" class="wide"><a href="#/datasets/${it.id}">${it.name}</a></th>
            <td data-label=${t("dataset.task")}>${t("task." + it.task)}</td>
            <td data-label=${t("dataset.rows")}>${count(it.rows)}</td>
            <td data-label=${t("dataset.shape")}>${shape(it.input_shape)}</td>
            <td data-label=${t("dataset.size")}>${bytes(it.bytes)}</td>
            <td data-label=${t("created")}>${time(it.created_at)}</td>
            <td><a class="button small" href=${address("new", { dataset: it.id })}>${t("dataset.train")}</a></td></tr>`)}
        </tbody></table></div>
      ${next ? html`<p><button @click=${more}>${t("more")}</button></p>` : nothing}`;
  }

  return {
    title: () => t("nav.datasets"),
    render: () => html`
      <div @dragover=${taking.hover} @dragleave=${taking.leave} @drop=${taking.drop}>
        ${heading(t("nav.datasets"), t("datasets.lead"))}
        ${taking.render()}
        <section class="below">
          ${trouble(list.problem, list.load)}
          ${items.length > 5 ? html`<label class="search">${t("search")} <input type="search" .value=${name} @input=${(event) => search(event.target.value)}></label>` : nothing}
          ${items.length ? rows() : list.loading ? waiting() : list.problem ? nothing : html`<p class="hint">${t("datasets.none")}</p>`}
        </section>
      </div>`,
  };
}

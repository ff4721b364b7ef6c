// The data sets, and where a file can be dropped.

import { html, nothing } from "../lit.js";
import { address, go } from "../router.js";
import { bytes, count, shape } from "../format.js";
import { tagButtons } from "../parts/labels.js";
import { listing } from "../parts/listing.js";
import { uploader } from "../parts/upload.js";
import { heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

const SORTS = ["-created_at", "created_at", "name", "-name"];

export function open(page) {
  const datasets = listing(page, "datasets", SORTS);
  const { list } = datasets;
  const taking = uploader(page, (dataset) => go(`#/datasets/${dataset.id}`));

  function rows() {
    return html`
      <div class="framed"><table class="list">
        <thead><tr>${["name", "dataset.task", "dataset.rows", "dataset.shape", "dataset.size", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}<th scope="col"><span class="unseen">${t("actions")}</span></th></tr></thead>
        <tbody>${datasets.items.map((it) => html`
          <tr><th scope="row" class="wide"><a href="#/datasets/${it.id}">${it.name}</a>
            ${it.description ? html`<small class="said">${it.description}</small>` : nothing}${tagButtons(it.tags, (tag) => datasets.set("tag", tag))}</th>
            <td data-label=${t("dataset.task")}>${t("task." + it.task)}</td>
            <td data-label=${t("dataset.rows")}>${count(it.rows)}</td>
            <td data-label=${t("dataset.shape")}>${shape(it.input_shape)}</td>
            <td data-label=${t("dataset.size")}>${bytes(it.bytes)}</td>
            <td data-label=${t("created")}>${time(it.created_at)}</td>
            <td><a class="button small" href=${address("new", { dataset: it.id })}>${t("dataset.train")}</a></td></tr>`)}
        </tbody></table></div>
      ${datasets.more()}`;
  }

  return {
    title: () => t("nav.datasets"),
    render: () => html`
      <div @dragover=${taking.hover} @dragleave=${taking.leave} @drop=${taking.drop}>
        ${heading(t("nav.datasets"), t("datasets.lead"))}
        ${taking.render()}
        <section class="below">
          ${trouble(list.problem, list.load)}
          ${datasets.items.length > 1 || datasets.filtered ? datasets.tools() : nothing}
          ${datasets.items.length ? rows() : list.loading ? waiting() : list.problem ? nothing : datasets.filtered ? datasets.nothing() : html`<p class="hint">${t("datasets.none")}</p>`}
        </section>
      </div>`,
  };
}

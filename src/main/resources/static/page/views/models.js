// The models, newest first.

import { html, nothing } from "../lit.js";
import { large, score } from "../format.js";
import { aliasTable } from "../model/aliases.js";
import { quality } from "../model/versions.js";
import { tagButtons } from "../parts/labels.js";
import { listing } from "../parts/listing.js";
import { empty, figures, heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

const SORTS = ["-created_at", "created_at", "name", "best.validation_loss", "-best.validation_accuracy", "-best.validation_r2", "lr", "batch_size", "epochs", "seed"];

export function open(page) {
  const models = listing(page, "models", SORTS);
  const { list } = models;
  const aliases = aliasTable(page);

  function rows() {
    return html`
      <div class="framed"><table class="list" aria-label=${t("nav.models")}>
        <thead><tr>${["name", "model.score", "loss", "dataset.task", "parameters", "model.data", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${models.items.map((it) => {
          const part = quality(it);
          const reached = score(part);
          return html`
            <tr><th scope="row" class="wide"><a href="#/models/${it.id}">${it.name}</a>${it.version ? html` <small>${t("model.version", { n: it.version })}</small>` : nothing}${(it.aliases ?? []).map((alias) => html` <span class="badge">${alias}</span>`)}
              ${it.description ? html`<small class="said">${it.description}</small>` : nothing}${tagButtons(it.tags, (tag) => models.set("tag", tag))}</th>
              <td data-label=${t("model.score")}>${figures(reached.value, reached.text)} <small>${reached.name}</small></td>
              <td data-label=${t("loss")}>${figures(part?.loss)}</td>
              <td data-label=${t("dataset.task")}>${t("task." + it.task)}</td>
              <td data-label=${t("parameters")}>${large(it.parameters)}</td>
              <td data-label=${t("model.data")}>${it.dataset?.id ? html`<a href="#/datasets/${it.dataset.id}">${t("model.rows", { n: it.dataset.rows })}</a>` : "–"}</td>
              <td data-label=${t("created")}>${time(it.created_at)}</td></tr>`;
        })}</tbody></table></div>
      ${models.more()}`;
  }

  // Both or nothing, so that what came first does not move
  const ready = () => models.items.length > 0 && (aliases.list.value || aliases.list.problem);

  return {
    title: () => t("nav.models"),
    render: () => html`
      ${heading(t("nav.models"), t("models.lead"))}
      ${trouble(list.problem, list.load)}
      ${(ready() && models.items.length > 1) || models.filtered ? models.tools() : nothing}
      ${ready() ? html`${rows()}${aliases.render()}` : list.loading || models.items.length ? waiting() : list.problem ? nothing : models.filtered ? models.nothing() : empty(t("models.none"), t("models.none.what"), html`<a class="button main" href="#/new">${t("nav.new")}</a>`)}`,
  };
}

// The models of one name, as versions of it.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { number, score } from "../format.js";
import { resource } from "../parts/load.js";
import { time } from "../parts/words.js";
import { t } from "../text/text.js";

const MOST = 50;

/** How good a model is on rows that it did not train on, else on those. */
export const quality = (model) => model.metrics?.test ?? model.metrics?.validation ?? model.metrics?.train;

/** @param name gives the name of which the versions are */
export function versions(page, name) {
  const list = resource(page, () => get(`models?limit=${MOST}&name=${encodeURIComponent(name())}`));
  return {
    load: list.load,
    first: list.first,
    render(model) {
      const items = list.value?.items ?? [];
      return items.length < 2 ? nothing : html`
        <section><h2>${t("versions")}</h2><div class="framed"><table class="list" aria-label=${t("versions")}>
          <thead><tr>${["versions.one", "model.score", "loss", "aliases", "created"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
          <tbody>${[...items].sort((a, b) => b.version - a.version).map((it) => html`
            <tr><th scope="row"><a href="#/models/${it.id}" aria-current=${it.id === model.id ? "page" : nothing}>${t("model.version", { n: it.version })}</a></th>
              <td data-label=${t("model.score")}>${score(quality(it)).text}</td><td data-label=${t("loss")}>${number(quality(it)?.loss)}</td>
              <td data-label=${t("aliases")}>${it.aliases.map((alias) => html`<span class="badge">${alias}</span> `)}</td><td data-label=${t("created")}>${time(it.created_at)}</td></tr>`)}
          </tbody></table></div></section>`;
    },
  };
}

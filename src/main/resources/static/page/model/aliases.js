// Names that point at models: where each points and pointed, moved and taken away.

import { get, remove, request } from "../api.js";
import { html, nothing } from "../lit.js";
import { resource } from "../parts/load.js";
import { time, trouble } from "../parts/words.js";
import { t } from "../text/text.js";

const MOST = 200;

/** The aliases with the models they point at. */
function aliasesOf(page) {
  const models = new Map();
  return resource(page, async () => {
    const { items } = await get(`models/aliases?limit=${MOST}`);
    const unknown = new Set(items.map((it) => it.model_id));
    await Promise.all([...unknown].map(async (id) => models.set(id, await get(`models/${id}`).catch(() => null))));
    return items.map((it) => ({ ...it, model: models.get(it.model_id) }));
  });
}

const named = (alias) => html`<a href="#/models/${alias.model_id}">${alias.model?.name ?? alias.model_id.slice(-8)}</a>${alias.model ? html` ${t("model.version", { n: alias.model.version })}` : nothing}`;

/** Where it pointed, the newest first. */
function moves(alias) {
  return html`<details><summary>${t("alias.history", { alias: alias.alias })}</summary><ol class="rows">${alias.history.map((it) => html`
    <li>${time(it.at)} ${it.model_id ? html`<a href="#/models/${it.model_id}"><code>${it.model_id.slice(-8)}</code></a>` : t("alias.gone")}</li>`)}</ol></details>`;
}

/** All of them, for the list of models. */
export function aliasTable(page) {
  const list = aliasesOf(page);
  const render = () => html`${trouble(list.problem, list.load)}${list.value?.length ? html`
    <section><h2>${t("aliases")}</h2><p class="hint">${t("alias.what")}</p>
      <div class="framed"><table class="list" aria-label=${t("aliases")}>
        <thead><tr>${["alias", "alias.points", "alias.since", "alias.moves"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${list.value.map((it) => html`
          <tr><th scope="row">${it.alias}</th><td data-label=${t("alias.points")}>${named(it)}</td><td data-label=${t("alias.since")}>${time(it.updated_at)}</td><td class="wide">${moves(it)}</td></tr>`)}
        </tbody></table></div></section>` : nothing}`;
  return { render, list };
}

/**
 * Those of one model and those that could be moved to it.
 *
 * @param changed called when one has come or gone
 */
export function aliasPanel(page, id, changed) {
  const list = aliasesOf(page);
  let name = "";
  let asked = "";
  let problem = null;

  /** At the second click only: programs follow an alias at once. */
  async function sure(alias, call) {
    if (asked !== alias) {
      asked = alias;
      page.announce(t("alias.sure", { alias }));
      page.update();
      return;
    }
    await done(call);
  }

  async function done(call) {
    asked = "";
    problem = null;
    try {
      await call();
      name = "";
      await Promise.all([list.load(), changed()]);
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  const point = (alias) => request(`models/aliases/${encodeURIComponent(alias)}`, { method: "PUT", body: { model_id: id } });
  const others = () => (list.value ?? []).filter((it) => it.model_id !== id);

  function create(event) {
    event.preventDefault();
    const alias = name;
    const form = event.target;
    const call = async () => {
      await point(alias);
      form.reset();
    };
    if (others().some((it) => it.alias === alias)) {
      sure(alias, call);
    } else {
      done(call);
    }
  }

  const button = (alias, word, call) => html`<button class="small" aria-label=${t(asked === alias ? "alias.sure" : word + ".which", { alias })} @click=${() => sure(alias, call)}>${t(asked === alias ? "alias.sure" : word, { alias })}</button>`;

  const here = (it) => html`<li><span class="badge">${it.alias}</span> <span>${t("alias.here")} ${time(it.updated_at)}</span> ${button(it.alias, "alias.take", () => remove(`models/aliases/${encodeURIComponent(it.alias)}`))} ${moves(it)}</li>`;
  const elsewhere = (it) => html`<li><span class="badge">${it.alias}</span> <span>${t("alias.points")} ${named(it)}</span> ${button(it.alias, "alias.move", () => point(it.alias))} ${moves(it)}</li>`;

  return {
    first: list.first,
    render: () => html`
      <section class="panel" aria-label=${t("aliases")}><h2>${t("aliases")}</h2><p class="hint">${t("alias.what")}</p>
        ${trouble(problem ?? list.problem)}
        ${list.value?.length ? html`<ul class="rows">${list.value.filter((it) => it.model_id === id).map(here)}${others().map(elsewhere)}</ul>` : nothing}
        <form class="row" @submit=${create}><label>${t("alias.name")} <input required maxlength="200" .value=${name} @input=${(event) => (name = event.target.value.trim())}></label><button>${t(asked && asked === name ? "alias.sure" : "alias.set", { alias: name })}</button></form></section>`,
  };
}

// A list of the service, page by page, and the order and filters of it that stand in the address.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, keep } from "../router.js";
import { resource } from "./load.js";
import { t } from "../text/text.js";

/** What the address says of each of these names. */
export function queryOf(page, names) {
  return Object.fromEntries(names.map((name) => [name, page.query.get(name) ?? ""]));
}

/** Order, name and tag; the first order is the one that needs no asking for. */
export function listTools(query, sorts, set) {
  return html`
    <label class="field"><span>${t("sort")}</span><select @change=${(event) => set("sort", event.target.value === sorts[0] ? "" : event.target.value)}>
      ${sorts.map((it) => html`<option value=${it} .selected=${it === (query.sort || sorts[0])}>${t("sort." + it)}</option>`)}</select></label>
    <label class="field"><span>${t("name")}</span><input type="search" .value=${query.name} @change=${(event) => set("name", event.target.value.trim())}></label>
    <label class="field"><span>${t("tag")}</span><input type="search" placeholder="key:value" .value=${query.tag} @change=${(event) => set("tag", event.target.value.trim())}></label>`;
}

/** In place of a list that its filters leave empty. */
export function nothingMatches(clear) {
  return html`<p class="hint">${t("list.nomatch")} <button class="small" @click=${clear}>${t("list.all")}</button></p>`;
}

/**
 * @param path of the list in the API
 * @param sorts the orders that the tools offer; none where the list is not filtered either
 */
export function listing(page, path, sorts = []) {
  const query = sorts.length ? queryOf(page, ["sort", "name", "tag"]) : {};
  let extra = [];
  let next = null;
  const ask = (cursor = "") => get(`${path}${address("", { limit: 50, ...query, cursor }).slice(2)}`);
  const list = resource(page, async () => {
    const answer = await ask();
    extra = [];
    next = answer.next_cursor;
    return answer;
  });

  function set(name, value) {
    query[name] = value;
    keep(query);
    list.load();
  }

  function clear() {
    Object.keys(query).forEach((name) => (query[name] = ""));
    keep(query);
    list.load();
  }

  async function more() {
    const asked = [list.value, next];
    const answer = await ask(next);
    if (asked[0] === list.value && asked[1] === next) {
      extra = [...extra, ...answer.items];
      next = answer.next_cursor;
      page.update();
    }
  }

  return {
    list,
    set,
    get items() {
      return [...(list.value?.items ?? []), ...extra];
    },
    get filtered() {
      return Boolean(query.name || query.tag);
    },
    nothing: () => nothingMatches(clear),
    tools: () => html`<div class="trace-tools">${listTools(query, sorts, set)}</div>`,
    more: () => (next ? html`<p><button @click=${more}>${t("more")}</button></p>` : nothing),
  };
}

// What people call a thing: its name, its tags and a description; shown, edited, filtered by.

import { patch } from "../api.js";
import { html, nothing } from "../lit.js";
import { address } from "../router.js";
import { trouble } from "./words.js";
import { t } from "../text/text.js";

const MOST_TAGS = 32;

/** Tags in a row of a list, each a button that filters the list by it. */
export function tagButtons(tags, pick) {
  const pairs = Object.entries(tags ?? {});
  return pairs.length ? html`<small>${pairs.map(([key, value]) => html`<button class="plain small" @click=${() => pick(`${key}:${value}`)}>${key}: ${value}</button>`)}</small>` : nothing;
}

/** The fields of a description and of tags, which are pairs in draft.tags. */
export function labelFields(draft, update) {
  const set = (i, side) => (event) => {
    draft.tags[i][side] = event.target.value.trim();
  };
  const change = (tags) => {
    draft.tags = tags;
    update();
  };
  return html`
    <label class="field"><span>${t("labels.description")}</span><textarea rows="2" maxlength="2000" .value=${draft.description} @input=${(event) => (draft.description = event.target.value)}></textarea></label>
    <fieldset><legend>${t("labels.tags")}</legend>
      ${draft.tags.map(([key, value], i) => html`<p class="row">
        <input aria-label=${t("labels.key", { at: i + 1 })} placeholder=${t("labels.key.hint")} maxlength="63" .value=${key} @change=${set(i, 0)}>
        <input aria-label=${t("labels.value", { at: i + 1 })} placeholder=${t("labels.value.hint")} maxlength="200" .value=${value} @change=${set(i, 1)}>
        <button type="button" class="small" aria-label=${t("labels.remove", { key: key || i + 1 })} @click=${() => change(draft.tags.filter((_, other) => other !== i))}>−</button></p>`)}
      ${draft.tags.length < MOST_TAGS ? html`<p><button type="button" class="small" @click=${() => change([...draft.tags, ["", ""]])}>${t("labels.add")}</button></p>` : nothing}</fieldset>`;
}

/** The tags that were filled in. */
export const tagsOf = (draft) => Object.fromEntries(draft.tags.filter(([key]) => key));

/**
 * Tags and description of one thing, with a form that changes them and the name.
 *
 * @param list the part of the API that it is in, such as "jobs"
 * @param changed called with the thing as it is then
 */
export function labels(page, list, changed) {
  let draft = null;
  let problem = null;
  let busy = false;

  function show(next, focus) {
    draft = next;
    problem = null;
    page.update();
    requestAnimationFrame(() => document.querySelector(focus)?.focus());
  }

  const edit = (it) => show({ name: it.name, description: it.description ?? "", tags: Object.entries(it.tags ?? {}) }, ".labels input");
  const leave = () => show(null, ".labels button");

  async function save(event, it) {
    event.preventDefault();
    busy = true;
    page.update();
    const gone = Object.keys(it.tags ?? {}).map((key) => [key, null]);
    try {
      const next = await patch(`${list}/${it.id}`, {
        name: draft.name, description: draft.description.trim() ? draft.description : null, tags: { ...Object.fromEntries(gone), ...tagsOf(draft) },
      });
      page.announce(t("labels.saved"));
      leave();
      changed(next);
    } catch (refusal) {
      problem = refusal;
    }
    busy = false;
    page.update();
  }

  const form = (it) => html`
    <form class="labels panel" aria-label=${t("labels")} @submit=${(event) => save(event, it)}>
      <label class="field"><span>${t("name")}</span><input required maxlength="200" .value=${draft.name} @input=${(event) => (draft.name = event.target.value)}></label>
      ${labelFields(draft, page.update)}
      ${trouble(problem)}
      <p class="row"><button class="main" ?disabled=${busy}>${t("labels.save")}</button> <button type="button" @click=${leave}>${t("cancel")}</button></p>
    </form>`;

  const shown = (it) => html`
    <section class="labels row" aria-label=${t("labels")}>
      ${it.description ? html`<p class="said">${it.description}</p>` : nothing}
      ${Object.entries(it.tags ?? {}).map(([key, value]) => html`<a class="badge" href=${address(list, { tag: `${key}:${value}` })}>${key}: ${value}</a>`)}
      <button class="small" @click=${() => edit(it)}>${t("labels.edit")}</button>
    </section>`;

  return { render: (it) => (draft ? form(it) : shown(it)) };
}

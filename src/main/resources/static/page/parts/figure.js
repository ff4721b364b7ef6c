// A picture with its words: what it shows in a sentence, the same numbers as a table one key away,
// and a file to take along.

import { html, nothing } from "../lit.js";
import { t } from "../text/text.js";
import { savePicture } from "./download.js";
import { figures } from "./words.js";

const opened = new Set();

/**
 * @param name tells the figures of a view apart, and names the file
 * @param label what it shows, with its numbers
 * @param picture drawn with role img; controls are given as actions, never inside
 * @param table makes the table of the same numbers
 */
export function figure(page, { name, title, label, picture, table, actions = nothing, file = true, kind = "" }) {
  return html`
    <figure class="picture ${kind}" data-name=${name} aria-label=${label}>
      ${title ? html`<figcaption>${title}</figcaption>` : nothing}
      ${picture}
      <div class="beside">
        ${actions}
        ${file ? html`<button class="plain small" @click=${(event) => savePicture(event.target.closest("figure"), name)}>${t("figure.save")}</button>` : nothing}
        ${table ? numbers(page, name, title ?? label, table) : nothing}
      </div>
    </figure>`;
}

/** The table of what a picture shows, or of several small ones, one key away. */
export function numbers(page, name, title, make) {
  const toggled = (event) => {
    const before = opened.has(name);
    event.target.open ? opened.add(name) : opened.delete(name);
    if (before !== event.target.open) {
      page.update();
    }
  };
  return html`
    <details class="numbers" ?open=${opened.has(name)} @toggle=${toggled}>
      <summary>${t("figure.table")}</summary>
      ${opened.has(name) ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t("figure.numbers", { title })}>${make()}</div>` : nothing}
    </details>`;
}

/** A plain table: titles, and rows of cells, of which the first is the row's title; numbers to four figures. */
export function table(titles, rows, label = "") {
  return html`
    <table aria-label=${label || nothing}>
      <thead><tr>${titles.map((it) => html`<th scope="col">${it}</th>`)}</tr></thead>
      <tbody>${rows.map(([first, ...cells]) => html`
        <tr><th scope="row">${figures(first)}</th>${cells.map((it) => html`<td>${figures(it)}</td>`)}</tr>`)}
      </tbody>
    </table>`;
}

// Rows of a data set as they were understood: a table, or pictures.

import "./surface.js";
import { get } from "../api.js";
import { html } from "../lit.js";
import { count } from "../format.js";
import { keepToo } from "../router.js";
import { resource } from "./load.js";
import { figures, trouble } from "./words.js";
import { t } from "../text/text.js";

const PAGE = 20;

export function rows(page, dataset) {
  let offset = Math.min(dataset.rows - 1, Math.max(0, Number(page.query.get("row") ?? 1) - 1 || 0));
  const list = resource(page, () => get(`datasets/${dataset.id}/rows?offset=${offset}&limit=${PAGE}`));
  const go = (to) => {
    offset = Math.max(0, to);
    keepToo({ row: offset ? offset + 1 : null });
    list.load();
  };

  return {
    render: () => html`
      ${trouble(list.problem, list.load)}
      ${list.value ? (dataset.input_shape.length === 3 ? pictures(list.value) : grid(list.value)) : html`<p class="waiting">${t("loading")}</p>`}
      <p class="row"><button ?disabled=${offset === 0} @click=${() => go(offset - PAGE)}>${t("rows.before")}</button>
        <span>${t("rows.from", { from: count(offset + 1), to: count(Math.min(offset + PAGE, dataset.rows)), all: count(dataset.rows) })}</span>
        <button ?disabled=${offset + PAGE >= dataset.rows} @click=${() => go(offset + PAGE)}>${t("rows.after")}</button></p>`,
  };
}

function grid({ columns, items, offset }) {
  return html`<div class="framed scroll" tabindex="0" role="region" aria-label=${t("rows")}><table>
    <thead><tr><th scope="col">#</th>${columns.slice(0, 100).map((it) => html`<th scope="col">${it}</th>`)}</tr></thead>
    <tbody>${items.map((row, i) => html`<tr><th scope="row">${offset + i + 1}</th>${row.slice(0, 100).map((it) => html`<td>${it === null ? html`<span class="faint">–</span>` : figures(it)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** Channel by channel, also where the only one is not written as such. */
export const channels = (image) => (Array.isArray(image[0][0]) ? image : [image]);

/** Shades of one channel, or of the mean of several. */
export function shades(pixels) {
  const image = channels(pixels);
  const [height, width] = [image[0].length, image[0][0].length];
  const values = new Float32Array(width * height);
  image.forEach((channel) => channel.forEach((row, y) => row.forEach((value, x) => (values[y * width + x] += value / image.length))));
  return { values, width, height, up: false };
}

function pictures({ items, offset }) {
  return html`<ul class="pictures">${items.map(([image, label], i) => html`
    <li><d-surface role="img" aria-label=${t("rows.picture", { row: offset + i + 1, label })} .data=${{ ...shades(image), low: 0, high: 255 }}></d-surface><span>${label}</span></li>`)}</ul>`;
}

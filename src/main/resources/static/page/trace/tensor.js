// A tensor as it is: whole where it is small, by shades with a lens where it is large, summed up where
// the service gives no more.

import "../parts/surface.js";
import { html, nothing } from "../lit.js";
import { number, shape } from "../format.js";
import { copyButton, figures } from "../parts/words.js";
import { t } from "../text/text.js";

const MOST = 16;

/** Sizes of nested arrays. */
export function dims(values) {
  const sizes = [];
  for (let it = values; Array.isArray(it); it = it[0]) {
    sizes.push(it.length);
  }
  return sizes;
}

export const at = (values, index) => index.reduce((it, i) => it?.[i], values);

const same = (a, b) => a && b && a.join() === b.join();

/**
 * @param view {slices, pick, before, update, act}: what the stepper remembers of all its tensors; act
 *     is called with the name and the index of a number
 */
export function tensor(view, { name, values, way = "", title }) {
  if (values === null || values === undefined) {
    return nothing;
  }
  if (values.summary) {
    return summary(title, values.summary);
  }
  const sizes = dims(values);
  if (sizes.length === 0) {
    return grid(view, { name, title, way, sizes, rows: [[values]], lead: [], flat: true });
  }
  const lead = (view.slices.get(name) ?? []).slice(0, Math.max(0, sizes.length - 2));
  while (lead.length < sizes.length - 2) {
    lead.push(0);
  }
  const slice = at(values, lead.map((it, i) => Math.min(it, sizes[i] - 1)));
  const rows = sizes.length === 1 ? [slice] : slice;
  const large = rows.length > MOST || rows[0].length > MOST;
  const flat = sizes.length === 1;
  return html`
    <div class="tensor-box">
      ${lead.length ? slices(view, name, sizes, lead) : nothing}
      ${large ? heat(view, { name, title, way, sizes, rows, lead, flat }) : grid(view, { name, title, way, sizes, rows, lead, flat })}
    </div>`;
}

function slices(view, name, sizes, lead) {
  const set = (i, value) => {
    view.slices.set(name, lead.map((it, j) => (i === j ? value : it)));
    view.update();
  };
  return html`<p class="slices">${lead.map((it, i) => html`
    <label>${t("tensor.axis", { axis: i + 1 })} <select @change=${(event) => set(i, Number(event.target.value))}>
      ${Array.from({ length: Math.min(sizes[i], 256) }, (_, j) => html`<option value=${j} .selected=${j === it}>${j + 1}</option>`)}</select></label>`)}</p>`;
}

function indexOf({ lead, flat, sizes }, row, column) {
  return sizes.length === 0 ? [] : flat ? [column] : [...lead, row, column];
}

function grid(view, it) {
  const { name, title, way, rows, sizes } = it;
  const before = view.before?.get(name);
  return html`
    <table class="tensor ${way}" aria-label=${title} @keydown=${move}>
      <caption>${title} <span class="faint">${sizes.length ? shape(sizes) : ""}</span>${copyButton(() => JSON.stringify(it.flat ? rows[0] : rows), t("copy.numbers", { title }))}</caption>
      <tbody>${rows.map((row, i) => html`<tr>${row.map((value, j) => {
        const index = indexOf(it, i, j);
        const old = before ? at(before, index) : undefined;
        const picked = view.pick?.name === name && same(view.pick.index, index);
        return html`<td class=${typeof old === "number" && old !== value ? "changed" : ""}>
          <button tabindex=${picked || (i === 0 && j === 0) ? 0 : -1} aria-pressed=${picked && view.pick.pinned ? "true" : "false"}
            title=${value === null ? t("tensor.nonfinite") : String(value)}
            @pointerenter=${() => view.act(name, index, false)} @focus=${() => view.act(name, index, false)}
            @click=${() => view.act(name, index, true)}>${number(value, 3)}</button></td>`;
      })}</tr>`)}</tbody>
    </table>`;
}

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Arrow keys go from number to number. */
function move(event) {
  const by = MOVES[event.key];
  const cell = event.target.closest("td");
  if (!by || !cell || event.target.localName !== "button") {
    return;
  }
  const rows = [...event.currentTarget.rows];
  const row = rows.indexOf(cell.parentElement) + by[0];
  const next = rows[row]?.cells[cell.cellIndex + by[1]];
  if (next) {
    event.preventDefault();
    next.querySelector("button").focus();
  }
}

function heat(view, it) {
  const { name, title, way, rows, sizes } = it;
  const width = rows[0].length;
  const lens = view.pick?.name === name ? view.pick.index : null;
  const [row, column] = lens ? (it.flat ? [0, lens[0]] : lens.slice(-2)) : [0, 0];
  const over = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (from, size, many) => Math.min(many - 1, Math.max(0, Math.floor((from * many) / size)));
    view.act(name, indexOf(it, place(event.clientY - box.top, box.height, rows.length), place(event.clientX - box.left, box.width, width)), event.type === "click");
  };
  const set = (i, j) => view.act(name, indexOf(it, i, j), true);
  const flat = rows.flat();
  const most = flat.reduce((it, value) => Math.max(it, Math.abs(value ?? 0)), 1e-12);
  const label = t("tensor.heat", { title, shape: shape(sizes), most: number(most, 3) });
  return html`
    <div class="heat ${way}">
      <p class="hint">${title} <span class="faint">${shape(sizes)}</span>${copyButton(() => JSON.stringify(it.flat ? rows[0] : rows), t("copy.numbers", { title }))}</p>
      <d-surface role="img" aria-label=${label} .style=${`--ratio:${Math.min(6, width / rows.length)}`} @pointermove=${over} @click=${over}
        .data=${{ values: flat.map((value) => value ?? 0), width, height: rows.length, low: -most, high: most, up: false }}></d-surface>
      <p class="lens">
        ${it.flat ? nothing : html`<label>${t("tensor.row")} <input type="number" min="1" max=${rows.length} .value=${String(row + 1)} @change=${(event) => set(Math.min(rows.length, Math.max(1, event.target.value)) - 1, column)}></label>`}
        <label>${t("tensor.column")} <input type="number" min="1" max=${width} .value=${String(column + 1)} @change=${(event) => set(row, Math.min(width, Math.max(1, event.target.value)) - 1)}></label>
        <output>${figures(rows[row]?.[column])}</output></p>
    </div>`;
}

function summary(title, it) {
  return html`
    <div class="heat">
      <p class="hint">${title} <span class="faint">${shape(it.shape)}</span></p>
      <p class="hint">${t("tensor.summary", { min: number(it.min), max: number(it.max), mean: number(it.mean), norm: number(it.norm) })}</p>
    </div>`;
}

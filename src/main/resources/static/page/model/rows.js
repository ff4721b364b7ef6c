// The rows behind a cell of the confusion matrix: what they are, and what the model said.

import "../parts/surface.js";
import { get, post } from "../api.js";
import { html, nothing } from "../lit.js";
import { keepToo } from "../router.js";
import { channels, shades } from "../parts/rows.js";
import { figures, trouble } from "../parts/words.js";
import { t } from "../text/text.js";

const PAGE = 200;
const MOST_PAGES = 10;
const MOST_ROWS = 24;

export function cellRows(page, model) {
  let cell = null;
  let found = [];
  let columns = [];
  let looked = 0;
  let busy = false;
  let problem = null;
  let turn = 0;

  /** Asks the model about rows of its data set until enough of the cell are found. */
  async function open(is, given) {
    const mine = ++turn;
    [cell, found, looked, problem, busy] = [[is, given], [], 0, null, true];
    keepToo({ cell: cell.join() });
    page.update();
    try {
      for (let i = 0; i < MOST_PAGES && found.length < MOST_ROWS && mine === turn; i++) {
        const rows = await get(`datasets/${model.dataset.id}/rows?offset=${i * PAGE}&limit=${PAGE}`);
        columns = rows.columns;
        await pick(rows, model.classes[is], model.classes[given], mine);
        looked = Math.min(rows.total, (i + 1) * PAGE);
        if (looked >= rows.total) {
          break;
        }
      }
    } catch (refusal) {
      problem = refusal;
    }
    if (mine === turn) {
      busy = false;
      page.update();
    }
  }

  async function pick(rows, is, given, mine) {
    const target = rows.columns.indexOf(model.target ?? "label") >= 0 ? rows.columns.indexOf(model.target ?? "label") : rows.columns.length - 1;
    const wanted = rows.items.map((row, i) => ({ row, number: rows.offset + i + 1 })).filter((it) => String(it.row[target]) === is);
    if (!wanted.length) {
      return;
    }
    const image = model.input_shape.length === 3;
    const instances = wanted.map(({ row }) => (image ? channels(row[0]) : Object.fromEntries(rows.columns.map((name, i) => [name, row[i]]))));
    const { predictions } = await post(`models/${model.id}/predictions`, { instances });
    if (mine === turn) {
      found = [...found, ...wanted.filter((_, i) => predictions[i].label === given)].slice(0, MOST_ROWS);
      page.update();
    }
  }

  const asked = (page.query.get("cell") ?? "").split(",").map(Number);
  if (asked.length === 2 && asked.every((it) => it >= 0 && it < (model.classes?.length ?? 0)) && model.dataset?.id) {
    open(...asked);
  }

  return {
    open,
    get cell() {
      return cell;
    },
    render() {
      if (!cell) {
        return nothing;
      }
      const [is, given] = cell.map((it) => model.classes[it]);
      return html`
        <section class="panel" aria-live="polite"><h3>${t("cell.title", { is, said: given })}</h3>
          <p class="hint">${t(busy ? "cell.looking" : "cell.found", { n: found.length, looked })}</p>
          ${trouble(problem)}
          ${model.input_shape.length === 3 ? html`<ul class="pictures">${found.map((it) => html`<li><d-surface role="img" aria-label=${t("rows.picture", { row: it.number, label: is })} .data=${{ ...shades(it.row[0]), low: 0, high: 255 }}></d-surface><span>${it.number}</span></li>`)}</ul>`
            : found.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t("rows")}><table><thead><tr><th scope="col">#</th>${columns.slice(0, 20).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
              <tbody>${found.map((it) => html`<tr><th scope="row">${it.number}</th>${it.row.slice(0, 20).map((value) => html`<td>${figures(value)}</td>`)}</tr>`)}</tbody></table></div>` : nothing}
        </section>`;
    },
  };
}

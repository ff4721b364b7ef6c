// The columns of a data set: what was understood of each, with a small histogram.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { count, number, percent } from "../format.js";
import { numbers, table } from "./figure.js";
import { figures } from "./words.js";
import { t } from "../text/text.js";

const FIRST = 30;
const KINDS = ["numeric", "categorical", "date", "ignore"];

/** The counts of a column, whichever its kind; null where the service tells none. */
function countsOf(column) {
  const bins = column?.histogram ?? column;
  const list = bins?.counts ?? bins?.bins ?? bins?.categories ?? bins?.items ?? (Array.isArray(bins) ? bins : null);
  return list ? list.map((it) => (typeof it === "number" ? it : it.rows ?? it.count ?? 0)) : null;
}

const categoryOf = (it) => it?.value ?? it?.label ?? it;

/** @param change called with a column and the kind that it shall have */
export function columns(page, dataset, change) {
  const histograms = new Map();
  let shown = FIRST;
  let absent = false;
  load();

  async function load() {
    const wanted = (dataset.columns ?? []).slice(0, shown).filter((it) => it.kind !== "ignored" && !histograms.has(it.name));
    for (const column of wanted) {
      if (absent || !page.open) {
        return;
      }
      try {
        histograms.set(column.name, await get(`datasets/${dataset.id}/columns?name=${encodeURIComponent(column.name)}`));
      } catch (problem) {
        absent = absent || problem.absent;
        histograms.set(column.name, null);
      }
      page.update();
    }
  }

  function countsIn(column) {
    const answer = histograms.get(column.name);
    return countsOf(Array.isArray(answer?.items) ? answer.items.find((it) => it.name === column.name) ?? answer.items[0] : answer) ?? column.categories?.map((it) => it.rows) ?? null;
  }

  /** What the small pictures show: each bin or category of a column, and its rows. */
  function bins(column) {
    const given = histograms.get(column.name)?.bins ?? [];
    return (countsIn(column) ?? []).map((rows, i) => [column.name, given[i]?.from === undefined ? categoryOf(column.categories?.[i]) ?? i + 1 : html`${figures(given[i].from)} … ${figures(given[i].to)}`, rows]);
  }

  function bars(column) {
    const counts = countsIn(column);
    if (!counts?.length) {
      return html`<span class="spark none"></span>`;
    }
    const list = counts.slice(0, 30);
    const most = Math.max(...list, 1);
    const width = 120 / list.length;
    return html`<svg class="bars" role="img" viewBox="0 0 120 28" width="120" height="28"
      aria-label=${t("column.histogram", { name: column.name, n: list.length, most: count(most) })}><path d=${list.map((it, i) => `M${(i * width).toFixed(2)} 28v${(-27 * it) / most}h${(width * 0.86).toFixed(2)}v${(27 * it) / most}z`).join("")}/></svg>`;
  }

  function values(column) {
    if (column.categories) {
      return html`<span title=${column.categories.map(categoryOf).join(", ")}>${t("column.categories", { n: column.categories.length })}</span>`;
    }
    return column.min === undefined ? nothing : html`${figures(column.min)} … ${figures(column.max)} <small>${t("column.mean")} ${figures(column.mean)}</small>`;
  }

  return {
    render: () => html`
      <div class="framed"><table class="list" aria-label=${t("columns")}>
        <thead><tr>${["name", "column.kind", "column.missing", "column.values", "column.distribution"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${dataset.columns.slice(0, shown).map((it) => html`
          <tr><th scope="row" class="wide">${it.name}</th>
            <td data-label=${t("column.kind")}>${it.kind === "target" ? t("kind.target") : html`
              <select aria-label=${t("column.change", { name: it.name })} @change=${(event) => change(it, event.target.value)}>
                ${KINDS.includes(it.kind) ? nothing : html`<option selected>${t("kind." + it.kind)}</option>`}
                ${KINDS.map((kind) => html`<option value=${kind} .selected=${kind === it.kind}>${t("kind." + kind)}</option>`)}</select>`}</td>
            <td data-label=${t("column.missing")}>${it.missing ? html`${count(it.missing)} <small>${percent(it.missing / dataset.rows)}</small>` : "0"}</td>
            <td data-label=${t("column.values")}>${values(it)}</td>
            <td data-label=${t("column.distribution")}>${bars(it)}</td></tr>`)}</tbody>
      </table></div>
      ${numbers(page, "columns", t("column.distribution"), () => table([t("name"), t("column.bins"), t("rows")], dataset.columns.slice(0, shown).flatMap(bins)))}
      ${absent ? html`<p class="hint">${t("absent.part", { what: t("column.distribution") })}</p>` : nothing}
      ${dataset.columns.length > shown ? html`<p><button @click=${() => { shown += 100; load(); page.update(); }}>${t("columns.more", { n: dataset.columns.length - shown })}</button></p>` : nothing}`,
  };
}

// What a job's network answers over two columns of its data, at the update of the slider.

import { get, post } from "../api.js";
import { html, nothing, svg } from "../lit.js";
import { count, number } from "../format.js";
import { figure, table } from "../parts/figure.js";
import { contour, mark, range } from "../parts/surface.js";
import { absent } from "../parts/words.js";
import { t } from "../text/text.js";

const RESOLUTION = 60;
const MOST_POINTS = 200;

/** Only for data of two numbers a row, where a picture can show all there is. */
export function stepSurface(page, live) {
  let columns = null;
  let rows = null;
  let answer = null;
  let problem = null;
  let at = 0;

  async function prepare() {
    if (columns === null) {
      columns = [];
      const dataset = await get(`datasets/${live.job.dataset_id}`).catch(() => null);
      const inputs = (dataset?.columns ?? []).map((it, i) => ({ ...it, place: i })).filter((it) => ["numeric", "date", "categorical"].includes(it.kind));
      if (inputs.length === 2 && inputs.every((it) => it.kind === "numeric")) {
        columns = inputs;
        const page1 = await get(`datasets/${dataset.id}/rows?limit=${MOST_POINTS}`).catch(() => null);
        const target = (dataset.columns ?? []).findIndex((it) => it.kind === "target");
        rows = { items: page1?.items ?? [], target, classes: dataset.classes?.map((it) => it.label) ?? [] };
      }
    }
    return columns.length === 2;
  }

  async function load(step) {
    at = step;
    if (!(await prepare())) {
      return;
    }
    try {
      const given = await post(`jobs/${live.job.id}/surface?step=${step}`, { x: 0, y: 1, resolution: RESOLUTION });
      if (at === step) {
        answer = given;
        problem = null;
      }
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  function picture() {
    const list = answer.probabilities ?? answer.output;
    const { resolution: size, range: [[x0, x1], [y0, y1]] } = answer;
    // Of two classes how probable the second is; of more which one is most probable, by its number
    const many = list.length > 2;
    const values = many ? list[0].map((_, i) => list.reduce((best, it, k) => (it[i] > list[best][i] ? k : best), 0)) : list.at(-1);
    const { low, high } = many ? { low: 0, high: list.length - 1 } : answer.probabilities ? { low: 0, high: 1 } : range(values);
    const [first, ...others] = rows.classes;
    const what = many ? t("job.surface.class") : answer.probabilities ? t("job.surface.share", { label: others.at(-1) ?? first ?? "" }) : t("job.surface");
    const label = t("job.surface.label", { what, x: columns[0].name, y: columns[1].name, n: at, low: number(range(values).low, 3), high: number(range(values).high, 3) });
    const levels = many ? list.slice(1).map((_, k) => k + 0.5) : [(low + high) / 2];
    return figure(page, {
      name: "surface", title: html`${what} <small>${t("job.surface.at", { n: count(at) })}</small>`, label, kind: "output",
      picture: html`
        <div class="plane" role="img" aria-label=${label}><d-surface .data=${{ values, width: size, low, high }}></d-surface>
          <svg viewBox="0 0 1 1" aria-hidden="true">${levels.map((level) => svg`<path class="border" d=${contour(values, size, level)}/>`)}
            <g class="points">${rows.items.map((row) => {
              const group = Math.max(0, rows.classes.indexOf(String(row[rows.target])));
              const [x, y] = [(row[columns[0].place] - x0) / (x1 - x0), 1 - (row[columns[1].place] - y0) / (y1 - y0)];
              return Number.isFinite(x + y) ? svg`<g class=${group % 2 ? "one" : "zero"} transform="translate(${x.toFixed(3)} ${y.toFixed(3)})">${mark(group, 0.0105)}</g>` : nothing;
            })}</g></svg></div>
        <p class="hint">→ ${columns[0].name} · ↑ ${columns[1].name}</p>`,
      table: () => table([columns[1].name, ...Array.from({ length: 7 }, (_, i) => number(x0 + ((x1 - x0) * i) / 6))],
        Array.from({ length: 7 }, (_, j) => [y0 + ((y1 - y0) * (6 - j)) / 6, ...Array.from({ length: 7 }, (_, i) => values[Math.round(((6 - j) * (size - 1)) / 6) * size + Math.round((i * (size - 1)) / 6)])])),
    });
  }

  return {
    at: load,
    render: () => (problem ? absent(problem, t("job.surface")) : answer && rows ? picture() : nothing),
  };
}

// How a job went, epoch by epoch: curves, and the table of all that is measured.

import { html, nothing } from "../lit.js";
import { number, percent } from "../format.js";
import { keepToo } from "../router.js";
import { chart } from "../parts/chart.js";
import { fileLink } from "../parts/download.js";
import { table } from "../parts/figure.js";
import { moving } from "../parts/status.js";
import { figures } from "../parts/words.js";
import { t } from "../text/text.js";

const NEWEST = 50;
const MOST_LINES = 8;

const last = (list) => list.findLast((it) => it !== null && it !== undefined) ?? null;

/** Loss and how right, of both parts. */
export function progressCharts(page, job, epochs, { at, onPick, marks }) {
  const x = epochs.map((it) => it.epoch);
  const of = (name) => epochs.map((it) => it[name] ?? null);
  const held = epochs.some((it) => it.validation_loss !== null && it.validation_loss !== undefined);
  const r2 = epochs.some((it) => "train_r2" in it);
  const score = r2 ? "r2" : "accuracy";
  const shown = r2 ? (it) => number(it, 3) : percent;
  const lines = (name) => [{ name: t("job.train"), values: of(`train_${name}`), look: "main" }, ...(held ? [{ name: t("job.validation"), values: of(`validation_${name}`), look: "second" }] : [])];
  const common = { x, xLabel: t("epoch"), at, onPick, marks };
  return html`
    <div class="grid two">
      ${chart(page, {
        name: "loss",
        title: t("loss"),
        label: t("job.loss.label", { n: x.at(-1) ?? 0, train: number(last(of("train_loss"))), validation: number(last(of("validation_loss"))) }),
        data: { ...common, lines: lines("loss"), log: page.log },
        actions: html`<label class="check"><input type="checkbox" .checked=${page.log ?? false} @change=${(event) => { page.log = event.target.checked; keepToo({ log: page.log ? 1 : null }); page.update(); }}> ${t("chart.log")}</label>`,
      })}
      ${chart(page, {
        name: "score",
        title: r2 ? "R²" : t("accuracy"),
        label: t("job.score.label", { what: r2 ? "R²" : t("accuracy"), n: x.at(-1) ?? 0, train: shown(last(of(`train_${score}`))), validation: shown(last(of(`validation_${score}`))) }),
        data: { ...common, lines: lines(score) },
      })}
    </div>`;
}

const MEASURES = [["update_ratio", "job.ratio", (it) => (it > 0 ? Math.log10(it) : null)], ["dead_share", "job.dead", (it) => it], ["saturated_share", "job.saturated", (it) => it]];

const valueOf = (row, index, name, of) => {
  const value = row.layers?.find((one) => one.index === index)?.[name];
  return value === undefined || value === null ? null : of(value);
};

/** By layer what goes wrong in trainings: nothing where the service measures none of it. */
export function layerCharts(page, job, epochs) {
  const rows = epochs.filter((it) => it.layers?.length);
  const layers = [...new Set(rows.flatMap((it) => it.layers.map((one) => one.index)))];
  const norms = epochs.map((it) => it.grad_norm ?? null);
  const n = epochs.at(-1)?.epoch ?? 0;
  return html`<div class="grid two">${MEASURES.map((measure) => (rows.length === 0 ? nothing : (layers.length > MOST_LINES ? profile : courses)(page, job, measure, rows, layers)))}${chart(page, {
    name: "grad-norm", title: t("metric.grad_norm"), label: t("job.norm.label", { n, norm: number(last(norms)) }),
    data: { x: epochs.map((it) => it.epoch), xLabel: t("epoch"), lines: [{ name: t("metric.grad_norm"), values: norms, look: "main" }] },
  })}</div>`;
}

const healthy = (name, x) => (name === "update_ratio" ? [{ name: t("job.ratio.good"), values: x.map(() => -3), look: 5, pale: true }] : []);

/** A line for each layer, along the epochs. */
function courses(page, job, [name, word, of], rows, layers) {
  const x = rows.map((it) => it.epoch);
  const lines = layers.map((index) => ({
    name: `${index} ${job.model.layers[index]?.type ?? ""}`, values: rows.map((it) => valueOf(it, index, name, of)),
  })).filter((it) => it.values.some((value) => value !== null));
  return lines.length === 0 ? nothing : chart(page, {
    name, title: t(word), label: t("job.layers.label", { what: t(word), n: x.at(-1), values: lines.map((it) => `${it.name}: ${number(last(it.values), 3)}`).join(", ") }),
    data: { x, xLabel: t("epoch"), lines: [...lines, ...healthy(name, x)], whole: name !== "update_ratio" },
  });
}

/** More layers than anybody tells apart: along the layers instead, at the beginning, halfway and now. */
function profile(page, job, [name, word, of], rows, layers) {
  const times = [...new Set([rows[0], rows[rows.length >> 1], rows.at(-1)])];
  const x = layers.filter((index) => times.some((it) => valueOf(it, index, name, (value) => value) !== null)).sort((a, b) => a - b);
  const now = x.map((index) => ({ layer: index, value: valueOf(times.at(-1), index, name, of) })).filter((it) => it.value !== null).sort((a, b) => a.value - b.value);
  const looks = [5, "second", "main"];
  return now.length === 0 ? nothing : chart(page, {
    name, title: t(word), label: t("job.profile.label", { what: t(word), layers: x.length, n: times.at(-1).epoch, low: number(now[0].value, 3), at: now[0].layer, high: number(now.at(-1).value, 3), to: now.at(-1).layer }),
    data: { x, xLabel: t("job.layer"), whole: name !== "update_ratio", lines: [
      ...times.map((row, i) => ({ name: t("job.after", { n: row.epoch }), values: x.map((index) => valueOf(row, index, name, of)), look: looks.at(i - times.length) })),
      ...healthy(name, x).map((it) => ({ ...it, look: 2 }))] },
  });
}

/** Every epoch that is kept, the newest first; while the job runs only the newest, as all of them change place. */
export function metricsTable(job, epochs) {
  const rows = moving(job) ? epochs.slice(-NEWEST) : epochs;
  const r2 = epochs.some((it) => "train_r2" in it);
  const score = r2 ? "r2" : "accuracy";
  const shown = r2 ? figures : (it) => figures(it, percent(it, 2));
  return html`
    <div class="framed scroll" tabindex="0" role="region" aria-label=${t("metrics")}>
      ${table([t("epoch"), ...["train_loss", "validation_loss", `train_${score}`, `validation_${score}`, "lr", "grad_norm"].map((name) => t("metric." + name)), t("metric.seconds")],
        rows.toReversed().map((it) => [it.epoch, it.train_loss, it.validation_loss, shown(it[`train_${score}`]), shown(it[`validation_${score}`]), it.lr, it.grad_norm, it.seconds]), t("metrics"))}
    </div>
    ${rows.length < epochs.length ? html`<p class="hint">${t("job.newest", { n: rows.length })}</p>` : nothing}
    <p class="row">${fileLink(`/api/v1/jobs/${job.id}/metrics`, "metrics.csv", "CSV", "text/csv")} ${fileLink(`/api/v1/jobs/${job.id}/metrics?points=10000`, "metrics.json", "JSON")}</p>`;
}

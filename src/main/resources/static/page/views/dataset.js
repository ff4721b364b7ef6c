// One data set: what was understood, what is doubtful, and how it lies.

import { get, remove, upload } from "../api.js";
import { html, nothing, svg } from "../lit.js";
import { address, go } from "../router.js";
import { bytes, count, number, percent, shape } from "../format.js";
import { columns } from "../parts/columns.js";
import { fileLink } from "../parts/download.js";
import { figure, table } from "../parts/figure.js";
import { labels } from "../parts/labels.js";
import { resource } from "../parts/load.js";
import { rows } from "../parts/rows.js";
import { mark } from "../parts/surface.js";
import { fieldForm } from "../parts/upload.js";
import { absent, bars, copyButton, heading, idOf, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  let parts = null;
  let problem = null;
  let again = {};
  let reading = false;
  const id = encodeURIComponent(page.values.id);
  const it = resource(page, async () => {
    const dataset = await get(`datasets/${id}`);
    parts = { rows: rows(page, dataset), columns: dataset.columns ? columns(page, dataset, change) : null };
    return dataset;
  });
  const called = labels(page, "datasets", (dataset) => (it.value = dataset));
  const projection = resource(page, () => get(`datasets/${id}/projection`));

  /** Reads what is stored again, with something said that the service had to guess. */
  async function reread(fields) {
    reading = true;
    page.update();
    const form = new FormData();
    form.append("from", it.value.id);
    Object.entries({ name: it.value.name, ...fields }).filter(([, value]) => value).forEach(([name, value]) => form.append(name, value));
    try {
      const dataset = await upload("datasets", form, () => {});
      go(`#/datasets/${dataset.id}`);
    } catch (refusal) {
      problem = refusal;
    }
    reading = false;
    page.update();
  }

  function change(column, kind) {
    reread({ target: it.value.target, [kind]: column.name });
  }

  async function discard() {
    try {
      await remove(`datasets/${it.value.id}`);
      go("#/datasets");
    } catch (refusal) {
      problem = refusal;
      page.update();
    }
  }

  function doubts(list) {
    if (!list?.length) {
      return nothing;
    }
    return html`<section class="warnings" aria-label=${t("warnings")}><h2>${t("warnings")}</h2><ul>${list.map((doubt) => {
      const [, field, value] = /^([a-z]+)=(.+)$/.exec(doubt.advice ?? "") ?? [];
      return html`<li>${doubt.detail} ${field ? html`<button class="small" @click=${() => reread({ target: it.value.target, [field]: value })}>${t("dataset.reread.with", { field, value })}</button>` : doubt.advice ? html`<em>${doubt.advice}</em>` : nothing}</li>`;
    })}</ul></section>`;
  }

  function classes(dataset) {
    const most = Math.max(...dataset.classes.map((it) => it.rows), 1);
    return html`<section class="panel"><h2>${t("dataset.classes")}</h2>${bars(dataset.classes.slice(0, 50).map((one) => ({
      name: one.label, share: one.rows / most, shown: html`${count(one.rows)} <small>${percent(one.rows / dataset.rows)}</small>`,
    })))}</section>`;
  }

  function body(dataset) {
    return html`
      ${heading(dataset.name, t("dataset.summary." + dataset.task, { rows: count(dataset.rows), target: dataset.target, n: dataset.classes?.length ?? 0 }), html`
        <a class="button main" href=${address("new", { dataset: dataset.id })}>${t("dataset.train")}</a>
        ${fileLink(`/api/v1/datasets/${dataset.id}/content`, dataset.name, t("dataset.content"))}
        <button class="bad" @click=${discard}>${t("delete")}</button>`)}
      ${trouble(problem)}
      ${called.render(dataset)}
      ${doubts(dataset.warnings)}
      <dl class="facts">
        <div><dt>${t("dataset.shape")}</dt><dd>${shape(dataset.input_shape)}${shape(dataset.encoded_shape) === shape(dataset.input_shape) ? nothing : html` → ${shape(dataset.encoded_shape)}`}</dd></div>
        <div><dt>${t("dataset.format")}</dt><dd>${dataset.format}, ${bytes(dataset.bytes)}</dd></div>
        <div><dt>${t("created")}</dt><dd>${time(dataset.created_at)}</dd></div>
        <div><dt>id</dt><dd>${idOf(dataset.id)}</dd></div>
        <div><dt>SHA-256</dt><dd><code title=${dataset.sha256}>${dataset.sha256.slice(0, 8)}…</code>${copyButton(dataset.sha256, t("copy.sha"))}</dd></div>
      </dl>
      <div class="grid">${dataset.classes?.length ? classes(dataset) : nothing}${scatter(page, projection)}</div>
      ${parts.columns ? html`<section><h2>${t("columns")}</h2>${parts.columns.render()}</section>` : nothing}
      <section><h2>${t("rows")}</h2>${parts.rows.render()}</section>
      <details class="panel"><summary>${t("dataset.reread")}</summary><p class="hint">${t("dataset.reread.what")}</p>
        ${fieldForm(again, (name) => (event) => (again = { ...again, [name]: event.target.value.trim() }))}
        <p><button class="main" ?disabled=${reading} @click=${() => reread(again)}>${t(reading ? "upload.reading" : "dataset.reread.do")}</button></p></details>`;
  }

  return {
    title: () => it.value?.name ?? t("nav.datasets"),
    render: () => (it.value ? body(it.value) : html`${heading(t("nav.datasets"))}${it.problem ? trouble(it.problem, it.load) : waiting()}`),
  };
}

/** [x, y, label] of each point, whichever way the service names them. */
function pointsOf(answer) {
  const list = answer.items ?? answer.points ?? [];
  const labels = answer.labels ?? [];
  return list.map((it, i) => (Array.isArray(it) ? [it[0], it[1], it[2] ?? labels[i] ?? ""] : [it.x, it.y, it.label ?? it.class ?? ""]));
}

/** The data on its first two principal components; classes are told apart by their marks. */
function scatter(page, projection) {
  if (!projection.value) {
    return projection.problem ? html`<section class="panel"><h2>${t("projection")}</h2>${absent(projection.problem, t("projection"))}</section>` : html`<section class="panel expected">${waiting()}</section>`;
  }
  const points = pointsOf(projection.value);
  const classes = [...new Set(points.map((it) => String(it[2])))].sort();
  const [xs, ys] = [0, 1].map((axis) => points.map((it) => it[axis]));
  const fit = (values) => {
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    return (value) => 4 + (92 * (value - low)) / span;
  };
  const [fx, fy] = [fit(xs), fit(ys)];
  const shares = projection.value.explained ?? projection.value.explained_variance ?? [];
  const label = t("projection.label", { n: points.length, classes: classes.length, share: percent(shares.reduce((sum, it) => sum + it, 0)) });
  const few = classes.length <= 6;
  return figure(page, {
    name: "projection",
    title: t("projection"),
    label,
    kind: "spread",
    picture: html`<svg class="scatter" role="img" aria-label=${label} viewBox="0 0 100 100">${points.map(([x, y, name]) => {
      const number = classes.indexOf(String(name));
      return svg`<g class="class-${few ? number % 6 : "many"}" transform="translate(${fx(x).toFixed(1)} ${(100 - fy(y)).toFixed(1)})">${few ? mark(number, 0.9) : svg`<text>${name}</text>`}</g>`;
    })}</svg>
    ${few && classes.length > 1 ? html`<p class="legend">${classes.map((name, i) => html`<span><svg class="key scatter" viewBox="-1.6 -1.6 3.2 3.2" width="14" height="14" aria-hidden="true"><g class="class-${i}">${mark(i, 1)}</g></svg> ${name}</span>`)}</p>` : nothing}`,
    table: () => table(["#", "1", "2", t("dataset.class")], points.map(([x, y, name], i) => [i + 1, x, y, name])),
  });
}

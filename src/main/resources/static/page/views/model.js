// One model: how good it is, to be tried, to be taken along.

import { get, post, remove } from "../api.js";
import { html, nothing } from "../lit.js";
import { go } from "../router.js";
import { count, number, shape } from "../format.js";
import { allMetrics, baselines, confusion, leakage, perClass, sentence } from "../model/quality.js";
import { cellRows } from "../model/rows.js";
import { aliasPanel } from "../model/aliases.js";
import { thresholdSlider } from "../model/threshold.js";
import { tryIt } from "../model/try.js";
import { versions } from "../model/versions.js";
import { fileLink } from "../parts/download.js";
import { labels } from "../parts/labels.js";
import { resource } from "../parts/load.js";
import { verdict } from "../parts/verdict.js";
import { absent, bars, copyButton, figures, heading, idOf, time, trouble, waiting, warnings } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  const id = encodeURIComponent(page.values.id);
  let parts = null;
  let problem = null;
  let importance = null;
  const called = labels(page, "models", async (model) => {
    it.value = { ...it.value, ...model };
    parts.versions.load();
  });
  const it = resource(page, async () => {
    const model = await get(`models/${id}`);
    const known = (path) => get(path).catch(() => null);
    const [dataset, job, card] = await Promise.all([model.dataset?.id ? known(`datasets/${model.dataset.id}`) : null, model.job_id ? known(`jobs/${model.job_id}`) : null, known(`models/${id}/card`)]);
    const described = new Map((dataset?.columns ?? []).map((one) => [one.name, one]));
    const columns = (model.columns ?? dataset?.columns ?? []).filter((one) => ["numeric", "categorical", "date"].includes(one.kind)).map((one) => ({ ...described.get(one.name), ...one }));
    const kept = { ...model, target: model.target ?? dataset?.target };
    parts = { dataset, job, diagnosis: card?.diagnosis, trial: tryIt(page, kept, columns, job), rows: cellRows(page, kept), threshold: thresholdSlider(page, kept, (next) => (it.value = { ...it.value, ...next })),
      versions: versions(page, () => it.value?.name ?? kept.name), aliases: aliasPanel(page, kept.id, renewed) };
    // So that nothing moves when they come
    await Promise.all([parts.versions.first, parts.aliases.first]);
    return kept;
  });

  /** The model's own aliases, and those of the other versions. */
  async function renewed() {
    const [model] = await Promise.all([get(`models/${it.value.id}`), parts.versions.load()]);
    it.value = { ...it.value, aliases: model.aliases };
  }

  async function act(call) {
    problem = null;
    try {
      await call();
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  const discard = () => act(async () => {
    await remove(`models/${it.value.id}`);
    go("#/models");
  });

  async function measure() {
    importance = { busy: true };
    page.update();
    try {
      importance = await post(`models/${it.value.id}/importance`, {});
    } catch (refusal) {
      importance = { problem: refusal };
    }
    page.update();
  }

  function importanceList() {
    const columns = [...(importance?.columns ?? [])].sort((a, b) => b.mean - a.mean).slice(0, 40);
    const most = Math.max(1e-9, ...columns.map((one) => one.mean));
    return html`
      <section class="panel"><h2>${t("importance")}</h2><p class="hint">${t("importance.what")}</p>
        ${importance?.problem ? absent(importance.problem, t("importance")) : nothing}
        ${columns.length ? html`<p>${t("importance.of", { metric: t("metric.of." + importance.metric), value: number(importance.value, 3), rows: count(importance.rows), part: t("part." + importance.part) })}</p>
          ${bars(columns.map((one) => ({ name: one.name, share: one.mean / most, shown: html`${figures(one.mean, number(one.mean, 3))} <small>± ${figures(one.deviation, number(one.deviation, 2))}</small>` })), t("importance"))}`
          : html`<p><button ?disabled=${importance?.busy} @click=${measure}>${t(importance?.busy ? "loading" : "importance.measure")}</button></p>`}
      </section>`;
  }

  function uses(model) {
    const example = model.input_shape.length === 3 ? "[[[0, …]]]" : `[${Array.from({ length: Math.min(4, model.input_shape[0]) }, () => "0").join(", ")}${model.input_shape[0] > 4 ? ", …" : ""}]`;
    const curl = `curl ${location.origin}/api/v1/models/${model.id}/predictions \\\n  -H 'Content-Type: application/json' \\\n  -d '{"instances": [${example}]}'`;
    const onnx = `import onnxruntime, numpy as np\n\nsession = onnxruntime.InferenceSession("model.onnx")\nx = np.zeros((1, ${model.input_shape.join(", ")}), dtype=np.float32)   # raw values\nprint(session.run(["output"], {"input": x})[0])`;
    return html`
      <section class="panel"><h2>${t("model.take")}</h2>
        <p class="row">${fileLink(`/api/v1/models/${model.id}/onnx`, `${model.name}.onnx`, "ONNX", "*/*")}${fileLink(`/api/v1/models/${model.id}/weights`, `${model.name}.safetensors`, "safetensors", "*/*")}
          ${fileLink(`/api/v1/models/${model.id}/card`, `${model.name}.md`, t("model.card"), "text/markdown")}</p>
        <h3>curl</h3><pre tabindex="0">${curl}</pre><p>${copyButton(curl, t("copy"))}</p>
        <h3>Python</h3><pre tabindex="0">${onnx}</pre><p>${copyButton(onnx, t("copy"))}</p></section>`;
  }

  function body(model) {
    const test = model.metrics?.test ?? model.metrics?.validation;
    return html`
      ${heading(html`${model.name}${model.version ? html` <small>${t("model.version", { n: model.version })}</small>` : nothing}`, html`${sentence(model)} ${(model.aliases ?? []).map((one) => html`<span class="badge">${one}</span> `)}`, html`
        ${model.job_id ? html`<a class="button" href="#/jobs/${model.job_id}">${t("job")}</a>` : nothing}<button class="bad" @click=${discard}>${t("delete")}</button>`)}
      ${trouble(problem)}
      ${verdict(parts.diagnosis)}
      ${warnings(model.warnings)}
      ${called.render(model)}
      <section class="panel"><h2>${t("try")}</h2>${parts.trial.render()}</section>
      <section class="panel"><h2>${t("model.beside")}</h2>${baselines(model)}${leakage(model)}</section>
      ${test?.confusion_matrix ? html`<section><h2>${t("confusion")}</h2>${confusion(model, test.confusion_matrix, parts.rows.cell, parts.dataset ? parts.rows.open : null)}${parts.rows.render()}</section>` : nothing}
      ${parts.threshold.render()}
      <div class="grid">${test?.per_class ? html`<section><h2>${t("perclass")}</h2>${perClass(test)}</section>` : nothing}<section><h2>${t("measures")}</h2>${allMetrics(model)}</section></div>
      ${model.input_shape.length === 1 ? importanceList() : nothing}
      ${parts.versions.render(model)}
      ${parts.aliases.render()}
      ${uses(model)}
      <section><h2>${t("job.about")}</h2><dl class="facts">
        <div><dt>${t("parameters")}</dt><dd>${count(model.parameters)}</dd></div>
        <div><dt>${t("dataset.shape")}</dt><dd>${shape(model.input_shape)}</dd></div>
        <div><dt>${t("model.data")}</dt><dd>${model.dataset?.id ? html`<a href="#/datasets/${model.dataset.id}">${t("model.rows", { n: count(model.dataset.rows) })}</a>` : "–"}</dd></div>
        <div><dt>${t("created")}</dt><dd>${time(model.created_at)}</dd></div>
        <div><dt>id</dt><dd>${idOf(model.id)}</dd></div>
        <div><dt>${t("model.sha")}</dt><dd><code title=${model.weights_sha256}>${model.weights_sha256.slice(0, 8)}…</code>${copyButton(model.weights_sha256, t("copy.sha"))}</dd></div></dl></section>`;
  }

  return {
    title: () => it.value?.name ?? t("nav.models"),
    render: () => (it.value ? body(it.value) : html`${heading(t("nav.models"))}${it.problem ? trouble(it.problem, it.load) : waiting()}`),
  };
}

// Several jobs over each other: what differs between them, and what it made of them.

import { get, request } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, keep } from "../router.js";
import { number, percent } from "../format.js";
import { chart } from "../parts/chart.js";
import { save } from "../parts/download.js";
import { table } from "../parts/figure.js";
import { resource } from "../parts/load.js";
import { absent, empty, figures, heading, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

const METRICS = ["validation_loss", "train_loss", "validation_accuracy", "train_accuracy", "validation_r2", "train_r2", "lr", "grad_norm"];

/** The jobs of an answer, each with its epochs, in the order in which they were asked for. */
function jobsOf(answer, ids) {
  const list = answer.jobs ?? answer.items ?? ids.map((id) => ({ id }));
  return list.map((job, i) => {
    const id = job.id ?? job.job_id ?? ids[i];
    const of = (name) => job[name] ?? answer[name]?.[id] ?? answer[name]?.[i] ?? null;
    const metrics = of("metrics");
    return { id, name: job.name ?? id.slice(-8), best: of("best"), latest: of("latest"), epochs: metrics?.items ?? metrics ?? [] };
  });
}

/** [pointer, value of each job] of every setting that differs. */
function settingsOf(answer, jobs) {
  const { settings = {} } = answer;
  const entries = Array.isArray(settings) ? settings.map((it) => [it.pointer, it.values]) : Object.entries(settings);
  return entries.map(([pointer, values]) => [pointer, jobs.map((job, i) => (Array.isArray(values) ? values[i] : values[job.id]))]);
}

function smooth(values, share) {
  let mean = null;
  return values.map((value) => {
    if (value === null || value === undefined) {
      return null;
    }
    mean = mean === null ? value : share * mean + (1 - share) * value;
    return mean;
  });
}

const shown = (value) => (value === undefined || value === null ? "–" : typeof value === "number" ? figures(value) : typeof value === "object" ? JSON.stringify(value) : String(value));

export function open(page) {
  let ids = page.query.getAll("id");
  const look = { metric: page.query.get("metric") ?? "", by: page.query.get("by") ?? "epoch", smoothing: Number(page.query.get("smoothing") ?? 0), log: page.query.get("log") === "1" };
  const query = () => ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  const it = ids.length < 2 ? null : resource(page, () => get(`jobs/compare?${query()}`));

  function set(change) {
    Object.assign(look, change);
    keep({ id: ids, metric: look.metric, by: look.by === "epoch" ? "" : look.by, smoothing: look.smoothing || "", log: look.log ? "1" : "" });
    page.update();
  }

  /** The first is what the others are compared with. */
  function pin(id) {
    ids = [id, ...ids.filter((other) => other !== id)];
    set({});
    it.load();
  }

  async function csv() {
    const response = await request(`jobs/compare?${query()}`, { accept: "text/csv" });
    save(await response.blob(), "compare.csv");
  }

  function curves(jobs) {
    const metrics = METRICS.filter((name) => jobs.some((job) => job.epochs.some((row) => row[name] !== null && row[name] !== undefined)));
    const metric = metrics.includes(look.metric) ? look.metric : metrics[0];
    const series = jobs.map((job) => {
      let spent = 0;
      return job.epochs.map((row) => ({ x: look.by === "epoch" ? row.epoch : (spent += row.seconds ?? 0), y: row[metric] ?? null }));
    });
    const x = [...new Set(series.flat().map((point) => point.x))].sort((a, b) => a - b);
    const lines = jobs.map((job, i) => {
      const known = new Map(series[i].map((point) => [point.x, point.y]));
      return { name: job.name, href: `#/jobs/${job.id}`, values: smooth(x.map((place) => known.get(place) ?? null), look.smoothing) };
    });
    return html`
      <div class="trace-tools">
        <label class="field"><span>${t("compare.metric")}</span><select @change=${(event) => set({ metric: event.target.value })}>${metrics.map((name) => html`<option value=${name} .selected=${name === metric}>${t("metric." + name)}</option>`)}</select></label>
        <label class="field"><span>${t("compare.by")}</span><select @change=${(event) => set({ by: event.target.value })}>${["epoch", "seconds"].map((name) => html`<option value=${name} .selected=${name === look.by}>${t(name)}</option>`)}</select></label>
        <label class="field"><span>${t("compare.smoothing")} <output>${look.smoothing}</output></span><input type="range" min="0" max="0.95" step="0.05" .value=${String(look.smoothing)} @input=${(event) => set({ smoothing: Number(event.target.value) })}></label>
        <label class="check"><input type="checkbox" .checked=${look.log} @change=${(event) => set({ log: event.target.checked })}> ${t("chart.log")}</label>
        <button @click=${csv}>CSV</button>
      </div>
      ${metric ? chart(page, {
        name: "compare", title: t("metric." + metric),
        label: t("compare.label", { metric: t("metric." + metric), n: jobs.length, values: lines.map((line) => `${line.name}: ${number(line.values.findLast((value) => value !== null))}`).join(", ") }),
        data: { x, lines, log: look.log, xLabel: t(look.by) },
      }) : html`<p class="hint">${t("job.noepoch")}</p>`}`;
  }

  const value = (name, it) => (it?.[name] === undefined || it?.[name] === null ? null : /accuracy/.test(name) ? figures(it[name], percent(it[name])) : figures(it[name]));

  /** Of a job's value and the baseline's, as the values are shown. */
  function difference(name, job, baseline) {
    const by = job[name] - baseline[name];
    const text = /accuracy/.test(name) ? percent(by).replace("-", "−") : number(by, 3);
    return `${by >= 0 ? "+" : ""}${text}`;
  }

  function results(jobs) {
    const names = METRICS.filter((name) => jobs.some((job) => value(name, job.best) !== null));
    return html`
      <section><h2>${t("compare.best")}</h2><div class="framed">
        <table aria-label=${t("compare.best")}><thead><tr><th scope="col">${t("job")}</th><th scope="col">${t("epoch")}</th>${names.map((name) => html`<th scope="col">${t("metric." + name)}</th>`)}<th scope="col">${t("compare.baseline")}</th></tr></thead>
        <tbody>${jobs.map((job, i) => html`<tr><th scope="row"><a href="#/jobs/${job.id}">${job.name}</a></th><td>${job.best?.epoch ?? "–"}</td>
          ${names.map((name) => html`<td>${value(name, job.best) ?? "–"}${i > 0 && typeof jobs[0].best?.[name] === "number" && typeof job.best?.[name] === "number" ? html`<small>${difference(name, job.best, jobs[0].best)}</small>` : nothing}</td>`)}
          <td>${i === 0 ? t("compare.pinned") : html`<button class="small" @click=${() => pin(job.id)}>${t("compare.pin")}</button>`}</td></tr>`)}</tbody></table></div></section>`;
  }

  function body(answer) {
    const jobs = jobsOf(answer, ids);
    const settings = settingsOf(answer, jobs);
    return html`
      ${curves(jobs)}${results(jobs)}
      <section><h2>${t("compare.settings")}</h2><div class="framed">${table([t("compare.setting"), ...jobs.map((job) => job.name)], settings.map(([pointer, values]) => [html`<code>${pointer}</code>`, ...values.map(shown)]), t("compare.settings"))}</div>
        ${settings.length ? nothing : html`<p class="hint">${t("compare.same")}</p>`}</section>`;
  }

  return {
    title: () => t("compare.title"),
    render: () => html`
      ${heading(t("compare.title"), t("compare.lead"), html`<a class="button" href=${address("jobs")}>${t("compare.other")}</a>`)}
      ${it === null ? empty(t("compare.none"), t("compare.none.what"), html`<a class="button main" href="#/jobs">${t("nav.jobs")}</a>`)
        : it.value ? body(it.value) : it.problem ? (it.problem.absent ? absent(it.problem, t("compare.title")) : trouble(it.problem, it.load)) : waiting()}`,
  };
}

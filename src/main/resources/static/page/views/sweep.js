// One sweep: its trials as lines across their settings, the best so far, and what was ended early.

import { get, post, remove, request } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go, keep } from "../router.js";
import { duration, number, percent } from "../format.js";
import { figure, table } from "../parts/figure.js";
import { against, axisOf, parallel } from "../parts/parallel.js";
import { badge, ended, progressBar } from "../parts/status.js";
import { figures, heading, idOf, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

const AGAIN_MS = 2_000;
const FACTS = 7;

/** The rows of a table in CSV; fields may be quoted. */
function rowsOf(csv) {
  const lines = csv.trimEnd().split(/\r\n(?=\d+,[0-9a-f-]{36},)/);
  return lines.map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
}

const numberOr = (text) => (text === "" ? null : Number.isFinite(Number(text)) ? Number(text) : text);

/** The trials of a table, and the pointers of their settings. */
function trialsOf(csv) {
  const [titles, ...rows] = rowsOf(csv);
  const settings = titles.slice(FACTS);
  const trials = rows.map(([trial, id, status, reason, epoch, updates, value, ...values]) => ({
    trial: Number(trial), id, status, reason, epoch: Number(epoch), updates: Number(updates), value: numberOr(value), values: values.map(numberOr),
  }));
  return { settings, trials };
}

const short = (pointer) => pointer.split("/").slice(-1)[0];
const phone = matchMedia("(max-width: 40rem)");
const isLog = (range) => Boolean(range?.log_uniform || range?.log);

export function open(page) {
  const path = `sweeps/${encodeURIComponent(page.values.id)}`;
  let sweep = null;
  let trials = [];
  let settings = [];
  let problem = null;
  let acting = false;
  let timer = 0;
  let sorted = page.query.get("sort") ?? "value";
  let setting = page.query.get("setting") ?? "";
  phone.addEventListener("change", page.update);
  page.onClose(() => {
    clearTimeout(timer);
    phone.removeEventListener("change", page.update);
  });
  load();

  async function load(draw = page.update) {
    clearTimeout(timer);
    try {
      sweep = await get(path);
      const csv = await request(`sweeps/${sweep.id}/trials`, { accept: "text/csv" });
      ({ settings, trials } = trialsOf(await csv.text()));
      problem = null;
    } catch (refusal) {
      problem = refusal;
    }
    if (sweep && !ended(sweep) && page.open) {
      later();
    }
    draw();
  }

  /** Not while nobody looks at it. */
  function later() {
    timer = setTimeout(() => (document.hidden ? later() : load(page.news)), AGAIN_MS);
  }

  async function act(name) {
    acting = true;
    page.update();
    try {
      sweep = await post(`sweeps/${sweep.id}/${name}`);
      await load();
    } catch (refusal) {
      problem = refusal;
    }
    acting = false;
    page.update();
  }

  async function discard() {
    try {
      await remove(`sweeps/${sweep.id}`);
      go("#/sweeps");
    } catch (refusal) {
      problem = refusal;
      page.update();
    }
  }

  function see(change) {
    ({ sorted = sorted, setting = setting } = change);
    keep({ sort: sorted === "value" ? "" : sorted, setting });
    page.update();
  }

  const shown = (value) => (value === null ? "–" : typeof value === "number" ? figures(value) : String(value));
  const look = (it) => (it.trial === sweep.best?.trial ? "best" : it.status === "cancelled" || it.status === "failed" ? "pale" : "plain");

  /** The best first, as the service ranks; those without a value last. */
  function better(one, other) {
    const worst = sweep.goal === "maximize" ? -Infinity : Infinity;
    const [a, b] = [one.value ?? worst, other.value ?? worst];
    return (sweep.goal === "maximize" ? b - a : a - b) || one.trial - other.trial;
  }

  function ordered() {
    const at = settings.indexOf(sorted);
    const by = (it) => (at < 0 ? it[sorted] : it.values[at]);
    const compare = (a, b) => (typeof by(a) === "number" && typeof by(b) === "number" ? by(a) - by(b) : String(by(a)).localeCompare(String(by(b))));
    return [...trials].sort(sorted === "value" ? better : (a, b) => compare(a, b) || a.trial - b.trial);
  }

  function actions() {
    const resumable = ["paused", "pausing"].includes(sweep.status);
    const best = [...trials].filter((it) => it.status !== "failed" && it.value !== null).sort(better).slice(0, 3);
    return html`
      ${sweep.best ? html`<a class="button main" href="#/jobs/${sweep.best.job_id}">${t("sweep.winner")}</a>` : nothing}
      ${best.length > 1 ? html`<a class="button" href=${address("compare", { id: best.map((it) => it.id) })}>${t("sweep.compare", { n: best.length })}</a>` : nothing}
      ${resumable ? html`<button class="main" ?disabled=${acting} @click=${() => act("resume")}>${t("job.resume")}</button>`
        : html`<button ?disabled=${acting || !["queued", "running"].includes(sweep.status)} @click=${() => act("pause")}>${t("job.pause")}</button>`}
      <button ?disabled=${acting || ended(sweep) || sweep.status === "cancelling"} @click=${() => act("cancel")}>${t("job.cancel")}</button>
      ${ended(sweep) ? html`<button class="bad" @click=${discard}>${t("delete")}</button>` : nothing}`;
  }

  function sentence() {
    return sweep.best ? t(sweep.finished_at ? "sweep.sentence.end" : "sweep.sentence", { trial: sweep.best.trial, metric: t("metric." + sweep.metric), value: number(sweep.best.value) }) : t("sweep.sentence.none");
  }

  function pictures() {
    const axes = settings.map((pointer, i) => axisOf(pointer, trials.map((it) => it.values[i]), isLog(sweep.space[pointer])));
    const values = axisOf(t("metric." + sweep.metric), trials.map((it) => it.value));
    const looks = trials.map(look);
    const chosen = axes[Math.max(0, settings.indexOf(setting))];
    const label = t("sweep.parallel.label", { n: trials.length, settings: settings.map(short).join(", "), sentence: sentence() });
    const pairLabel = t("sweep.against.label", { metric: t("metric." + sweep.metric), setting: chosen.name, n: trials.filter((it) => it.value !== null).length });
    return html`
      ${figure(page, { name: "parallel", title: t("sweep.parallel"), label, picture: parallel([...axes, values], looks, label, phone.matches), table: () => table([t("sweep.trial"), ...settings, t("metric." + sweep.metric)], trials.map((it) => [it.trial, ...it.values, it.value])) })}
      ${figure(page, {
        name: "against", title: t("sweep.against"), label: pairLabel, picture: against(chosen, values, looks, pairLabel),
        table: () => table([t("sweep.trial"), chosen.name, t("metric." + sweep.metric)], trials.map((it, i) => [it.trial, chosen.values[i], it.value])),
        actions: html`<label class="field"><span>${t("compare.setting")}</span><select @change=${(event) => see({ setting: event.target.value })}>
          ${settings.map((it) => html`<option value=${it} .selected=${it === chosen.name}>${it}</option>`)}</select></label>`,
      })}`;
  }

  function rungs() {
    return html`<section><h2>${t("sweep.rungs")}</h2><div class="framed">${table([t("sweep.rung"), t("training.epochs"), t("sweep.came")],
      sweep.rungs.map((it, i) => [i + 1, it.epochs, it.trials]), t("sweep.rungs"))}</div></section>`;
  }

  function column(name, title) {
    return html`<th scope="col" aria-sort=${sorted === name ? "ascending" : nothing}><button class="plain small" @click=${() => see({ sorted: name })}>${title}</button></th>`;
  }

  function list() {
    return html`
      <section><h2>${t("sweep.trials")}</h2><div class="framed">
        <table class="list trials" aria-label=${t("sweep.trials")}>
          <thead><tr>${column("trial", t("sweep.trial"))}${column("status", t("jobs.status"))}${column("value", t("metric." + sweep.metric))}${column("epoch", t("epoch"))}${settings.map((it) => column(it, short(it)))}</tr></thead>
          <tbody>${ordered().map((it) => html`<tr class=${look(it)}>
            <th scope="row"><a href="#/jobs/${it.id}">${it.trial}</a>${it.trial === sweep.best?.trial ? html` <span class="badge" data-status="good">${t("sweep.best")}</span>` : nothing}</th>
            <td data-label=${t("jobs.status")}>${it.reason === "pruned" ? html`<span class="badge">${t("sweep.pruned")}</span>` : badge(it.status)}</td>
            <td data-label=${t("metric." + sweep.metric)}>${shown(it.value)}</td><td data-label=${t("epoch")}>${it.epoch}</td>
            ${it.values.map((value, i) => html`<td data-label=${short(settings[i])}>${shown(value)}</td>`)}</tr>`)}</tbody></table></div></section>`;
  }

  function body() {
    const { progress } = sweep;
    return html`
      ${heading(sweep.name, html`${badge(sweep.status)} ${sentence()}`, actions())}
      ${trouble(problem)}
      <div class="panel">${progressBar(sweep)}<p>${t("sweep.epochs", { done: progress.epochs, all: progress.planned, percent: percent(progress.fraction, 0) })}
        ${progress.eta_seconds !== null ? html`<small>${t("job.left", { time: duration(progress.eta_seconds) })}</small>` : nothing}
        <small>${t("sweep." + sweep.strategy.type)} · ${time(sweep.created_at)} · id</small> ${idOf(sweep.id)}</p></div>
      ${trials.length ? html`${pictures()}${sweep.rungs.length > 1 ? rungs() : nothing}${list()}` : nothing}`;
  }

  return {
    title: () => sweep?.name ?? t("sweeps.title"),
    render: () => (sweep ? body() : html`${heading(t("sweeps.title"))}${problem ? trouble(problem, () => load()) : waiting()}`),
  };
}

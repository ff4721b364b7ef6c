// All jobs, with a small curve in each row; live.

import { get } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go, keep } from "../router.js";
import { number } from "../format.js";
import { sparkline } from "../parts/chart.js";
import { numbers, table } from "../parts/figure.js";
import { Jobs } from "../parts/jobs.js";
import { tagButtons } from "../parts/labels.js";
import { listTools, nothingMatches, queryOf } from "../parts/listing.js";
import { badge, ended, lossOf, progressBar, progressWords, scoreOf } from "../parts/status.js";
import { empty, figures, heading, time, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";

const STATUSES = ["queued", "running", "paused", "succeeded", "failed", "cancelled"];
const SORTS = ["-created_at", "created_at", "name", "-finished_at", "best.validation_loss", "-best.validation_accuracy", "-best.validation_r2", "-samples_per_second", "lr", "batch_size", "epochs", "seed"];
const FRESH_MS = 5_000;
const MOST_CHOSEN = 5;

export function open(page) {
  const query = queryOf(page, ["status", "sort", "tag", "name"]);
  const chosen = new Set(page.query.getAll("pick").slice(0, MOST_CHOSEN));
  const curves = new Map();
  let extra = [];
  let next = null;
  let closed = false;
  page.onClose(() => (closed = true));

  const path = (cursor = "") => `jobs${address("", { limit: 50, ...query, cursor }).slice(2)}`;
  const jobs = new Jobs(page, async () => {
    const answer = await get(path());
    next = extra.length ? next : answer.next_cursor;
    return answer;
  });
  drawCurves();

  /** Fetches curves one after another, those of ended jobs once. */
  async function drawCurves() {
    while (!closed) {
      const job = document.hidden ? null : jobs.items.find((it) => stale(it));
      if (job) {
        const asked = { at: performance.now(), epoch: job.progress?.epoch };
        const answer = await get(`jobs/${job.id}/metrics?points=60`).catch(() => ({ items: [] }));
        curves.set(job.id, { ...asked, values: answer.items.map((it) => it.train_loss) });
        page.news();
      } else {
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  }

  function stale(job) {
    const curve = curves.get(job.id);
    return !curve || (curve.epoch !== job.progress?.epoch && performance.now() - curve.at > FRESH_MS);
  }

  const keepAll = () => keep({ ...query, pick: [...chosen] });

  function set(name, value) {
    query[name] = value;
    extra = [];
    keepAll();
    jobs.load();
  }

  function clear() {
    Object.keys(query).forEach((name) => (query[name] = ""));
    extra = [];
    keepAll();
    jobs.load();
  }

  async function more() {
    const asked = path(next);
    const answer = await get(asked);
    // Filters, or another click, may have come between
    if (asked !== path(next)) {
      return;
    }
    extra = [...extra, ...answer.items];
    next = answer.next_cursor;
    page.update();
  }

  function pick(id, on) {
    on ? chosen.add(id) : chosen.delete(id);
    keepAll();
    page.update();
  }

  function row(job) {
    return html`
      <tr>
        <td><input type="checkbox" aria-label=${t("jobs.pick", { name: job.name })} .checked=${chosen.has(job.id)} ?disabled=${!chosen.has(job.id) && chosen.size >= MOST_CHOSEN} @change=${(event) => pick(job.id, event.target.checked)}></td>
        <th scope="row"><a href="#/jobs/${job.id}">${job.name}</a>${job.error ? html`<small>${job.error.detail ?? job.error.code}</small>` : nothing}
          ${job.description ? html`<small class="said">${job.description}</small>` : nothing}${tagButtons(job.tags, (tag) => set("tag", tag))}</th>
        <td data-label=${t("jobs.status")}>${badge(job.status)} ${job.diagnosis?.verdict ? html`<small>${t("verdict." + job.diagnosis.verdict)}</small>` : nothing}</td>
        <td data-label=${t("jobs.progress")} class="wide">${ended(job) ? nothing : progressBar(job)}<small>${progressWords(job)}</small></td>
        <td data-label=${t("loss")}>${sparkline(curves.get(job.id)?.values ?? [], t("jobs.curve", { name: job.name, loss: number(job.latest?.train_loss) }))}</td>
        <td class="number" data-label=${t("loss")}>${lossOf(job.latest)}</td>
        <td class="number" data-label=${t("jobs.score")}>${scoreOf(job.latest)}</td>
        <td class="number" data-label=${t("created")}>${time(job.created_at)}</td>
      </tr>`;
  }

  function tools() {
    return html`
      <div class="trace-tools">
        <label class="field"><span>${t("jobs.status")}</span><select @change=${(event) => set("status", event.target.value)}>
          <option value="">${t("all")}</option>${STATUSES.map((it) => html`<option value=${it} .selected=${it === query.status}>${t("status." + it)}</option>`)}</select></label>
        ${listTools(query, SORTS, set)}
        <button class="main" ?disabled=${chosen.size < 2} @click=${() => go(address("compare", { id: [...chosen] }))}>${t("jobs.compare", { n: chosen.size })}</button>
      </div>`;
  }

  function body() {
    const items = [...jobs.items, ...extra.filter((it) => !jobs.items.some((other) => other.id === it.id))];
    if (!items.length) {
      return !jobs.loaded ? (jobs.problem ? nothing : waiting()) : Object.values(query).some(Boolean) ? nothingMatches(clear)
        : empty(t("jobs.none"), t("jobs.none.what"), html`<a class="button main" href="#/new">${t("nav.new")}</a> <a class="button" href="#/">${t("keys.start")}</a>`);
    }
    return html`
      <div class="framed"><table class="list jobs" aria-label=${t("nav.jobs")}>
        <thead><tr><th scope="col"><span class="unseen">${t("jobs.choose")}</span></th><th scope="col">${t("name")}</th><th scope="col">${t("jobs.status")}</th><th scope="col">${t("jobs.progress")}</th>
          <th scope="col">${t("jobs.curve.title")}</th><th scope="col" class="number">${t("loss")}</th><th scope="col" class="number">${t("jobs.score")}</th><th scope="col" class="number">${t("created")}</th></tr></thead>
        <tbody>${items.map(row)}</tbody></table></div>
      ${numbers(page, "curves", t("jobs.curve.title"), () => table([t("name"), t("jobs.curve.points")], items.map((job) => [job.name, html`${(curves.get(job.id)?.values ?? []).map((it) => html`${figures(it)} `)}`])))}
      ${next ? html`<p><button @click=${more}>${t("more")}</button></p>` : nothing}`;
  }

  return {
    title: () => t("nav.jobs"),
    render: () => html`
      ${heading(t("nav.jobs"), t("jobs.lead"), html`<a class="button" href="#/sweeps">${t("sweeps.title")}</a> <a class="button main" href="#/new">${t("nav.new")}</a>`)}
      ${trouble(jobs.problem, () => jobs.load())}
      ${tools()}${body()}`,
  };
}

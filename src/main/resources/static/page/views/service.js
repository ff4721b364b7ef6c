// Whether all is well with the service: its processes, the queue, its limits.

import { get, request } from "../api.js";
import { html, nothing } from "../lit.js";
import { bytes, count, large, number } from "../format.js";
import { sparkline } from "../parts/chart.js";
import { numbers, table } from "../parts/figure.js";
import { resource } from "../parts/load.js";
import { badge } from "../parts/status.js";
import { absent, heading, time, trouble, waiting } from "../parts/words.js";
import { state } from "../store.js";
import { t } from "../text/text.js";

const EVERY_MS = 2_000;
const KEPT = 60;
const MOST_TAKEN = 5;

/** What is shown of the service's own metrics: a name, how to add it up, how to write it. */
const METRICS = [
  ["service.cpu", (it) => it("process_cpu_usage"), (value) => `${(100 * value).toFixed(0)} %`],
  ["service.memory", (it) => it("jvm_memory_used_bytes", 'area="heap"'), bytes],
  ["service.connections", (it) => it("hikaricp_connections_active"), number],
  ["service.requests", (it) => it("http_server_requests_seconds_count"), count],
  ["service.disk", (it) => it("disk_free_bytes"), bytes],
];

/** The sum of a metric over its labels, from the text that Prometheus reads. */
function read(text) {
  return (name, having = "") => text.split("\n").filter((line) => line.startsWith(name) && /[{ ]/.test(line[name.length]) && line.includes(having))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}

export function open(page) {
  const series = METRICS.map(() => []);
  let measured = null;
  let closed = false;
  const replicas = resource(page, () => get("replicas"));
  const limits = resource(page, () => get("limits"));
  const health = resource(page, () => get("/actuator/health"));
  const taken = resource(page, takenUp);
  const queued = resource(page, () => get("jobs?status=queued&limit=200"));
  page.onClose(() => (closed = true));
  measure();

  async function measure() {
    while (!closed) {
      if (!document.hidden) {
        const first = measured === null;
        try {
          const text = await (await request("/actuator/prometheus", { accept: "text/plain" })).text();
          METRICS.forEach(([, of], i) => (series[i] = [...series[i], of(read(text))].slice(-KEPT)));
          measured = true;
        } catch (problem) {
          measured = problem;
        }
        if (replicas.value) {
          replicas.renew();
        }
        queued.renew();
        health.renew();
        first ? page.update() : page.news();
      }
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  }

  function processes() {
    if (!replicas.value) {
      return replicas.problem ? absent(replicas.problem, t("service.replicas")) : waiting();
    }
    const items = replicas.value.items ?? replicas.value;
    return html`<div class="framed">${table([t("service.process"), t("service.version"), t("service.heartbeat"), t("service.budget"), t("service.trains")], items.map((it) => [
      it.name ?? it.worker ?? it.id, it.version ?? "–", time(it.heartbeat ?? it.heartbeat_at ?? it.last_heartbeat), bytes(it.memory_budget_bytes ?? it.memory_bytes ?? it.memory_budget),
      (it.jobs ?? it.training ?? []).length ? (it.jobs ?? it.training).map((job) => html`<a href="#/jobs/${job.id ?? job.job_id ?? job}">${job.name ?? String(job.id ?? job.job_id ?? job).slice(-8)}</a> `) : t("service.idle")]), t("service.replicas"))}</div>`;
  }

  /** What has happened to those of the newest jobs that were taken up from a process that died. */
  async function takenUp() {
    const { items } = await get("jobs?limit=50");
    const jobs = items.filter((it) => it.attempt > 1).slice(0, MOST_TAKEN);
    const histories = await Promise.all(jobs.map((it) => get(`jobs/${it.id}/history?limit=200`).catch(() => ({ items: [] }))));
    return jobs.map((job, i) => ({ job, starts: (histories[i].items ?? []).filter((it) => it.attempt > 1 && it.status === "running") }));
  }

  function lost() {
    if (!taken.value?.length) {
      return taken.problem ? trouble(taken.problem, taken.load) : html`<p class="hint">${t("service.lost.none")}</p>`;
    }
    return html`<ul class="rows" aria-label=${t("service.lost")}>${taken.value.map(({ job, starts }) => html`
      <li><a href="#/jobs/${job.id}">${job.name}</a> ${badge(job.status)} <small>${starts.map((it) => html`${t("job.attempt", { n: it.attempt })} ${t("job.at", { n: count(it.update ?? 0) })}, ${it.worker ?? ""} ${time(it.at)}; `)}</small></li>`)}</ul>`;
  }

  /** The numbers come from several places; they are shown together, so that nothing moves. */
  const ready = () => [replicas, limits, health, taken].every((it) => it.value || it.problem);

  return {
    title: () => t("nav.service"),
    render: () => (!ready() ? html`${heading(t("nav.service"))}${waiting()}` : html`
      ${heading(t("nav.service"), health.problem || !health.value ? "" : t(health.value.status === "UP" ? "service.well" : "service.ill"))}
      ${trouble(health.problem, health.load)}
      <section><h2>${t("service.replicas")}</h2>${processes()}</section>
      <section><h2>${t("service.now")}</h2>
        <dl class="facts wide"><div><dt>${t("service.queue")}</dt><dd>${queued.value ? count(queued.value.items.length) + (queued.value.next_cursor ? "+" : "") : "–"}</dd></div>
          ${METRICS.map(([word, , write], i) => html`<div><dt>${t(word)}</dt><dd>${series[i].length ? write(series[i].at(-1)) : "–"}${sparkline(series[i], t("service.curve", { what: t(word) }))}</dd></div>`)}</dl>
        ${numbers(page, "service", t("service.now"), () => table([t("service.ago"), ...METRICS.map(([word]) => t(word))], series[0].map((_, i) => [((series[0].length - 1 - i) * EVERY_MS) / 1000, ...series.map((it) => it[i])])))}
        ${measured instanceof Error && !health.problem ? trouble(measured) : nothing}</section>
      <section><h2>${t("service.lost")}</h2><p>${t("service.lost.what")}</p>${lost()}</section>
      <section><h2>${t("service.about")}</h2><dl class="facts"><div><dt>${t("service.version")}</dt><dd>${state.service?.version ?? "–"}</dd></div><div><dt>${t("service.commit")}</dt><dd>${state.service?.commit ?? "–"}</dd></div><div><dt>${t("service.kernel")}</dt><dd>${state.service?.kernel ?? "–"}</dd></div></dl></section>
      <section><h2>${t("service.limits")}</h2>${limits.value ? html`<div class="framed scroll" tabindex="0" role="region" aria-label=${t("service.limits")}>${table([t("service.limit"), t("value")],
        Object.entries(limits.value).map(([name, value]) => [html`<code>${name}</code>`, /bytes$/.test(name) ? bytes(value) : typeof value === "number" ? (value > 1e6 ? large(value) : count(value)) : String(value)]), t("service.limits"))}</div>` : trouble(limits.problem)}</section>`),
  };
}

// A job and its epochs, kept up to date by the page's stream of events.

import { get } from "../api.js";
import { announce } from "../store.js";
import { follow } from "../stream.js";
import { applied } from "../parts/jobs.js";
import { ended } from "../parts/status.js";
import { t } from "../text/text.js";

const POINTS = 300;
const JUDGED_MS = 5_000;

export class LiveJob {
  #page;
  #path;
  #busy = false;
  // Whether something has happened since the last answer was asked for
  #stale = false;
  #judging = false;
  // The status of which the history was read
  #told = null;

  constructor(page, id) {
    this.#page = page;
    this.#path = `jobs/${encodeURIComponent(id)}`;
    this.job = null;
    this.epochs = [];
    this.history = null;
    this.problem = null;
    this.historyProblem = null;
    page.onClose(follow((event) => this.#take(event)));
    this.load();
  }

  async load() {
    if (this.#busy) {
      this.#stale = true;
      return;
    }
    this.#busy = true;
    this.#stale = false;
    try {
      const [job, metrics] = await Promise.all([get(this.#path), get(`${this.#path}/metrics?points=${POINTS}`)]);
      this.job = job;
      this.epochs = metrics.items;
      this.problem = null;
      if (this.#told !== job.status) {
        this.#loadHistory();
        this.#told && announce(t("job.now", { name: job.name, status: t("status." + job.status) }));
        this.#told = job.status;
      }
    } catch (problem) {
      this.problem = problem;
    }
    this.#busy = false;
    this.#page.update();
    if (this.#stale && this.#page.open) {
      this.load();
    }
  }

  async #loadHistory() {
    try {
      const answer = await get(`${this.#path}/history?limit=200`);
      this.history = answer.items ?? answer;
      this.historyProblem = null;
    } catch (problem) {
      this.historyProblem = problem;
    }
    this.#page.update();
  }

  #take({ kind, data }) {
    if (kind === "tick") {
      if (this.job && !ended(this.job)) {
        this.load();
      }
    } else if (this.job && data.job_id === this.job.id) {
      applied(this.job, kind, data);
      if (kind === "epoch") {
        this.#epoch(data);
        this.#judge();
      } else if (kind === "status") {
        this.load();
      }
      this.#page.news();
    }
  }

  /** Events do not tell the verdict, which every epoch renews. */
  async #judge() {
    if (this.#judging) {
      return;
    }
    this.#judging = true;
    await new Promise((done) => setTimeout(done, JUDGED_MS));
    if (this.#page.open && !document.hidden && !ended(this.job)) {
      const job = await get(this.#path).catch(() => null);
      if (job && this.job) {
        this.job.diagnosis = job.diagnosis;
        this.#page.news();
      }
    }
    this.#judging = false;
  }

  #epoch({ job_id: _, ...row }) {
    if (row.epoch > (this.epochs.at(-1)?.epoch ?? 0)) {
      this.epochs.push(row);
      if (this.epochs.length > 2 * POINTS) {
        // Every other one, until the service is asked again, which keeps the extremes
        this.epochs = this.epochs.filter((_, i) => i % 2 === 1);
      }
    }
  }
}

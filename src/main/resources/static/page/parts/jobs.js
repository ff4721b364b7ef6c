// A list of jobs that keeps itself up to date from the page's stream of events.

import { get } from "../api.js";
import { follow } from "../stream.js";

export class Jobs {
  #page;
  #ask;
  #asking = false;
  // Whether what is asked for has changed since
  #again = false;

  /** @param ask gives a page of jobs */
  constructor(page, ask) {
    this.#page = page;
    this.#ask = ask;
    this.items = [];
    this.next = null;
    this.problem = null;
    this.loaded = false;
    page.onClose(follow((event) => this.#take(event)));
    this.load();
  }

  async load() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      const answer = await this.#ask();
      this.items = answer.items;
      this.next = answer.next_cursor ?? null;
      this.problem = null;
      this.loaded = true;
    } catch (problem) {
      this.problem = problem;
    }
    this.#asking = false;
    this.#page.update();
    if (this.#again) {
      this.#again = false;
      this.load();
    }
  }

  #take({ kind, data }) {
    const job = data && this.items.find((it) => it.id === data.job_id);
    if (kind === "tick" || (kind === "status" && !job)) {
      this.load();
    } else if (job) {
      applied(job, kind, data);
      if (kind === "status") {
        this.#refresh(job.id);
      }
      this.#page.news();
    }
  }

  async #refresh(id) {
    const fresh = await get(`jobs/${id}`).catch(() => null);
    if (fresh) {
      this.items = this.items.map((it) => (it.id === id ? fresh : it));
      this.#page.update();
    }
  }
}

/** What an event tells of a job, put into the job. */
export function applied(job, kind, data) {
  if (kind === "progress") {
    job.phase = data.phase;
    job.progress = data.progress;
  } else if (kind === "epoch") {
    const { job_id: _, epoch, lr, grad_norm, seconds, layers, ...scores } = data;
    job.latest = scores;
    job.progress = { ...job.progress, epoch: Math.max(epoch, job.progress?.epoch ?? 0) };
  } else if (kind === "status") {
    Object.assign(job, { status: data.status, stop_reason: data.stop_reason, attempt: data.attempt, worker: data.worker, model_id: data.model_id, error: data.error });
  }
}

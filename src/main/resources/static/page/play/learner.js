// Learns by asking for one step after another: the next picture is asked for when the last has come,
// nothing while the page is hidden, and more slowly after a refusal.

import { post } from "../api.js";
import { callOf, dataOf, startOf, UPDATES_A_PICTURE } from "./settings.js";
import { surfacesOf } from "./surfaces.js";

const MOST_POINTS = 400;
const FASTEST_MS = 40;
const SLOWEST_MS = 8_000;

export class Learner {
  #changed;
  #wait = FASTEST_MS;
  #closed = false;
  // Raised by a rewind, so that an answer from before it is not taken
  #start = 0;
  // Updates that are asked for once, besides those of playing
  #wanted = null;
  #asking = false;
  #seen;

  constructor(settings, changed) {
    this.#changed = changed;
    this.settings = settings;
    this.playing = false;
    this.problem = null;
    this.#seen = () => !document.hidden && this.#ask();
    document.addEventListener("visibilitychange", this.#seen);
    this.rewind();
  }

  close() {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.#seen);
  }

  /** To the same start: the same data, weights and order of batches. */
  rewind() {
    this.#start++;
    this.data = dataOf(this.settings);
    this.progress = { done: 0, parameters: null, slots: null };
    this.curve = { updates: [], train: [], held: [] };
    this.surfaces = surfacesOf({});
    this.problem = null;
    this.#wanted = 0;
    this.#ask();
  }

  /** Goes on with other settings; begins anew where the old weights do not fit. */
  set(settings) {
    const anew = startOf(settings) !== startOf(this.settings);
    const slots = settings.optimizer === this.settings.optimizer ? this.progress.slots : null;
    this.settings = settings;
    if (anew) {
      this.rewind();
    } else {
      this.data = dataOf(settings);
      this.progress = { ...this.progress, slots };
    }
  }

  play() {
    this.playing = true;
    this.problem = null;
    this.#ask();
    this.#changed();
  }

  pause() {
    this.playing = false;
    this.#changed();
  }

  step() {
    this.playing = false;
    this.#wanted = 1;
    this.#ask();
  }

  /** Another weight, as a person sets it. */
  edit(name, row, column, value) {
    const parameters = structuredClone(this.progress.parameters);
    parameters[name][row][column] = value;
    this.progress = { ...this.progress, parameters };
    this.#wanted = 0;
    this.#ask();
  }

  /** One call after another for as long as something is wanted. */
  async #ask() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    while (!this.#closed && (this.#wanted !== null || (this.playing && !document.hidden))) {
      const began = performance.now();
      const updates = this.#wanted ?? UPDATES_A_PICTURE;
      this.#wanted = null;
      await this.#call(updates);
      const rest = this.#wait - (performance.now() - began);
      if (rest > 0) {
        await new Promise((done) => setTimeout(done, rest));
      }
    }
    this.#asking = false;
  }

  async #call(updates) {
    const start = this.#start;
    try {
      const answer = await post("trace", callOf(this.settings, this.data, this.progress, updates));
      if (start === this.#start) {
        this.#take(answer, updates);
        this.problem = null;
        this.#wait = FASTEST_MS;
      }
    } catch (problem) {
      this.#refused(problem, updates);
    }
    if (!this.#closed) {
      this.#changed();
    }
  }

  #refused(problem, updates) {
    const passing = problem.status === 429 || problem.status === 0 || problem.status === 503;
    this.problem = problem;
    this.#wait = Math.min(SLOWEST_MS, Math.max(2 * this.#wait, 1000 * (problem.retryAfter ?? 0)));
    if (!passing) {
      this.playing = false;
    } else if (!this.playing) {
      this.#wanted ??= updates;
    }
  }

  #take(answer, updates) {
    const { after } = answer;
    const done = this.progress.done + updates;
    this.progress = { done, parameters: after?.parameters ?? answer.parameters ?? this.progress.parameters, slots: after?.slots ?? this.progress.slots };
    this.surfaces = surfacesOf(answer);
    const held = after?.evaluation?.loss ?? answer.forward.loss;
    const train = after ? after.losses.reduce((sum, it) => sum + it, 0) / after.losses.length : null;
    if (held === null || (after && !Number.isFinite(train))) {
      this.playing = false;
    }
    this.#note(done, train, held);
  }

  #note(done, train, held) {
    const { curve } = this;
    if (curve.updates.at(-1) === done) {
      curve.held[curve.held.length - 1] = held;
      return;
    }
    curve.updates.push(done);
    curve.train.push(train);
    curve.held.push(held);
    if (curve.updates.length > MOST_POINTS) {
      Object.keys(curve).forEach((name) => (curve[name] = curve[name].filter((_, i) => i % 2 === 0)));
    }
  }
}

// One step of learning on numbers of one's own.

import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { keep, pack, unpack } from "../router.js";
import { heading, trouble } from "../parts/words.js";
import { t } from "../text/text.js";
import { FIRST, requestOf, STEPS } from "../trace/presets.js";
import { stepper } from "../trace/stepper.js";

const OPTIMIZERS = ["sgd", "adagrad", "rmsprop", "adam", "adamw"];

export function open(page) {
  let state = unpack(page.query.get("state") ?? "") ?? structuredClone(STEPS[page.query.get("step")] ?? STEPS[FIRST]);
  let answer = null;
  let problem = null;
  let text = null;
  let textProblem = "";
  let turn = 0;

  const steps = stepper(page, {
    editable: (name) => name === "x" || name === "t" || Array.isArray(state.parameters?.[name]),
    edit,
    again: () => html`<button class="main" @click=${again}>${t("trace.goon")}</button>`,
    kept: (query) => keep({ state: pack(state), ...query }),
  });
  steps.from(page.query);
  run();

  async function run() {
    const mine = ++turn;
    keep({ state: pack(state), ...steps.query() });
    const asked = requestOf(state);
    try {
      const given = await post("trace", asked);
      if (mine === turn) {
        answer = given;
        // Weights that the service made from the seed can be edited like others
        state.parameters = given.parameters ?? state.parameters;
        problem = null;
        steps.show(given, asked, state.optimizer);
      }
    } catch (refusal) {
      if (mine === turn) {
        problem = refusal;
        page.update();
      }
    }
  }

  function edit(name, index, value) {
    if (!Number.isFinite(value)) {
      return;
    }
    // What is shown still holds the old numbers
    state = structuredClone(state);
    if (name === "t" && !Array.isArray(state.batch.t[0])) {
      state.batch.t[index[0]] = value;
    } else {
      const target = name === "x" || name === "t" ? state.batch[name] : state.parameters[name];
      index.slice(0, -1).reduce((it, i) => it[i], target)[index.at(-1)] = value;
    }
    run();
  }

  /** The next step begins where this one has ended. */
  function again() {
    if (answer?.after) {
      state = { ...state, parameters: answer.after.parameters, state: answer.after.state, slots: answer.after.slots, update: (state.update ?? 1) + 1 };
      steps.at(1);
      run();
    }
  }

  function take(name) {
    state = structuredClone(STEPS[name]);
    text = null;
    steps.forget();
    run();
  }

  function optimizer(change) {
    const type = change.type ?? state.optimizer.type;
    state.optimizer = type === state.optimizer.type ? { ...state.optimizer, ...change } : { type, lr: state.optimizer.lr };
    state.slots = undefined;
    state.update = undefined;
    run();
  }

  function typed(value) {
    text = value;
    try {
      state = { optimizer: state.optimizer, ...JSON.parse(value) };
      textProblem = "";
      run();
    } catch (error) {
      textProblem = error.message;
      page.update();
    }
  }

  return {
    title: () => t("nav.trace"),
    keys: steps.keys,
    render: () => html`
      ${heading(t("trace.title"), t("trace.lead"))}
      <div class="trace-tools">
        <label class="field"><span>${t("trace.example")}</span><select @change=${(event) => take(event.target.value)}>
          <option value="" disabled selected>${t("trace.choose")}</option>
          ${Object.keys(STEPS).map((name) => html`<option value=${name}>${t("trace.example." + name)}</option>`)}</select></label>
        <label class="field"><span>${t("play.optimizer")}</span><select @change=${(event) => optimizer({ type: event.target.value })}>
          ${OPTIMIZERS.map((it) => html`<option value=${it} .selected=${it === state.optimizer.type}>${t("play.optimizer." + it)}</option>`)}</select></label>
        <label class="field"><span>${t("play.lr")} η</span><input type="number" step="any" min="0" .value=${String(state.optimizer.lr)} @change=${(event) => optimizer({ lr: Number(event.target.value) })}></label>
        ${state.update ? html`<p class="hint">${t("trace.update", { n: state.update })}</p>` : nothing}
      </div>
      ${trouble(problem)}
      ${steps.render()}
      <details class="panel" @toggle=${(event) => event.target.open && text === null && ((text = JSON.stringify(state, null, 2)), page.update())}>
        <summary>${t("trace.json")}</summary>
        <p class="hint">${t("trace.json.what")}</p>
        <textarea rows="16" aria-label=${t("trace.json")} spellcheck="false" .value=${text ?? ""} @change=${(event) => typed(event.target.value)}></textarea>
        ${textProblem ? html`<p class="trouble" role="alert">${t("trace.json.bad")} ${textProblem}</p>` : nothing}
      </details>`,
  };
}

// How a network is trained: the fields that matter most; all others are in the JSON beside.

import { html, nothing } from "../lit.js";
import { tryButton } from "./space.js";
import { t } from "../text/text.js";

const OPTIMIZERS = ["sgd", "adagrad", "rmsprop", "adam", "adamw"];
const SCHEDULES = { constant: {}, step: { step_size: 10, gamma: 0.5 }, exponential: { gamma: 0.95 }, cosine: {}, warmup_cosine: { warmup: 3 } };

/** A number of the training by its JSON pointer below /training. */
function number(training, path, problems, set, { whole = false, sweep } = {}) {
  const value = path.split("/").reduce((it, name) => it?.[name], training);
  const problem = problems.find((it) => it.pointer === `/training/${path}`);
  return html`
    <label class="field"><span>${t("training." + path)} ${tryButton(sweep, `/training/${path}`, path, value)}</span>
      <input type="number" step=${whole ? 1 : "any"} min="0" .value=${value === undefined || value === null ? "" : String(value)} placeholder=${t("training.default")} aria-invalid=${problem ? "true" : "false"}
        @change=${(event) => set(path, event.target.value === "" ? undefined : Number(event.target.value))}>
      ${problem ? html`<em class="problem">${problem.detail}</em>` : nothing}</label>`;
}

/**
 * @param set called with a path below /training and its value; undefined leaves it to the service
 * @param sweep what of it is to be tried, where that can be asked for
 */
export function trainingForm(training, problems, set, sweep) {
  const optimizer = training.optimizer ?? { type: "sgd" };
  return html`
    <div class="options">
      ${number(training, "epochs", problems, set, { whole: true })}
      ${number(training, "batch_size", problems, set, { whole: true, sweep })}
      <label class="field"><span>${t("play.optimizer")}</span><select @change=${(event) => set("optimizer", { type: event.target.value })}>
        ${OPTIMIZERS.map((it) => html`<option value=${it} .selected=${it === optimizer.type}>${t("play.optimizer." + it)}</option>`)}</select></label>
      ${number(training, "optimizer/lr", problems, set, { sweep })}
      ${optimizer.type === "sgd" ? number(training, "optimizer/momentum", problems, set, { sweep }) : nothing}
      ${number(training, "optimizer/weight_decay", problems, set, { sweep })}
      <label class="field"><span>${t("training.schedule")}</span><select @change=${(event) => set("schedule", { type: event.target.value, ...SCHEDULES[event.target.value] })}>
        ${Object.keys(SCHEDULES).map((it) => html`<option .selected=${it === (training.schedule?.type ?? "constant")}>${it}</option>`)}</select></label>
      <label class="field"><span>${t("training.keep")}</span><select @change=${(event) => set("keep", event.target.value)}>
        ${["last", "best"].map((it) => html`<option value=${it} .selected=${it === (training.keep ?? "last")}>${t("training.keep." + it)}</option>`)}</select></label>
      <label class="field"><span>${t("training.weights")}</span><select @change=${(event) => set("class_weights", event.target.value)}>
        ${["none", "balanced"].map((it) => html`<option value=${it} .selected=${it === (training.class_weights ?? "none")}>${t("training.weights." + it)}</option>`)}</select></label>
      <label class="field"><span>${t("training.patience")}</span><input type="number" min="1" step="1" .value=${training.early_stopping?.patience === undefined ? "" : String(training.early_stopping.patience)} placeholder=${t("none")}
        @change=${(event) => set("early_stopping", event.target.value === "" ? undefined : { metric: "validation_loss", patience: Number(event.target.value) })}></label>
      ${number(training, "seed", problems, set, { whole: true })}
    </div>`;
}

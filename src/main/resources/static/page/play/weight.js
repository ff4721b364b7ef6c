// One weight under the pointer: its value, its gradient on the next mini-batch, and how that comes about.

import { post } from "../api.js";
import { html } from "../lit.js";
import { number } from "../format.js";
import { equation, sumOfProducts } from "../parts/mathml.js";
import { t } from "../text/text.js";
import { specOf } from "./settings.js";

/** Keeps the step on the next mini-batch for as long as no update has been made. */
export class Gradients {
  #at = "";
  #answer = null;
  #asked = "";

  constructor(changed) {
    this.changed = changed;
  }

  /** The step as it would be now, or null while it is on its way. */
  of(learner) {
    const { settings, progress, data } = learner;
    const at = JSON.stringify([progress.done, settings.seed, progress.parameters?.["0.W"]]);
    if (at !== this.#at && !this.#asked) {
      this.#asked = at;
      const body = { spec: specOf(settings), seed: settings.seed, parameters: progress.parameters ?? {}, batch: data.batch(progress.done) };
      post("trace", body).then((answer) => {
        this.#answer = { answer, batch: body.batch };
        this.#at = at;
      }, () => {}).finally(() => {
        this.#asked = "";
        this.changed();
      });
    }
    return this.#answer;
  }
}

/** The products whose sum is the gradient of a weight: a row of the batch each. */
export function terms({ answer, batch }, weight) {
  const { graph, objective } = answer;
  const before = weight.index === 0 ? batch.x : graph[weight.index - 1].activation;
  const behind = weight.index + 1 < graph.length ? graph[weight.index + 1].gradient : objective.gradient;
  if (!Array.isArray(before) || !Array.isArray(behind) || before[0]?.[weight.row] === undefined || behind[0]?.[weight.column] === undefined) {
    return [];
  }
  return before.map((row, i) => [row[weight.row], behind[i][weight.column]]);
}

export function weightPanel(learner, weight, chosen, gradients, act) {
  if (!weight) {
    return html`<div class="panel weight-panel"><p class="hint">${t("play.weight.hint")}</p></div>`;
  }
  const value = learner.progress.parameters?.[weight.name]?.[weight.row]?.[weight.column];
  const step = gradients.of(learner);
  const gradient = step?.answer.gradients?.[weight.name]?.[weight.row]?.[weight.column];
  const products = step ? terms(step, weight) : [];
  const name = `w`;
  return html`
    <div class="panel weight-panel" aria-label=${t("play.weight")}>
      <p><strong>${t("play.weight.at", { layer: weight.layer + 1, from: weight.row + 1, to: weight.column + 1 })}</strong>
        ${chosen ? html`<label>${t("value")} <input type="number" step="any" .value=${String(Number(value?.toPrecision(6)))} @change=${(event) => act.edit(weight, Number(event.target.value))}></label>`
          : html`<output>${number(value)}</output> <button class="plain small" @click=${() => act.choose(weight)}>${t("edit")}</button>`}</p>
      ${gradient === undefined || !products.length ? html`<p class="hint">${t("play.weight.gradient")}</p>` : html`
        <p class="formula backward">${equation(name, sumOfProducts(products, gradient, null, true))}</p>
        <p class="hint">${t("play.weight.means", { n: products.length })}</p>`}
    </div>`;
}

// Which numbers of a network and its training a sweep is to try, and over what range.

import { html, nothing } from "../lit.js";
import { brief } from "../format.js";
import { t } from "../text/text.js";

const SHARES = { "optimizer/momentum": [0, 0.95], rate: [0, 0.5], slope: [0, 0.3] };
const RATES = { sgd: 0.1, adagrad: 0.01, rmsprop: 0.01 };

/** Whether a number can be tried: of a training by its path, of a layer by its name. */
export const tried = (name) => ["batch_size", "optimizer/lr", "optimizer/momentum", "optimizer/weight_decay", "out", "rate", "slope"].includes(name);

/** A range around what is there now. */
export function rangeOf(name, value, optimizer = "sgd") {
  if (SHARES[name]) {
    return { uniform: SHARES[name] };
  }
  if (name === "batch_size" || name === "out") {
    const now = value ?? 64;
    return { int: [Math.max(1, Math.round(now / 4)), now * 4], log: true };
  }
  const now = value || (name === "optimizer/lr" ? RATES[optimizer] ?? 0.001 : 1e-4);
  return { log_uniform: [Number((now / 30).toPrecision(2)), Number((now * 10).toPrecision(2))] };
}

const words = (range) => (range.choice ? range.choice.join(", ") : (range.uniform ?? range.log_uniform ?? range.int ?? []).map(brief).join(" … "));

/** @param sweep {space, toggle(pointer, name, value)} or nothing, where nothing can be tried */
export function tryButton(sweep, pointer, name, value) {
  if (!sweep || !tried(name)) {
    return nothing;
  }
  const on = pointer in sweep.space;
  const label = t(on ? "new.sweep.not" : "new.sweep.try", { pointer });
  return html`<button type="button" class="tiny try" aria-pressed=${String(on)} aria-label=${label} title=${label} @click=${() => sweep.toggle(pointer, name, value)}>⇄</button>`;
}

/** What is to be tried, and in which way. */
export function spaceForm(sweep, sending) {
  const pointers = Object.keys(sweep.space);
  if (!pointers.length) {
    return html`<p class="hint">${t("new.sweep.hint")}</p>`;
  }
  return html`
    <h3>${t("new.sweep")}</h3>
    <ul>${pointers.map((it) => html`<li><code>${it}</code> ${words(sweep.space[it])} <button class="tiny" aria-label=${t("new.sweep.not", { pointer: it })} @click=${() => sweep.toggle(it)}>×</button></li>`)}</ul>
    <div class="row">
      <label class="field"><span>${t("sweep.trials")}</span><input type="number" min="1" max="1000" step="1" .value=${String(sweep.trials)} @change=${(event) => sweep.setTrials(Number(event.target.value))}></label>
      <button class="main" ?disabled=${sending} @click=${sweep.start}>${t("new.sweep.start", { n: sweep.trials })}</button>
    </div>`;
}

/** Most end after a few epochs; a third of those, and the best of them, go on. */
export function strategyOf(trials, epochs) {
  const minEpochs = Math.floor(epochs / 9) || Math.floor(epochs / 3);
  return minEpochs < 1 || trials < 3 ? { type: "random", trials } : { type: "halving", trials, reduction: 3, min_epochs: minEpochs };
}

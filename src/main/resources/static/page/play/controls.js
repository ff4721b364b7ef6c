// What can be set in the playground.

import { html } from "../lit.js";
import { number } from "../format.js";
import { t } from "../text/text.js";
import { KINDS } from "./data.js";
import { layerButtons } from "./network.js";
import { ACTIVATIONS, BATCHES, DECAYS, OPTIMIZERS, RATES } from "./settings.js";

function choice(name, value, values, word, set) {
  const all = values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
  return html`
    <label class="field"><span>${t("play." + name)}</span>
      <select name=${name} @change=${(event) => set({ [name]: typeof value === "number" ? Number(event.target.value) : event.target.value })}>
        ${all.map((it) => html`<option value=${it} .selected=${it === value}>${word(it)}</option>`)}
      </select></label>`;
}

function slide(name, value, low, high, step, set) {
  return html`
    <label class="field"><span>${t("play." + name)} <output>${value}</output></span>
      <input type="range" name=${name} min=${low} max=${high} step=${step} .value=${String(value)}
        @change=${(event) => set({ [name]: Number(event.target.value) })}></label>`;
}

/** @param act {set, layers}: what a person does */
export function controls(settings, act) {
  const set = act.set;
  return html`
    <form class="controls" aria-label=${t("play.settings")} @submit=${(event) => event.preventDefault()}>
      ${choice("data", settings.data, KINDS, (it) => t("play.data." + it), set)}
      ${slide("noise", settings.noise, 0, 50, 1, set)}
      ${slide("rows", settings.rows, 50, 500, 50, set)}
      <div class="field"><span>${t("play.layers")}</span>${layerButtons(settings, act)}</div>
      ${choice("activation", settings.activation, ACTIVATIONS, (it) => t("play.activation." + it), set)}
      ${choice("optimizer", settings.optimizer, OPTIMIZERS, (it) => t("play.optimizer." + it), set)}
      ${choice("lr", settings.lr, RATES, (it) => number(it), set)}
      ${choice("batch", settings.batch, BATCHES, String, set)}
      ${choice("decay", settings.decay, DECAYS, (it) => (it ? number(it) : t("none")), set)}
      <div class="field"><span>${t("play.seed")} <output>${settings.seed}</output></span>
        <button type="button" @click=${() => set({ seed: settings.seed + 1 })}>${t("play.seed.next")}</button></div>
    </form>`;
}

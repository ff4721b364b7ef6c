// The layers of a network as a list that can be changed, with what the service says of each.

import { html, nothing } from "../lit.js";
import { count, large, shape } from "../format.js";
import { tryButton } from "./space.js";
import { t } from "../text/text.js";

/** What a new layer of a type begins with. */
export const TYPES = {
  affine: { out: 16 },
  conv2d: { out: 8, kernel: 3 },
  maxpool2d: { kernel: 2 },
  avgpool2d: { kernel: 2 },
  batchnorm1d: {},
  batchnorm2d: {},
  dropout: { rate: 0.2 },
  flatten: {},
  relu: {},
  leaky_relu: { slope: 0.01 },
  gelu: {},
  sigmoid: {},
  tanh: {},
  softmax: {},
};

const NUMBERS = ["out", "kernel", "stride", "padding", "rate", "slope", "eps", "momentum"];

function setting(layer, index, name, value, problems, { set, sweep }) {
  const wrong = problems.some((it) => it.pointer === `/model/layers/${index}/${name}`);
  return html`<label>${name} <input type="number" step="any" min="0" .value=${String(value)} aria-invalid=${wrong ? "true" : "false"}
    @change=${(event) => set(index, { ...layer, [name]: Number(event.target.value) })}></label>${tryButton(sweep, `/model/layers/${index}/${name}`, name, value)}`;
}

/** @param act {set(index, layer), add(index, type), remove(index), move(index, by), sweep: what of it is to be tried} */
export function layerList(model, check, problems, act) {
  return html`
    <ol class="layers" aria-label=${t("new.layers")}>
      <li class="end"><strong>${t("new.input")}</strong> <span class="faint">${shape(check?.input_shape)}</span></li>
      ${model.layers.map((layer, index) => row(layer, index, check?.layers?.[index], problems, act, model.layers.length))}
      <li class="end"><label>${t("new.add")} <select @change=${(event) => { act.add(event.target.value); event.target.value = ""; }}>
        <option value="">…</option>${Object.keys(TYPES).map((type) => html`<option>${type}</option>`)}</select></label></li>
      <li class="end"><strong>${t("loss")}</strong> <select aria-label=${t("loss")} @change=${(event) => act.loss(event.target.value)}>
        ${["softmax_ce", "bce_logits", "mse", "cross_entropy"].map((it) => html`<option .selected=${it === model.loss}>${it}</option>`)}</select></li>
    </ol>`;
}

function row(layer, index, checked, problems, act, many) {
  const own = problems.filter((it) => it.pointer === `/model/layers/${index}` || it.pointer.startsWith(`/model/layers/${index}/`));
  return html`
    <li class=${own.length ? "wrong" : ""}>
      <div class="row"><strong>${index}</strong>
        <select aria-label=${t("new.type", { layer: index })} @change=${(event) => act.set(index, { type: event.target.value, ...TYPES[event.target.value] })}>
          ${Object.keys(TYPES).map((type) => html`<option .selected=${type === layer.type}>${type}</option>`)}</select>
        ${NUMBERS.filter((name) => typeof layer[name] === "number").map((name) => setting(layer, index, name, layer[name], problems, act))}
        <span class="grow"></span>
        <button class="tiny" aria-label=${t("new.up", { layer: index })} ?disabled=${index === 0} @click=${() => act.move(index, -1)}>↑</button>
        <button class="tiny" aria-label=${t("new.down", { layer: index })} ?disabled=${index === many - 1} @click=${() => act.move(index, 1)}>↓</button>
        <button class="tiny" aria-label=${t("new.remove", { layer: index })} @click=${() => act.remove(index)}>×</button>
      </div>
      <p class="said">${checked ? html`→ ${shape(checked.output_shape)} <span class="faint">${checked.parameters ? t("new.layer.parameters", { n: checked.parameters, text: count(checked.parameters) }) : ""} ${checked.flops ? `${large(checked.flops)} FLOP` : ""}</span>` : nothing}</p>
      ${own.map((it) => html`<p class="problem">${it.detail}</p>`)}
    </li>`;
}

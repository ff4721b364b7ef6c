// The network as it stands: a line for each weight, a small surface for each unit.

import "../parts/surface.js";
import { html, nothing, svg } from "../lit.js";
import { below, number } from "../format.js";
import { figure, table } from "../parts/figure.js";
import { figures } from "../parts/words.js";
import { t } from "../text/text.js";
import { REACH } from "./data.js";
import { MOST_LAYERS, MOST_UNITS, specOf } from "./settings.js";
import { hiddenUnits } from "./surfaces.js";

const ROW = 50;
const TOP = 34;

/** Places of the units, in per cent across and pixels down. */
function layout(settings) {
  const sizes = [2, ...settings.layers, 1];
  const most = Math.max(2, ...sizes);
  return {
    height: TOP + most * ROW + 8,
    columns: sizes.map((size, i) => ({
      x: 6 + (88 * i) / (sizes.length - 1),
      ys: Array.from({ length: size }, (_, j) => TOP + ((most - size) / 2 + j + 0.5) * ROW),
    })),
  };
}

/** Every weight with its name in the spec: from unit `row` of one column to unit `column` of the next. */
export function weightsOf(settings, parameters) {
  const affine = specOf(settings).layers.map((it, i) => [it.type, i]).filter(([type]) => type === "affine").map(([, i]) => i);
  return affine.flatMap((index, layer) => {
    const rows = parameters?.[`${index}.W`] ?? [];
    return rows.flatMap((values, row) => values.map((value, column) => ({ index, layer, row, column, value, name: `${index}.W` })));
  });
}

const width = (value) => Math.min(9, 0.4 + 2.2 * Math.abs(value));

function edge(place, weight, chosen) {
  const from = [place.columns[weight.layer].x, place.columns[weight.layer].ys[weight.row]];
  const to = [place.columns[weight.layer + 1].x, place.columns[weight.layer + 1].ys[weight.column]];
  const middle = (from[0] + to[0]) / 2;
  const path = `M${from.join(" ")}C${middle} ${from[1]} ${middle} ${to[1]} ${to.join(" ")}`;
  const wide = width(weight.value);
  return svg`
    <path class="weight ${chosen ? "chosen" : ""}" d=${path} stroke-width=${wide}/>
    ${weight.value < 0 ? svg`<path class="hollow" d=${path} stroke-width=${Math.max(0.6, wide - 1.8)}/>` : nothing}`;
}

function target(place, weight, act) {
  const from = [place.columns[weight.layer].x, place.columns[weight.layer].ys[weight.row]];
  const to = [place.columns[weight.layer + 1].x, place.columns[weight.layer + 1].ys[weight.column]];
  const middle = (from[0] + to[0]) / 2;
  return svg`<path class="catch" d="M${from.join(" ")}C${middle} ${from[1]} ${middle} ${to[1]} ${to.join(" ")}"
    @pointerenter=${() => act.look(weight)} @click=${() => act.choose(weight)}/>`;
}

/** Of a straight input the surface is the input itself. */
function inputSurface(axis, size) {
  return Float32Array.from({ length: size * size }, (_, i) => -REACH + (2 * REACH * (axis === 0 ? i % size : Math.floor(i / size))) / (size - 1));
}

const inputs = new Map();

function inputOf(axis, size) {
  const key = axis + "," + size;
  if (!inputs.has(key)) {
    inputs.set(key, inputSurface(axis, size));
  }
  return inputs.get(key);
}

function unit(place, column, index, { name, values, size }, act) {
  const at = place.columns[column];
  const show = () => values && act.show({ column, index, name, values });
  return html`
    <button class="unit" aria-label=${t("play.unit", { name })} title=${name} .style=${`left:${at.x}%;top:${at.ys[index]}px`}
      @pointerenter=${show} @focus=${show} @pointerleave=${() => act.show(null)} @blur=${() => act.show(null)}>
      <d-surface .data=${values ? { values, width: size, ...centred(values) } : null}></d-surface>
    </button>`;
}

/** Zero in the middle of the shades, so that the sides can be compared. */
function centred(values) {
  let most = 1e-6;
  for (const value of values) {
    most = Math.max(most, Math.abs(value));
  }
  return { low: -most, high: most };
}

/** @param act {look, choose, show, units, layers}: what a person does with the picture */
export function network(page, learner, looked, act) {
  const { settings, surfaces, progress } = learner;
  const place = layout(settings);
  const weights = weightsOf(settings, progress.parameters);
  const hidden = hiddenUnits(specOf(settings), surfaces.units);
  const same = (a, b) => a && b && a.name === b.name && a.row === b.row && a.column === b.column;
  const strongest = weights.reduce((most, it) => (Math.abs(it.value) > Math.abs(most?.value ?? 0) ? it : most), null);
  const label = t("play.network.label", {
    units: settings.layers.join(" + ") || "0",
    weights: weights.length,
    strongest: strongest ? number(strongest.value, 3) : "–",
  });
  return figure(page, {
    name: "network",
    title: t("play.network"),
    label,
    kind: "network",
    picture: html`
      <div class="net" .style=${`height:${place.height}px`} @pointerleave=${() => act.look(null)}>
        <svg class="lines" role="img" aria-label=${label} viewBox="0 0 100 ${place.height}" preserveAspectRatio="none">
          ${weights.map((it) => edge(place, it, same(it, looked)))}
          ${weights.map((it) => target(place, it, act))}
        </svg>
        ${titles(settings, place, act)}
        ${[0, 1].map((axis) => unit(place, 0, axis, { name: `x${below(axis + 1)}`, values: inputOf(axis, surfaces.size), size: surfaces.size }, act))}
        ${hidden.map((layer, i) => Array.from({ length: layer.out }, (_, j) =>
          unit(place, i + 1, j, { name: t("play.unit.name", { layer: i + 1, unit: j + 1 }), values: layer.surfaces[j], size: surfaces.size }, act)))}
        ${unit(place, settings.layers.length + 1, 0, { name: t("play.output"), values: surfaces.output, size: surfaces.size }, act)}
      </div>`,
    table: () => weightTable(weights, act),
  });
}

function titles(settings, place, act) {
  const last = place.columns.length - 1;
  return place.columns.map((column, i) => html`
    <div class="layer-title" .style=${`left:${column.x}%`}>
      ${i === 0 || i === last ? t(i === 0 ? "play.inputs" : "play.output") : html`
        <button class="tiny" aria-label=${t("play.fewer", { layer: i })} ?disabled=${settings.layers[i - 1] <= 1} @click=${() => act.units(i - 1, -1)}>−</button>
        <span>${settings.layers[i - 1]}</span>
        <button class="tiny" aria-label=${t("play.more", { layer: i })} ?disabled=${settings.layers[i - 1] >= MOST_UNITS} @click=${() => act.units(i - 1, 1)}>+</button>`}
    </div>`);
}

export function layerButtons(settings, act) {
  return html`
    <span class="pair" role="group" aria-label=${t("play.layers")}>
      <button class="tiny" aria-label=${t("play.layers.fewer")} ?disabled=${settings.layers.length < 1} @click=${() => act.layers(-1)}>−</button>
      <span>${t("play.layers.count", { n: settings.layers.length })}</span>
      <button class="tiny" aria-label=${t("play.layers.more")} ?disabled=${settings.layers.length >= MOST_LAYERS} @click=${() => act.layers(1)}>+</button>
    </span>`;
}

/** The same weights as a table, in which each can be set by the keyboard too. */
function weightTable(weights, act) {
  return table([t("play.weight"), t("play.from"), t("play.to"), t("value")], weights.map((it) => [
    `${it.name}[${it.row}][${it.column}]`, it.row + 1, it.column + 1,
    html`<button class="plain small" @click=${() => act.choose(it)}>${figures(it.value)}</button>`,
  ]));
}

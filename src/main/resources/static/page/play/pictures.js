// The large surface with the points on it, and the loss as it falls.

import { html, nothing, svg } from "../lit.js";
import { count, number } from "../format.js";
import { figure, table } from "../parts/figure.js";
import { contour, mark } from "../parts/surface.js";
import { figures } from "../parts/words.js";
import { t } from "../text/text.js";
import { REACH, regression } from "./data.js";

const unitSquare = (value) => (value + REACH) / (2 * REACH);

/** Of a logit the probability, so that shades mean the same in every picture. */
function shades(values, settings) {
  return regression(settings.data) ? { values, low: -1, high: 1 } : { values: Float32Array.from(values, (it) => 1 / (1 + Math.exp(-it))), low: 0, high: 1 };
}

function centred(values) {
  const most = values.reduce((it, value) => Math.max(it, Math.abs(value)), 1e-6);
  return { values, low: -most, high: most };
}

/** @param shown a unit whose surface is looked at, or null for the output */
export function outputPicture(page, learner, shown) {
  const { settings, surfaces, data, progress, curve } = learner;
  const values = shown?.values ?? surfaces.output;
  const size = surfaces.size;
  const level = shown || regression(settings.data) ? 0 : 0.5;
  const drawn = values ? (shown && shown.values !== surfaces.output ? centred(values) : shades(values, settings)) : null;
  const label = t(shown ? "play.surface.unit" : "play.surface.label", {
    name: shown?.name ?? "", n: progress.done, points: data.train.length + data.heldPoints.length, loss: number(curve.held.at(-1), 3),
  });
  return figure(page, {
    name: "output",
    title: shown ? shown.name : t("play.surface"),
    label,
    kind: "output",
    picture: html`
      <div class="plane" role="img" aria-label=${label}>
        <d-surface .data=${drawn ? { ...drawn, width: size } : null}></d-surface>
        <svg viewBox="0 0 1 1" aria-hidden="true">
          ${drawn ? svg`<path class="border" d=${contour(drawn.values, size, level)}/>` : nothing}
          ${points(data.train, settings, false)}${points(data.heldPoints, settings, true)}
        </svg>
      </div>
      <p class="legend">${key(settings)}</p>`,
    table: () => table(["x₁", "x₂", "t", t("play.part")], [
      ...data.train.map((it) => [...it.x, it.t, t("play.part.train")]),
      ...data.heldPoints.map((it) => [...it.x, it.t, t("play.part.held")]),
    ]),
  });
}

function points(list, settings, held) {
  const size = (it) => (regression(settings.data) ? 0.006 + 0.009 * Math.abs(it.t) : 0.0115);
  return svg`<g class=${held ? "points held" : "points"}>${list.map((it) => svg`
    <g class=${it.t > 0 ? "one" : "zero"} transform="translate(${unitSquare(it.x[0]).toFixed(3)} ${(1 - unitSquare(it.x[1])).toFixed(3)})">${mark(it.t > 0 ? 1 : 0, size(it))}</g>`)}</g>`;
}

function key(settings) {
  const sign = (number) => html`<svg class="key" viewBox="-1.6 -1.6 3.2 3.2" width="14" height="14" aria-hidden="true"><g class="points"><g class=${number ? "one" : "zero"}>${mark(number, 1)}</g></g></svg>`;
  const words = regression(settings.data) ? ["play.below", "play.above"] : ["play.zero", "play.one"];
  return html`<span>${sign(0)} ${t(words[0])}</span> <span>${sign(1)} ${t(words[1])}</span> <span class="faint">${t("play.pale")}</span>`;
}

const WIDTH = 300;
const HEIGHT = 96;

function path(updates, values, most) {
  const last = Math.max(1, updates.at(-1) ?? 1);
  return values.map((value, i) => (Number.isFinite(value) && value !== null
    ? `${((WIDTH * updates[i]) / last).toFixed(1)},${(HEIGHT - (HEIGHT - 4) * Math.min(1, value / most)).toFixed(1)}` : "")).filter(Boolean).join(" ");
}

/** The two losses against the updates. */
export function lossPicture(page, learner) {
  const { curve, progress } = learner;
  const train = curve.train.at(-1) ?? null;
  const held = curve.held.at(-1) ?? null;
  const most = Math.max(0.1, ...curve.train.map((it) => it ?? 0), ...curve.held.map((it) => it ?? 0)) * 1.05;
  const label = t("play.loss.label", { n: progress.done, train: number(train, 3), held: number(held, 3) });
  return figure(page, {
    name: "loss",
    title: t("loss"),
    label,
    kind: "loss",
    picture: html`
      <div class="figures">
        <p><span>${t("play.updates")}</span><output>${count(progress.done)}</output></p>
        <p><span><i class="dash main" aria-hidden="true"></i>${t("play.loss.train")}</span><output>${figures(train, number(train, 3))}</output></p>
        <p><span><i class="dash second" aria-hidden="true"></i>${t("play.loss.held")}</span><output>${figures(held, number(held, 3))}</output></p>
      </div>
      <svg class="losses" role="img" aria-label=${label} viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
        ${svg`<line class="floor" x1="0" y1=${HEIGHT} x2=${WIDTH} y2=${HEIGHT}/>
        <polyline class="main" points=${path(curve.updates, curve.train, most)}/>
        <polyline class="second" points=${path(curve.updates, curve.held, most)}/>`}
      </svg>`,
    table: () => table([t("play.updates"), t("play.loss.train"), t("play.loss.held")],
      curve.updates.map((it, i) => [it, curve.train[i], curve.held[i]]).reverse()),
  });
}

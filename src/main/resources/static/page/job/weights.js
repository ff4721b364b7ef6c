// The weights of the first layer as pictures, where what goes in is a picture.

import "../parts/surface.js";
import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { figure, table } from "../parts/figure.js";
import { absent } from "../parts/words.js";
import { keepToo } from "../router.js";
import { t } from "../text/text.js";
import { dims } from "../trace/tensor.js";

const MOST = 64;

/** Width and height of what goes in: an image, or as many pixels as a square has. */
export function imageOf(inputShape) {
  if (inputShape?.length === 3) {
    return { channels: inputShape[0], height: inputShape[1], width: inputShape[2] };
  }
  const side = Math.sqrt(inputShape?.[0] ?? 0);
  return inputShape?.length === 1 && Number.isInteger(side) && (side === 8 || side === 28) ? { channels: 1, height: side, width: side } : null;
}

/** One flat picture a unit or filter; null where the weights are not those of pixels. */
function pictures(weights, type, image) {
  const sizes = dims(weights);
  if (type === "conv2d" && sizes.length === 4) {
    return { width: sizes[3], height: sizes[2], list: weights.map((filter) => filter[0].flat()) };
  }
  if (type === "affine" && sizes[0] === image.channels * image.height * image.width) {
    const list = Array.from({ length: sizes[1] }, (_, unit) => Array.from({ length: image.height * image.width }, (_, i) => weights[i][unit]));
    return { width: image.width, height: image.height, list };
  }
  return null;
}

export function firstWeights(page, live) {
  let wanted = page.query.get("weights") === "1";
  let shown = null;
  let problem = null;
  let busy = false;

  const first = () => live.job.model.layers.findIndex((it) => it.type === "affine" || it.type === "conv2d");

  async function load(step) {
    if (!wanted || !live.job) {
      return;
    }
    busy = true;
    page.update();
    try {
      const answer = await post(`jobs/${live.job.id}/trace?step=${step}`, { values: "all" });
      const values = answer.parameters?.[`${first()}.W`];
      shown = values ? { step, ...pictures(values, live.job.model.layers[first()].type, imageOf(live.job.model.input_shape)) } : null;
      problem = values ? null : { absent: true };
    } catch (refusal) {
      problem = refusal;
    }
    busy = false;
    page.update();
  }

  function picture() {
    const units = shown.list.slice(0, MOST);
    return figure(page, {
      name: "weights", label: t("job.weights.label", { n: shown.step, units: units.length, size: `${shown.width} × ${shown.height}` }), kind: "weights",
      picture: html`<ul class="pictures small">${units.map((values, unit) => {
        const most = values.reduce((it, value) => Math.max(it, Math.abs(value)), 1e-9);
        return html`<li><d-surface role="img" aria-label=${t("job.weights.unit", { unit: unit + 1, n: shown.step })} .data=${{ values, width: shown.width, height: shown.height, low: -most, high: most, up: false }}></d-surface></li>`;
      })}</ul>`,
      table: () => table([t("job.weights.pixel"), ...units.map((_, unit) => unit + 1)],
        units[0].map((_, i) => [`${Math.floor(i / shown.width) + 1}, ${(i % shown.width) + 1}`, ...units.map((values) => values[i])])),
    });
  }

  return {
    at: load,
    render(step) {
      if (!step || !imageOf(live.job.model.input_shape) || first() < 0) {
        return nothing;
      }
      if (!wanted) {
        return html`<p><button @click=${() => { wanted = true; keepToo({ weights: 1 }); load(step); }}>${t("job.weights.show")}</button></p>`;
      }
      return html`
        <h3>${t("job.weights")} ${busy ? html`<small>${t("step.computing")}</small>` : nothing}</h3>
        ${problem ? absent(problem, t("job.weights")) : nothing}
        ${shown?.list ? picture() : nothing}`;
    },
  };
}

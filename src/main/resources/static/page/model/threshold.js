// For two classes: from which probability the second is answered, and what that does to the matrix.

import { patch } from "../api.js";
import { html, nothing } from "../lit.js";
import { count, number, percent } from "../format.js";
import { chart } from "../parts/chart.js";
import { keepToo } from "../router.js";
import { trouble } from "../parts/words.js";
import { t } from "../text/text.js";

export function thresholdSlider(page, model, saved) {
  const part = model.metrics?.test;
  const curve = part?.curve;
  if (!curve?.length || model.classes?.length !== 2) {
    return { render: () => nothing };
  }
  let at = Number(page.query.get("threshold") ?? model.threshold ?? 0.5);
  let problem = null;
  const positives = part.per_class?.[1]?.rows ?? part.confusion_matrix[1].reduce((sum, it) => sum + it, 0);
  const negatives = part.per_class?.[0]?.rows ?? part.confusion_matrix[0].reduce((sum, it) => sum + it, 0);

  const point = () => curve.reduce((best, it) => (Math.abs(it.threshold - at) < Math.abs(best.threshold - at) ? it : best), curve[0]);

  function move(to) {
    at = to;
    keepToo({ threshold: at });
    page.update();
  }

  async function keep() {
    try {
      saved(await patch(`models/${model.id}`, { threshold: at }));
      problem = null;
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  return {
    render() {
      const it = point();
      const right = Math.round((it.recall ?? 0) * positives);
      const wrong = Math.round((it.false_positive_rate ?? 0) * negatives);
      const sorted = [...curve].sort((a, b) => a.threshold - b.threshold);
      return html`
        <section class="panel"><h2>${t("threshold")}</h2>
          <label class="field"><span>${t("threshold.what", { label: model.classes[1] })} <output>${number(at, 3)}</output></span>
            <input type="range" min="0" max="1" step="0.01" .value=${String(at)} @input=${(event) => move(Number(event.target.value))}></label>
          <p>${t("threshold.does", { right: count(right), missed: count(positives - right), wrong: count(wrong), spared: count(negatives - wrong), label: model.classes[1] })}
            <small>${t("threshold.rates", { precision: percent(it.precision), recall: percent(it.recall) })}</small></p>
          ${chart(page, {
            name: "threshold", label: t("threshold.label", { at: number(at, 3), precision: percent(it.precision), recall: percent(it.recall) }),
            data: { x: sorted.map((one) => one.threshold), at, xLabel: t("threshold"), onPick: move, lines: [
              { name: t("precision"), values: sorted.map((one) => one.precision), look: "main" }, { name: t("recall"), values: sorted.map((one) => one.recall), look: "second" },
              { name: t("falsepositive"), values: sorted.map((one) => one.false_positive_rate), look: 2 }] },
          })}
          ${trouble(problem)}<p><button @click=${keep} ?disabled=${at === model.threshold}>${t("threshold.keep")}</button></p>
        </section>`;
    },
  };
}

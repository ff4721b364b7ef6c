// How good a model is: in a sentence, against simple answers, class by class.

import { html, nothing } from "../lit.js";
import { count, number, percent } from "../format.js";
import { table } from "../parts/figure.js";
import { bars, figures } from "../parts/words.js";
import { t } from "../text/text.js";

const interval = (part) => {
  const it = part?.accuracy_interval;
  return Array.isArray(it) ? it : it ? [it.low ?? it.lower, it.high ?? it.upper] : null;
};

const measured = (model) => ["test", "validation", "train"].find((name) => model.metrics?.[name]);

export function sentence(model) {
  const name = measured(model);
  const part = model.metrics?.[name];
  if (!part) {
    return t("model.unmeasured");
  }
  if (model.task === "regression") {
    return t("model.sentence.regression", { mae: number(part.mae, 3), r2: number(part.r2, 3), part: t("part." + name) });
  }
  const between = interval(part);
  return between ? t("model.sentence.interval", { accuracy: percent(part.accuracy), low: percent(between[0]), high: percent(between[1]), part: t("part." + name) })
    : t("model.sentence", { accuracy: percent(part.accuracy), part: t("part." + name) });
}

/** The model beside the constant answer and the linear one, on the same rows. */
export function baselines(model) {
  const baseline = model.metrics?.baseline;
  const name = measured(model);
  if (!name) {
    return nothing;
  }
  const metric = model.task === "regression" ? "r2" : "accuracy";
  const shown = (value) => (metric === "r2" ? number(value, 3) : percent(value));
  const answers = [["model.this", model.metrics[name]?.[metric]], ["model.linear", baseline?.linear?.[name]?.[metric]], ["model.constant", baseline?.constant?.[name]?.[metric]]];
  return bars(answers.map(([word, value]) => ({
    name: t(word), share: value, shown: value === undefined || value === null ? html`<small>${t(baseline ? "model.nobaseline" : "model.baseline.absent")}</small>` : figures(value, shown(value)),
  })), t("model.beside"));
}

/** @param open called with the true class and the given one; null where rows cannot be shown */
export function confusion(model, matrix, chosen, open) {
  const classes = model.classes;
  const most = Math.max(1, ...matrix.flat());
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t("confusion.scroll")}>
      <table class="confusion" aria-label=${t("confusion")}>
        <thead><tr><th scope="col">${t("confusion.corner")}</th>${classes.map((it) => html`<th scope="col" title=${it}>${it}</th>`)}</tr></thead>
        <tbody>${matrix.map((row, i) => html`<tr><th scope="row" title=${classes[i]}>${classes[i]}</th>${row.map((value, j) => html`
          <td class="level-${value === 0 ? 0 : Math.ceil((5 * value) / most)} ${i === j ? "right" : ""}">${open && value > 0 ? html`<button aria-pressed=${chosen?.[0] === i && chosen?.[1] === j ? "true" : "false"}
            aria-label=${t("confusion.cell", { n: value, is: classes[i], said: classes[j] })} @click=${() => open(i, j)}>${count(value)}</button>` : count(value)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
    <p class="hint">${t("confusion.hint")}</p>`;
}

export function perClass(part) {
  return part?.per_class ? html`<div class="framed scroll" tabindex="0" role="region" aria-label=${t("perclass")}>${table([t("dataset.class"), t("precision"), t("recall"), "F1", t("rows")],
    part.per_class.map((it) => [it.label, ...[it.precision, it.recall, it.f1].map((share) => figures(share, percent(share))), count(it.rows)]), t("perclass"))}</div>` : nothing;
}

const NAMES = ["loss", "accuracy", "balanced_accuracy", "log_loss", "macro_f1", "mcc", "roc_auc", "pr_auc", "brier", "mse", "mae", "r2", "median_absolute_error"];

/** All that was measured, part by part. */
export function allMetrics(model) {
  const parts = ["train", "validation", "test"].filter((name) => model.metrics?.[name]);
  const names = NAMES.filter((name) => parts.some((part) => typeof model.metrics[part][name] === "number"));
  return html`<div class="framed">${table([t("measure"), ...parts.map((it) => t("part." + it))],
    names.map((name) => [t("metric.of." + name), ...parts.map((part) => (/accuracy/.test(name) ? figures(model.metrics[part][name], percent(model.metrics[part][name])) : model.metrics[part][name]))]), t("measures"))}</div>`;
}

export function leakage(model) {
  const it = model.metrics?.leakage;
  if (!it) {
    return nothing;
  }
  const found = (it.test_rows_in_train ?? 0) + (it.validation_rows_in_train ?? 0);
  return html`<p class=${found ? "warnings" : "hint"}>${t(found ? "leakage.some" : "leakage.none", { test: count(it.test_rows_in_train), validation: count(it.validation_rows_in_train) })}</p>`;
}

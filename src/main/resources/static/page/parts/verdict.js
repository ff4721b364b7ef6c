// What a training came to: the verdict with its numbers, what to do, and simpler answers beside it.

import { html, nothing } from "../lit.js";
import { number, percent } from "../format.js";
import { bars } from "./words.js";
import { t } from "../text/text.js";

const LAYER = /^layer_(\d+)_(\w+)$/;
const BESIDE = /^(.+)_beside_(\w+)$/;

/** @param diagnosis of a job or of a model's card */
export function verdict(diagnosis) {
  if (!diagnosis) {
    return nothing;
  }
  const todo = advice(diagnosis);
  return html`
    <section class="panel verdict-box" aria-label=${t("job.verdict")}>
      <p><span class="badge" data-status=${diagnosis.verdict}>${t("verdict." + diagnosis.verdict)}</span> ${says(diagnosis)}</p>
      ${beside(diagnosis)}
      ${todo.length ? html`<ul aria-label=${t("advice")}>${todo.map((it) => html`<li>${it}</li>`)}</ul>` : nothing}
      <details><summary>${t("job.evidence")}</summary><ul>${diagnosis.evidence.filter((it) => !BESIDE.test(it.what)).map(line)}</ul></details>
    </section>`;
}

/** The verdict in a sentence with the numbers that it rests on. */
function says({ verdict: name, evidence }) {
  const [first] = evidence;
  const gap = evidence.find((it) => it.what.endsWith("_gap"));
  return t(`verdict.${name}.${reason(name, first)}`, {
    what: measure(first.what), value: value(first, first.value), limit: value(first, first.limit), epoch: first.epochs?.at(-1) ?? "–",
    gap: gap ? value(gap, gap.value) : "–", chance: gap ? value(gap, gap.limit) : "–",
  });
}

function reason(name, first) {
  switch (name) {
    case "diverging": return first.value === null ? "infinite" : "grown";
    case "cannot_tell": return { validation_rows: "rows", validation_rows_not_in_train: "fresh" }[first.what] ?? "chance";
    case "overfitting": return first.what === "validation_loss" ? "loss" : first.what.endsWith("_lead") ? "linear" : "gap";
    case "learnt_nothing": return first.what === "weights_moved" ? "still" : "says";
    case "underfitting": return first.what === "validation_loss_slope" ? "slope" : first.what.endsWith("_lead") ? "linear" : "reach";
    default: return "says";
  }
}

/** "Validation accuracy", of whatever is compared */
function measure(what) {
  const name = what.replace(BESIDE, "$1");
  return /^(train|validation)_(loss|accuracy|r2)$/.test(name) ? t("metric." + name) : t("evidence." + name);
}

const value = (evidence, it) => (/accuracy|share|slope|moved/.test(evidence.what) ? percent(it) : number(it));

/** The same rows answered more simply, as far as that is known. */
function beside(diagnosis) {
  const simple = diagnosis.evidence.filter((it) => BESIDE.test(it.what));
  if (!simple.length) {
    return nothing;
  }
  const [first] = simple;
  const answers = [["model.this", first.value], ...simple.map((it) => ["model." + it.what.match(BESIDE)[2], it.limit])];
  return html`
    <p class="hint">${measure(first.what)}</p>
    ${bars(answers.map(([word, share]) => ({ name: t(word), share, shown: value(first, share) })), t("model.beside"))}`;
}

function advice({ verdict: name, evidence }) {
  const why = reason(name, evidence[0]);
  const todo = name === "good" ? [] : [t("advice." + ({ rows: "rows", fresh: "rows", chance: "chance", slope: "longer", still: "still" }[why] ?? name))];
  if ((name === "good" || name === "overfitting") && evidence.some((it) => it.what.endsWith("_beside_linear") && it.limit >= it.value)) {
    todo.push(t("advice.linear"));
  }
  const best = evidence.find((it) => it.what === "best_epoch");
  if (name === "overfitting" && best?.value < evidence[0].epochs?.at(-1)) {
    todo.push(t("advice.best", { epoch: best.value }));
  }
  if (evidence.some((it) => it.what === "validation_rows_in_train")) {
    todo.push(t("advice.leaked"));
  }
  for (const it of evidence) {
    const [, layer, what] = it.what.match(LAYER) ?? [];
    if (layer) {
      todo.push(t("advice." + (what === "update_ratio" ? (it.value < it.limit ? "vanishing" : "exploding") : what), { layer }));
    }
  }
  return todo;
}

function line(it) {
  const [, layer, what] = it.what.match(LAYER) ?? [];
  return html`<li>${layer ? t("evidence." + what, { layer }) : measure(it.what)}: ${value(it, it.value)}
    <small>${it.what === "best_epoch" ? t("evidence.of", { last: number(it.limit) }) : t("job.limit", { limit: value(it, it.limit) })}${it.epochs ? html` · ${t("evidence.epoch", { epoch: it.epochs.at(-1) })}` : nothing}</small></li>`;
}

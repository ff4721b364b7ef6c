// The six steps of the learning algorithm, one after another, on one mini-batch.

import { html, nothing } from "../lit.js";
import { number, percent } from "../format.js";
import { formula } from "../parts/mathml.js";
import { copyButton, figures } from "../parts/words.js";
import { t } from "../text/text.js";
import { stepOf, targetRows, tensorsOf } from "./answer.js";
import { chainRule, tensorWords } from "./chain.js";
import { checkList } from "./check.js";
import { graph, nodesOf } from "./graph.js";
import { at, tensor } from "./tensor.js";

export const STAGES = ["batch", "forward", "loss", "backward", "update", "again"];

/**
 * @param given {editable(name), edit(name, index, value), again: what the last step offers, kept(query): called
 *     with what the address is to say of it}
 */
export function stepper(page, given = {}) {
  const view = { slices: new Map(), pick: null, before: null, update: () => page.update(), act };
  let step = null;
  let stage = 1;
  let node = null;
  let missing = "";

  function act(name, index, pin) {
    if (!pin && view.pick?.pinned) {
      return;
    }
    const again = pin && view.pick?.pinned && view.pick.name === name && view.pick.index.join() === index.join();
    view.pick = { name, index, pinned: pin && !again };
    if (pin) {
      kept();
    }
    page.update();
  }

  function go(to) {
    stage = Math.min(6, Math.max(1, to));
    kept();
    page.announce(t("trace.stage", { stage, name: t("trace.step." + STAGES[stage - 1]) }));
    page.update();
  }

  function choose(key) {
    node = key;
    if (key === "x") {
      stage = 1;
    } else if (key === "loss" && stage < 3) {
      stage = 3;
    } else if (key !== "loss" && (stage === 1 || stage === 3)) {
      stage = 2;
    }
    kept();
    page.update();
  }

  function query() {
    const { pick } = view;
    return { stage: stage > 1 ? stage : null, node, pick: pick?.pinned ? `${pick.name}@${pick.index.join()}` : null };
  }

  function kept() {
    given.kept?.(query());
  }

  /** The layer that is looked at: the chosen one, or the last that learns something. */
  function layer() {
    return step.layers.find((it) => it.index === node) ?? step.layers.findLast((it) => it.own.length) ?? step.layers.at(-1);
  }

  const show = (name, values, title, way = "") => tensor(view, { name, values, title, way });

  const PANELS = {
    batch: () => html`${show("x", step.batch?.x, t("trace.x"), "forward")}${show("t", step.batch?.t, t("trace.t"))}`,
    forward: () => {
      const it = layer();
      return it ? html`
        <div class="formulas forward" tabindex="0" role="group" aria-label=${t("trace.formulas")}>${formula(it.formula?.forward)}</div>
        ${show(it.index === 0 ? "x" : `${step.layers[it.index - 1].index}:y`, it.input, t("trace.in"), "forward")}
        ${it.own.map((own) => show(own.name, own.values, own.name))}
        ${show(`${it.index}:y`, it.output, t("trace.out"), "forward")}` : nothing;
    },
    loss: () => html`
      <div class="formulas forward" tabindex="0" role="group" aria-label=${t("trace.formulas")}>${formula(step.objective?.formula?.forward)}</div>
      ${show(step.layers.length ? `${step.layers.at(-1).index}:y` : "x", step.output, t("trace.y"), "forward")}
      ${show("p", step.probabilities, t("trace.p"), "forward")}
      ${show("t", targetRows(step), t("trace.t"))}
      ${show("E", step.losses, t("trace.E"), "forward")}
      <p class="result">L = ${figures(step.loss, number(step.loss, 6))} <small>${t("trace.mean")}</small></p>`,
    backward: () => {
      const it = layer();
      return html`
        <div class="formulas backward" tabindex="0" role="group" aria-label=${t("trace.formulas")}>${formula(step.objective?.formula?.backward?.[0])}${it ? (it.formula?.backward ?? []).map((line) => html`<br>${formula(line)}`) : nothing}</div>
        ${it && it === step.layers.at(-1) || !it ? show("dy", step.objective?.gradient, "δ = ∂L/∂y", "backward") : show(`${it.index}:dy`, it.outputGradient, "δ = ∂L/∂y", "backward")}
        ${it?.own.map((own) => show(`d${own.name}`, own.gradient, `∂L/∂${own.letter}`, "backward"))}
        ${it ? show(`${it.index}:dx`, it.inputGradient, "∂L/∂x", "backward") : nothing}`;
    },
    update: () => (step.after ? html`
      <p class="hint">${t("trace.optimizer", { optimizer: step.optimizer?.type ?? "–", lr: number(step.optimizer?.lr) })}</p>
      ${(layer()?.own ?? []).map((own) => html`${show(own.name, own.values, own.name)}${show(`d${own.name}`, own.gradient, `∂L/∂${own.letter}`, "backward")}${show(`after:${own.name}`, own.after, t("trace.after", { name: own.name }))}`)}`
      : html`<p class="hint">${t("trace.noafter")}</p>`),
    again: () => html`
      ${step.after ? html`<p class="result">${t("trace.before")} ${figures(step.loss, number(step.loss, 6))} → ${t("trace.then")} ${figures(step.after.evaluation?.loss, number(step.after.evaluation?.loss, 6))}
        ${step.loss && step.after.evaluation?.loss !== null ? html`<small>${t("trace.change", { percent: percent(step.after.evaluation.loss / step.loss - 1) })}</small>` : nothing}</p>` : html`<p class="hint">${t("trace.noafter")}</p>`}
      <p class="hint">${t("trace.again.what")}</p>${given.again?.() ?? nothing}`,
  };

  function picked() {
    const { pick } = view;
    if (!pick) {
      return html`<aside class="panel pick" aria-label=${t("trace.pick")}><p class="hint">${t("trace.pick.hint")}</p></aside>`;
    }
    const value = at(tensorsOf(step).get(pick.name) ?? (pick.name === "t" ? step.batch?.t : null), pick.index);
    const rule = chainRule(step, pick);
    const editable = pick.pinned && given.editable?.(pick.name);
    const own = given.editable?.(pick.name) && pick.name === "t" ? at(step.batch.t, pick.index.slice(0, Array.isArray(step.batch.t[0]) ? 2 : 1)) : value;
    return html`
      <aside class="panel pick" aria-label=${t("trace.pick")}>
        <p><strong>${tensorWords(pick.name)}[${pick.index.map((it) => it + 1).join(", ")}]</strong>
          ${editable ? html`<label>${t("value")} <input type="number" step="any" .value=${String(own)} @change=${(event) => given.edit(pick.name, pick.index, Number(event.target.value))}></label>` : html`<output>${figures(value, number(value, 6))}</output>`}
          ${typeof value === "number" ? copyButton(value, t("copy.number")) : nothing}
          ${pick.pinned ? html`<button class="plain small" @click=${() => { view.pick = null; kept(); page.update(); }}>${t("trace.unpin")}</button>` : html`<small>${t("trace.pin")}</small>`}</p>
        ${rule ? html`<div class="formula ${/^(d|\d+:d)/.test(pick.name) ? "backward" : "forward"}">${rule}</div>` : html`<p class="hint">${t(given.editable?.(pick.name) ? "trace.given.number" : "trace.norule")}</p>`}
      </aside>`;
  }

  return {
    keys: { ArrowRight: () => go(stage + 1), ArrowLeft: () => go(stage - 1), ".": () => go(stage === 6 ? 1 : stage + 1), r: () => go(1) },
    get stage() {
      return stage;
    },
    at: (to) => (stage = Math.min(6, Math.max(1, to || 1))),
    query,
    /** As an address says: the stage, the layer that is looked at and the number that is pinned. */
    from(address) {
      stage = Math.min(6, Math.max(1, Number(address.get("stage")) || 1));
      const key = address.get("node");
      node = key === null || key === "x" || key === "loss" ? key : Number(key);
      const [name, index] = (address.get("pick") ?? "").split("@");
      view.pick = index === undefined ? null : { name, index: index.split(",").filter(Boolean).map(Number), pinned: true };
    },
    choose: (key) => (node = key ?? null),
    /** Forgets what was shown, before another network is. */
    forget() {
      step = null;
      node = null;
      view.pick = null;
      view.slices.clear();
    },
    /** Shows another answer, and marks what is not as it was. */
    show(answer, asked, optimizer, why = "") {
      view.before = step && given.editable ? tensorsOf(step) : null;
      step = { ...stepOf(answer, asked), optimizer };
      missing = why;
      const last = step.layers.findLast((it) => it.own.some((own) => own.letter === "W"));
      view.pick ??= last ? { name: `d${last.index}.W`, index: [0, 0], pinned: false } : { name: "dy", index: [0, 0], pinned: false };
      if (!nodesOf(step).some((it) => it.key === node)) {
        node = null;
      }
      page.update();
    },
    render: () => (step ? html`
      <div class="stages" role="group" aria-label=${t("trace.steps")}>
        ${STAGES.map((name, i) => html`<button aria-pressed=${stage === i + 1 ? "true" : "false"} @click=${() => go(i + 1)}><span aria-hidden="true">${i + 1}</span> ${t("trace.step." + name)}</button>`)}
      </div>
      <p class="lead">${t("trace.what." + STAGES[stage - 1])}</p>
      ${graph(page, step, stage, stage === 1 ? "x" : stage === 3 ? "loss" : layer()?.index, choose)}
      <div class="trace-stage">
        <section class="panel" aria-label=${t("trace.step." + STAGES[stage - 1])}>
          <h2>${t("trace.step." + STAGES[stage - 1])}${[2, 4, 5].includes(stage) && layer() ? html` <small>${t("trace.layer", { layer: layer().index })}, ${layer().type}</small>` : nothing}</h2>
          <div class="tensors">${PANELS[STAGES[stage - 1]]()}</div>
        </section>
        ${picked()}
      </div>
      <section class="panel"><h2>${t("check.title")}</h2><p class="hint">${t("check.what")}</p>${checkList(step.check, missing)}</section>` : nothing),
  };
}

// What the cards show beside their words; every number in them comes from the service.

import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, pack } from "../router.js";
import { number } from "../format.js";
import { playground } from "../play/playground.js";
import { read } from "../play/settings.js";
import { chart } from "../parts/chart.js";
import { figures, trouble, waiting } from "../parts/words.js";
import { t } from "../text/text.js";
import { requestOf } from "../trace/presets.js";
import { stepper } from "../trace/stepper.js";

/** @return {render, answer(), keys}: a piece of the page that a card drives */
export function demoOf(page, demo) {
  return { play, loss, rates, steps }[demo.kind](page, demo);
}

function play(page, demo) {
  const query = new URLSearchParams(demo.settings);
  const piece = playground(page, read(query), { small: true });
  return {
    keys: piece.keys,
    answer: () => null,
    render: () => html`${piece.render()}<p><a href=${address("", demo.settings)}>${t("guide.open")}</a></p>`,
  };
}

/** Outputs and targets as they are, straight into a loss. */
function loss(page, demo) {
  const rows = structuredClone(demo.rows);
  let answer = null;
  let problem = null;
  ask();

  async function ask() {
    const spec = { input_shape: [rows[0][0].length], layers: [], loss: demo.loss };
    try {
      answer = await post("trace", { spec, batch: { x: rows.map(([y]) => y), t: rows.map(([, it]) => it) } });
      problem = null;
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  const set = (row, i) => (event) => {
    rows[row][0][i] = Number(event.target.value);
    ask();
  };

  return {
    keys: {},
    answer: () => answer,
    render: () => html`
      <section class="panel">
        ${rows.map(([y, target], row) => html`
          <div class="scroll" tabindex="0" role="region" aria-label=${t("guide.row", { n: row + 1 })}><table class="loss-row">
            <thead><tr><th scope="col">${t("guide.row", { n: row + 1 })}</th>${y.map((_, i) => html`<th scope="col">${i}</th>`)}<th scope="col">E</th></tr></thead>
            <tbody><tr class="forward"><th scope="row">y</th>${y.map((value, i) => html`<td><input type="number" step="0.05" min="0" max="1" aria-label="y ${i}" .value=${String(value)} @change=${set(row, i)}></td>`)}<td rowspan="2"><output>${figures(answer?.forward.losses?.[row], number(answer?.forward.losses?.[row], 6))}</output></td></tr>
              <tr><th scope="row">t</th>${target.map((value) => html`<td>${value}</td>`)}</tr></tbody></table></div>`)}
        <p class="result">L = ${figures(answer?.forward.loss, number(answer?.forward.loss, 6))} <small>${t("trace.mean")}</small></p>
        ${trouble(problem, problem?.absent ? undefined : ask)}
      </section>`,
  };
}

/** The same descent at three rates: one call each. */
function rates(page, demo) {
  const curves = demo.rates.map(() => null);
  let problem = null;
  demo.rates.forEach(async (lr, i) => {
    try {
      const answer = await post("trace", {
        spec: { input_shape: [1], layers: [{ type: "affine", out: 1 }], loss: "mse" },
        parameters: { "0.W": [[0]], "0.b": [0] },
        batch: { x: [[1], [2], [3]], t: [[2], [4], [6]] },
        after: { optimizer: { type: "sgd", lr }, steps: 20 },
      });
      curves[i] = answer.after.losses;
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  });
  const words = ["guide.small", "guide.right", "guide.large"];
  return {
    keys: {},
    answer: () => null,
    render: () => (curves.every(Boolean) ? html`
      ${chart(page, {
        name: "rates", title: t("guide.rates"),
        label: t("guide.rates.label", { values: demo.rates.map((lr, i) => `η = ${lr}: ${number(curves[i].at(-1))}`).join(", ") }),
        data: { x: curves[0].map((_, i) => i + 1), log: true, xLabel: t("play.updates"), lines: demo.rates.map((lr, i) => ({ name: `η = ${lr}, ${t(words[i])}`, values: curves[i] })) },
      })}` : problem ? trouble(problem) : waiting()),
  };
}

function steps(page, demo) {
  let state = structuredClone(demo.state);
  let answer = null;
  let problem = null;
  const piece = stepper(page, {
    editable: (name) => name === "x" || name === "t" || Array.isArray(state.parameters?.[name]),
    edit(name, index, value) {
      state = structuredClone(state);
      const target = name === "x" ? state.batch.x : name === "t" ? state.batch.t : state.parameters[name];
      if (name === "t" && !Array.isArray(target[0])) {
        target[index[0]] = value;
      } else {
        index.slice(0, -1).reduce((it, i) => it[i], target)[index.at(-1)] = value;
      }
      ask();
    },
  });
  piece.at(demo.stage);
  piece.choose(demo.node);
  ask();

  async function ask() {
    const asked = requestOf(state);
    try {
      answer = await post("trace", asked);
      problem = null;
      piece.show(answer, asked, state.optimizer);
    } catch (refusal) {
      problem = refusal;
      page.update();
    }
  }

  function variant(type) {
    state = structuredClone(demo.state);
    state.spec.layers = state.spec.layers.map((it) => (demo.variants.includes(it.type) ? { type } : it));
    ask();
  }

  return {
    keys: piece.keys,
    answer: () => answer,
    render: () => html`
      ${demo.variants ? html`<div class="row variants">${demo.variants.map((type) => html`<button aria-pressed=${state.spec.layers.some((it) => it.type === type) ? "true" : "false"} @click=${() => variant(type)}>${t("play.activation." + type)}</button>`)}</div>` : nothing}
      ${trouble(problem, ask)}${piece.render()}
      <p><a href=${address("trace", { state: pack(state), stage: piece.stage })}>${t("guide.open")}</a></p>`,
  };
}

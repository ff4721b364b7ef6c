// The playground as one piece: it can stand in any view, with any settings to begin with.

import { html } from "../lit.js";
import { address, pack } from "../router.js";
import { trouble } from "../parts/words.js";
import { t } from "../text/text.js";
import { controls } from "./controls.js";
import { Learner } from "./learner.js";
import { network } from "./network.js";
import { lossPicture, outputPicture } from "./pictures.js";
import { optimizerOf, specOf } from "./settings.js";
import { Gradients, weightPanel } from "./weight.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param kept called with the settings whenever they change
 * @param small without the controls and the weights
 */
export function playground(page, settings, { kept = () => {}, small = false, playing = true } = {}) {
  const learner = new Learner(settings, () => page.update());
  const gradients = new Gradients(() => page.update());
  let looked = null;
  let chosen = null;
  let shown = null;
  page.onClose(() => learner.close());
  if (playing && !STILL.matches) {
    learner.play();
  }

  const act = {
    set(change) {
      const next = { ...learner.settings, ...change };
      looked = chosen = shown = null;
      kept(next);
      learner.set(next);
      page.update();
    },
    units(layer, by) {
      act.set({ layers: learner.settings.layers.map((it, i) => (i === layer ? it + by : it)) });
    },
    layers(by) {
      const { layers } = learner.settings;
      act.set({ layers: by > 0 ? [...layers, layers.at(-1) ?? 4] : layers.slice(0, -1) });
    },
    look(weight) {
      looked = weight;
      page.update();
    },
    choose(weight) {
      chosen = weight;
      learner.pause();
    },
    show(unit) {
      shown = unit;
      page.update();
    },
    edit(weight, value) {
      if (Number.isFinite(value)) {
        learner.edit(weight.name, weight.row, weight.column, value);
      }
    },
  };

  /** The surface of the unit as it is now, not as it was when the pointer came. */
  function current() {
    if (!shown) {
      return null;
    }
    if (shown.column === learner.settings.layers.length + 1 || shown.column === 0) {
      return shown.column === 0 ? shown : null;
    }
    const affine = specOf(learner.settings).layers.map((it, i) => [it.type, i]).filter(([type]) => type === "affine").map(([, i]) => i);
    const index = affine[shown.column - 1] + (learner.settings.activation === "none" ? 0 : 1);
    const values = learner.surfaces.units.get(index)?.[shown.index];
    return values ? { ...shown, values } : null;
  }

  const toggle = () => (learner.playing ? learner.pause() : learner.play());
  const step = () => learner.step();
  const rewind = () => learner.rewind();

  function buttons() {
    return html`
      <div class="transport" role="group" aria-label=${t("play.transport")}>
        <button class="main" @click=${toggle}>${learner.playing ? html`<span aria-hidden="true">❚❚</span> ${t("play.pause")}` : html`<span aria-hidden="true">▶</span> ${t("play.play")}`}</button>
        <button @click=${step}><span aria-hidden="true">❚▶</span> ${t("play.step")}</button>
        <button @click=${rewind}><span aria-hidden="true">◀◀</span> ${t("play.rewind")}</button>
        <a class="button" href=${stepsAddress(learner)}>${t("play.six")}</a>
      </div>`;
  }

  return {
    learner,
    keys: { " ": toggle, ".": step, r: rewind },
    render: () => html`
      <div class="playground ${small ? "small" : ""}">
        ${buttons()}
        ${learner.problem ? said(learner.problem, () => learner.play()) : ""}
        <div class="stage">
          <div class="left">
            ${network(page, learner, chosen ?? looked, act)}
            ${weightPanel(learner, chosen ?? looked, chosen !== null, gradients, act)}
          </div>
          <div class="right">
            ${outputPicture(page, learner, current())}
            ${lossPicture(page, learner)}
          </div>
        </div>
        ${small ? "" : controls(learner.settings, act)}
      </div>`,
  };
}

/** A service that cannot draw surfaces yet says so by not knowing the field. */
function said(problem, again) {
  const older = ["/surface", "/batches", "/after/slots", "/after/first_update"].some((it) => problem.refuses(it));
  return older ? html`<p class="trouble" role="alert">${t("play.older")}</p>` : trouble(problem, problem.absent ? null : again);
}

/** The next mini-batch as a step to be looked at; of a large batch its first rows. */
function stepsAddress({ settings, progress, data }) {
  const batch = data.batch(progress.done);
  const rows = { x: batch.x.slice(0, 4), t: batch.t.slice(0, 4) };
  const state = { spec: specOf(settings), seed: settings.seed, parameters: progress.parameters ?? undefined, batch: rows, optimizer: optimizerOf(settings) };
  return address("trace", { state: pack(state) });
}

// The time slider: any update of a job, computed again when the slider is let go.

import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { keepToo } from "../router.js";
import { count, number } from "../format.js";
import { recorded } from "../parts/recorded.js";
import { figures, trouble } from "../parts/words.js";
import { t } from "../text/text.js";
import { stepSurface } from "./surface.js";
import { firstWeights } from "./weights.js";

const NOTABLE = new Set(["paused", "queued", "running", "failed", "cancelled", "succeeded"]);

export function timeSlider(page, live) {
  let step = Number(page.query.get("step")) || null;
  let shown = null;
  let problem = null;
  let busy = false;
  let turn = 0;
  const surface = stepSurface(page, live);
  const weights = firstWeights(page, live);

  const most = () => live.job?.progress?.updates ?? 0;
  const ready = () => live.job && most() > 0 && ["succeeded", "failed", "cancelled", "paused"].includes(live.job.status);

  /** Moving shows the number at once; the step itself is asked for when the slider rests. */
  function move(to, rest) {
    step = Math.min(most(), Math.max(1, Math.round(to) || 1));
    if (rest) {
      load();
    }
    page.update();
  }

  async function load() {
    const mine = ++turn;
    busy = true;
    page.update();
    keepToo({ step });
    try {
      const answer = await post(`jobs/${live.job.id}/trace?step=${step}`);
      if (mine === turn) {
        shown = { step, answer };
        problem = null;
        page.announce(t("job.slider.done", { n: step, loss: number(answer.forward.loss) }));
      }
    } catch (refusal) {
      if (mine === turn) {
        problem = refusal;
      }
    }
    if (mine === turn) {
      busy = false;
      page.update();
      surface.at(step);
      weights.at(step);
    }
  }

  const pos = (update) => (100 * (update - 1)) / Math.max(1, most() - 1);

  function track() {
    const { batches = 0 } = live.job.progress;
    const epochs = batches ? Math.floor(most() / batches) : 0;
    const happened = (live.history ?? []).filter((it) => Number.isFinite(it.update) && NOTABLE.has(it.status));
    const every = Math.max(1, Math.ceil(epochs / 60));
    const at = Array.from({ length: Math.floor(epochs / every) }, (_, i) => pos((i + 1) * every * batches));
    return html`
      <svg class="ticks" role="img" aria-label=${t("job.ticks", { epochs, events: happened.length })} viewBox="0 0 100 14" preserveAspectRatio="none">
        <path d=${at.map((x) => `M${x.toFixed(2)} 0v5`).join("")}/><path class="event" d=${happened.map((it) => `M${pos(Math.max(1, it.update)).toFixed(2)} 0v14`).join("")}/>
      </svg>
      ${happened.length ? html`<p class="hint">${happened.map((it) => html`<button class="plain small" @click=${() => move(it.update || 1, true)}>${t("status." + it.status)} · ${count(it.update)}</button>`)}</p>` : nothing}`;
  }

  if (step) {
    const waiting = setInterval(() => {
      if (ready()) {
        clearInterval(waiting);
        load();
      }
    }, 100);
    page.onClose(() => clearInterval(waiting));
  }

  return {
    get step() {
      return step;
    },
    move,
    ready,
    render() {
      if (!live.job) {
        return nothing;
      }
      if (!ready()) {
        return html`<section class="panel"><h2>${t("job.time")}</h2><p class="hint">${t(most() ? "job.time.later" : "job.time.none")}</p></section>`;
      }
      const at = step ?? most();
      return html`
        <section class="panel time" aria-label=${t("job.time")}>
          <h2>${t("job.time")}</h2>
          <div class="slider">
            <div class="rail"><input type="range" aria-label=${t("job.slider")} aria-valuetext=${t("job.slider.at", { n: at, all: most() })} min="1" max=${most()} .value=${String(at)}
              @input=${(event) => move(Number(event.target.value), false)} @change=${(event) => move(Number(event.target.value), true)}>${track()}</div>
            <label>${t("job.slider")} <input type="number" min="1" max=${most()} .value=${String(at)} @change=${(event) => move(Number(event.target.value), true)}></label>
            <a class="button" href="#/jobs/${live.job.id}/steps/${at}">${t("play.six")}</a>
          </div>
          <div class="at" aria-busy=${busy ? "true" : "false"}>
            ${shown ? html`<p>${t("job.step.loss", { n: count(shown.step) })} <output>${figures(shown.answer.forward.loss, number(shown.answer.forward.loss, 6))}</output> ${busy ? html`<span class="faint">${t("step.computing")}</span>` : nothing}</p>${recorded(shown.answer)}`
              : html`<p class="hint">${busy ? t("step.computing") : t("job.time.hint")}</p>`}
            ${trouble(problem, load)}
          </div>
          ${surface.render()}${weights.render(shown?.step ?? null)}
        </section>`;
    },
  };
}

// A step that a job really made, on the rows that it really saw.

import { get, post } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go, keep } from "../router.js";
import { count } from "../format.js";
import { later, resource } from "../parts/load.js";
import { heading, trouble, waiting } from "../parts/words.js";
import { recorded } from "../parts/recorded.js";
import { t } from "../text/text.js";
import { stepper } from "../trace/stepper.js";

export function open(page) {
  const { id } = page.values;
  let number = Math.max(1, Number(page.values.step) || 1);
  let problem = null;
  let asking = false;
  let answer = null;
  let turn = 0;
  // Large tensors are summed up until somebody asks for all of their numbers
  let all = false;
  const job = resource(page, () => get(`jobs/${encodeURIComponent(id)}`));
  const steps = stepper(page, {
    kept: keep,
    again: () => (number < most() ? html`<button class="main" @click=${() => move(number + 1)}>${t("step.next", { n: number + 1 })}</button>` : nothing),
  });
  steps.from(page.query);
  const ask = later(150, load);
  job.load().then(load);

  const most = () => job.value?.progress?.updates ?? number;

  async function load() {
    const mine = ++turn;
    asking = true;
    page.update();
    const optimizer = job.value?.training?.optimizer;
    try {
      const given = await traced(optimizer);
      if (mine === turn) {
        answer = given.answer;
        problem = null;
        steps.show(answer, {}, optimizer, given.why);
      }
    } catch (refusal) {
      if (mine === turn) {
        problem = refusal;
      }
    }
    asking = false;
    page.update();
  }

  /** Two passes for each parameter, each of two operations a parameter, for each row: at most 10^9. */
  function checkable(answer) {
    const parameters = Object.values(answer.parameters ?? {})
      .reduce((sum, it) => sum + (it.summary?.numbers ?? [it].flat(Infinity).length), 0);
    return 4 * (answer.batch?.rows?.length ?? 1) * parameters * parameters <= 1e9;
  }

  /** With the check where the network is small enough for it, else without. */
  async function traced(optimizer) {
    const path = `jobs/${encodeURIComponent(id)}/trace?step=${number}`;
    const after = optimizer ? { after: { optimizer, steps: 1 } } : {};
    const wishes = { ...(all ? { values: "all" } : {}), ...after };
    try {
      const answer = await post(path, wishes);
      const checked = checkable(answer) ? await post(path, { gradient_check: true, ...wishes }) : answer;
      return { answer: checked, why: checked === answer ? t("check.refused", { why: "10⁹ FLOPs" }) : "" };
    } catch (refusal) {
      if (refusal.status !== 422 && refusal.status !== 413 && refusal.status !== 400 && refusal.status !== 415) {
        throw refusal;
      }
      return { answer: await post(path), why: t("check.refused", { why: refusal.errors[0]?.detail ?? refusal.detail }) };
    }
  }

  function move(to) {
    number = Math.min(most(), Math.max(1, Math.round(to) || 1));
    history.replaceState(null, "", address(`jobs/${id}/steps/${number}`, steps.query()));
    ask();
    page.update();
  }

  function whole() {
    all = true;
    load();
  }

  return {
    title: () => t("step.title", { n: number }),
    keys: steps.keys,
    render: () => html`
      ${heading(t("step.title", { n: number }), html`<a href="#/jobs/${id}">${job.value?.name ?? t("step.job")}</a>${answer?.batch?.rows ? html` · ${t("step.rows", { n: answer.batch.rows.length })}` : nothing}`)}
      ${job.problem ? trouble(job.problem, job.load) : nothing}
      <div class="slider panel">
        <button aria-label=${t("step.before")} ?disabled=${number <= 1} @click=${() => move(number - 1)}>−</button>
        <input type="range" aria-label=${t("job.slider")} aria-valuetext=${t("job.slider.at", { n: number, all: most() })} min="1" max=${most()} .value=${String(number)} @input=${(event) => move(Number(event.target.value))}>
        <button aria-label=${t("step.after")} ?disabled=${number >= most()} @click=${() => move(number + 1)}>+</button>
        <label>${t("job.slider")} <input type="number" min="1" max=${most()} .value=${String(number)} @change=${(event) => move(Number(event.target.value))}></label>
        <span class="faint">${t("step.of", { all: count(most()) })}</span>
        ${asking ? html`<span class="faint">${t("step.computing")}</span>` : nothing}
      </div>
      ${recorded(answer)}
      ${answer && !all && JSON.stringify(answer.graph).includes('"summary"') ? html`<p><button @click=${whole}>${t("step.all")}</button></p>` : nothing}
      ${trouble(problem, problem?.status === 409 ? () => go(`#/jobs/${id}`) : load)}
      ${answer ? steps.render() : problem ? nothing : waiting(t("step.computing"))}`,
  };
}

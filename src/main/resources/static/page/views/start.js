// The first thing to be seen: a network that learns, three ways to begin, and what runs now.

import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { go, keep } from "../router.js";
import { playground } from "../play/playground.js";
import { read, write } from "../play/settings.js";
import { running } from "../parts/running.js";
import { firstJob } from "../parts/samples.js";
import { trouble } from "../parts/words.js";
import { t } from "../text/text.js";

export function open(page) {
  const piece = playground(page, read(page.query), { kept: (settings) => keep(write(settings)) });
  const now = running(page);
  let busy = "";
  let problem = null;

  async function begin(sample) {
    busy = sample;
    problem = null;
    page.update();
    try {
      const dataset = await post(`datasets/samples/${sample}`);
      const job = await post("jobs", firstJob(dataset));
      go(`#/jobs/${job.id}`);
    } catch (refusal) {
      problem = refusal;
    }
    busy = "";
    page.update();
  }

  return {
    title: () => "Descent",
    keys: piece.keys,
    render: () => html`
      <div class="heading"><div><h1 tabindex="-1">${t("start.title")}</h1><p>${t("start.lead")}</p></div></div>
      <div class="start">
        <section class="begin" aria-label=${t("start.begin")}>
          <h2>${t("start.begin")}</h2>
          ${card("digits", "start.digits", "start.digits.what", () => begin("digits"))}
          ${card("iris", "start.iris", "start.iris.what", () => begin("iris"))}
          ${card("csv", "start.csv", "start.csv.what", () => go("#/datasets?upload=1"))}
          <p class="hint">${t("start.begin.what")} <a href="#/guide">${t("start.guide")}</a></p>
          ${problem ? (problem.absent ? html`<p class="trouble" role="alert">${t("start.nosample")} <a href="#/datasets?upload=1">${t("datasets.upload")}</a></p>` : trouble(problem)) : nothing}
        </section>
        ${piece.render()}
      </div>
      ${now.render()}`,
  };

  function card(name, title, what, act) {
    return html`<button class="card" ?disabled=${busy !== ""} aria-label=${t(title)} aria-describedby=${"what-" + name} @click=${act}>
      <strong>${t(title)}</strong><span id=${"what-" + name}>${busy === name ? t("start.beginning") : t(what)}</span></button>`;
  }
}

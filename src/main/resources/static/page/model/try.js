// A model to be tried: drawn digits for images, a form for tables.

import "../parts/surface.js";
import "../parts/pad.js";
import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { number, percent } from "../format.js";
import { imageOf } from "../job/weights.js";
import { figure, table } from "../parts/figure.js";
import { bars, figures, trouble, warnings } from "../parts/words.js";
import { t } from "../text/text.js";
import { digitOf } from "./digit.js";

/** @param columns what goes in, by name; empty for images */
export function tryIt(page, model, columns, job) {
  const image = imageOf(model.input_shape);
  const squares = image && image.width === image.height && (columns.length === 0 || columns.length === image.width * image.height);
  return squares ? pad(page, model, columns, image, job) : form(page, model, columns, job);
}

function asker(page, model) {
  const it = { answer: null, problem: null };
  let turn = 0;
  let waiting = null;
  let busy = false;

  /** The last instance is always asked for; those in between may be passed over. */
  it.ask = async (instance) => {
    const mine = ++turn;
    if (busy) {
      waiting = instance;
      return;
    }
    busy = true;
    try {
      const given = await post(`models/${model.id}/predictions`, { instances: [instance] });
      if (mine === turn || waiting) {
        it.answer = { ...given.predictions[0], warnings: given.warnings };
        it.problem = null;
      }
    } catch (refusal) {
      it.problem = refusal;
    }
    busy = false;
    page.update();
    if (waiting) {
      const next = waiting;
      waiting = null;
      it.ask(next);
    }
  };
  it.clear = () => {
    turn++;
    it.answer = null;
    page.update();
  };
  return it;
}

/** What the model says, the likeliest marked. */
function said(model, { answer, problem }, job) {
  const shares = answer?.probabilities ?? answer?.scores ?? null;
  const classes = model.classes ?? [];
  return html`
    ${trouble(problem)}
    <p class="result" aria-live="polite">${answer ? (answer.label ?? figures(answer.value)) : html`<span class="faint">–</span>`}</p>
    ${classes.length ? bars(classes.slice(0, 30).map((label) => {
      const share = shares?.[label];
      return { name: label, share, shown: share === undefined ? "–" : figures(share, answer.probabilities ? percent(share) : number(share, 3)), best: answer?.label === label };
    }), t("probabilities")) : nothing}
    ${warnings(answer?.warnings)}
    ${model.job_id && job?.progress?.updates ? html`<p><a class="button" href="#/jobs/${model.job_id}/steps/${job.progress.updates}">${t("try.why")}</a> <small>${t("try.why.what")}</small></p>` : nothing}`;
}

function pad(page, model, columns, image, job) {
  const asked = asker(page, model);
  const most = columns.length === 0 ? 255 : pixelsOf(columns);
  let seen = null;

  function drawn(ink, size) {
    seen = digitOf(ink, size, image.width);
    if (!seen) {
      asked.clear();
      return;
    }
    const values = Array.from(seen, (it) => Math.round(it * most * 100) / 100);
    const rows = Array.from({ length: image.height }, (_, y) => values.slice(y * image.width, (y + 1) * image.width).map((it) => (columns.length ? it : Math.round(it))));
    asked.ask(columns.length ? values : Array.from({ length: image.channels }, () => rows));
    page.update();
  }

  const looked = t("try.seen", { size: `${image.width} × ${image.height}` });

  return {
    render: () => html`
      <div class="try">
        <div><p class="hint">${t("try.draw")}</p><d-pad role="application" aria-label=${t("pad")} aria-describedby="pad-keys" .onDraw=${drawn}></d-pad>
          <p class="row"><button @click=${(event) => event.target.closest(".try").querySelector("d-pad").clear()}>${t("try.clear")}</button> <span class="unseen" id="pad-keys">${t("pad.keys")}</span></p></div>
        <div><p class="hint">${looked}</p>
          ${figure(page, { name: "seen", label: looked, kind: "seen", picture: html`<div class="seen"><d-surface role="img" aria-label=${looked} .data=${{ values: seen ?? new Float32Array(image.width * image.height), width: image.width, height: image.height, low: 0, high: 1, up: false }}></d-surface></div>`,
            table: () => table(["", ...Array.from({ length: image.width }, (_, x) => x + 1)], Array.from({ length: image.height }, (_, y) => [y + 1, ...Array.from({ length: image.width }, (_, x) => (seen?.[y * image.width + x] ?? 0) * most)])) })}</div>
        <div class="grow">${said(model, asked, job)}</div>
      </div>`,
  };
}

/** The largest number that the pixels of a table have. */
function pixelsOf(columns) {
  const high = Math.max(...columns.map((it) => it.max ?? 0));
  return high <= 0 ? 255 : high <= 1 ? 1 : high <= 16 ? 16 : 255;
}

function form(page, model, columns, job) {
  const asked = asker(page, model);
  const values = Object.fromEntries(columns.map((it) => [it.name, it.categories ? categoryOf(it.categories[0]) : it.mean === undefined || it.mean === null ? "" : Number(it.mean.toPrecision(4))]));
  const send = (event) => {
    event?.preventDefault();
    asked.ask(columns.length ? values : []);
  };

  const field = (it) => (it.categories ? html`
    <select @change=${(event) => (values[it.name] = event.target.value)}>${it.categories.slice(0, 200).map((one) => html`<option .selected=${categoryOf(one) === values[it.name]}>${categoryOf(one)}</option>`)}</select>`
    : html`<input type=${it.kind === "date" ? "text" : "number"} step="any" .value=${String(values[it.name])} @change=${(event) => (values[it.name] = event.target.value === "" ? null : it.kind === "date" ? event.target.value : Number(event.target.value))}>`);

  if (columns.length) {
    send();
  }

  return {
    render: () => html`
      <form class="try" @submit=${send} @change=${send}>
        <div class="grow"><div class="options">${columns.slice(0, 60).map((it) => html`<label class="field"><span title=${it.name}>${it.name}</span>${field(it)}</label>`)}</div>
          ${columns.length > 60 ? html`<p class="hint">${t("try.many", { n: columns.length - 60 })}</p>` : nothing}
          <p><button class="main">${t("try.predict")}</button></p></div>
        <div class="grow">${said(model, asked, job)}</div>
      </form>`,
  };
}

const categoryOf = (it) => (typeof it === "string" ? it : it.value ?? it.label ?? it.name);

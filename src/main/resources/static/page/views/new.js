// A new job: a working network already filled in, the form and its JSON beside each other, and what
// the service says of it as one types.

import { get, post } from "../api.js";
import { html, nothing } from "../lit.js";
import { go, keep, pack, unpack } from "../router.js";
import { bytes, count, duration, large, shape } from "../format.js";
import { labelFields, tagsOf } from "../parts/labels.js";
import { later, resource } from "../parts/load.js";
import { PRESETS, template } from "../parts/samples.js";
import { heading, trouble, waiting, warnings } from "../parts/words.js";
import { layerList, TYPES } from "../spec/layers.js";
import { rangeOf, spaceForm, strategyOf } from "../spec/space.js";
import { trainingForm } from "../spec/training.js";
import { t } from "../text/text.js";

export function open(page) {
  let dataset = null;
  let spec = unpack(page.query.get("spec") ?? "");
  let name = page.query.get("name") ?? "";
  let space = unpack(page.query.get("space") ?? "") ?? {};
  let trials = 9;
  let text = null;
  let textProblem = "";
  let check = null;
  let problem = null;
  let sending = false;
  let pace = null;
  const called = { description: "", tags: [], seconds: "" };
  const checked = later(200, ask);
  const list = resource(page, async () => {
    const answer = await get("datasets?limit=200");
    const wanted = page.query.get("dataset");
    const known = answer.items.find((it) => it.id === wanted || it.name === wanted);
    if (wanted || answer.items.length) {
      await choose(known?.id ?? wanted ?? answer.items[0].id, spec === null);
    }
    return answer;
  });
  lastPace();

  async function choose(id, fill) {
    dataset = await get(`datasets/${encodeURIComponent(id)}`);
    if (fill) {
      spec = { model: template("mlp", dataset), training: { ...PRESETS.quick(dataset), seed: 1 } };
    }
    changed(spec);
  }

  /** How fast the last job was, to guess how long this one takes. */
  async function lastPace() {
    const answer = await get("jobs?status=succeeded&limit=1").catch(() => null);
    const job = answer?.items[0];
    if (job?.progress.samples_per_second) {
      const last = await post("specs/check", { model: job.model, dataset_id: job.dataset_id }).catch(() => null);
      pace = last?.flops_per_sample ? last.flops_per_sample * job.progress.samples_per_second : null;
      page.update();
    }
  }

  function keepAll() {
    keep({ dataset: dataset?.id, name, spec: pack(spec), space: Object.keys(space).length ? pack(space) : "" });
  }

  function changed(next) {
    spec = next;
    text = null;
    textProblem = "";
    keepAll();
    checked();
    page.update();
  }

  async function ask() {
    try {
      check = await post("specs/check", { ...spec, dataset_id: dataset?.id });
      problem = null;
    } catch (refusal) {
      problem = refusal;
    }
    page.update();
  }

  function typed(value) {
    text = value;
    try {
      const parsed = JSON.parse(value);
      if (parsed.model?.layers && parsed.training) {
        const kept = text;
        changed(parsed);
        text = kept;
      } else {
        textProblem = t("new.json.parts");
      }
    } catch (error) {
      textProblem = error.message;
    }
    page.update();
  }

  /** What is said beside the spec. */
  function labelled() {
    const tags = tagsOf(called);
    const end = called.seconds ? { expires_in_seconds: Number(called.seconds) } : {};
    return { ...end, ...(called.description.trim() ? { description: called.description } : {}), ...(Object.keys(tags).length ? { tags } : {}) };
  }

  /** @param kind "jobs" or "sweeps": a list of the API, and a view */
  async function send(kind, more) {
    sending = true;
    page.update();
    try {
      const { id } = await post(kind, { dataset_id: dataset.id, ...(name ? { name } : {}), ...spec, ...labelled(), ...more });
      go(`#/${kind}/${id}`);
    } catch (refusal) {
      problem = refusal;
      document.querySelector(".trouble")?.scrollIntoView({ block: "center" });
    }
    sending = false;
    page.update();
  }

  const train = () => send("jobs", {});
  const start = () => send("sweeps", { space, strategy: strategyOf(trials, spec.training.epochs ?? 20) });

  /** What a sweep is to try. */
  const sweep = {
    get space() { return space; },
    get trials() { return trials; },
    start,
    toggle(pointer, name, value) {
      const { [pointer]: known, ...others } = space;
      space = known ? others : { ...space, [pointer]: rangeOf(name, value, spec.training.optimizer?.type) };
      keepAll();
      page.update();
    },
    setTrials(value) {
      trials = Math.min(1000, Math.max(1, Math.round(value) || 9));
      page.update();
    },
  };

  const model = (layers) => changed({ ...spec, model: { ...spec.model, layers } });
  const act = {
    set: (index, layer) => model(spec.model.layers.map((it, i) => (i === index ? layer : it))),
    add: (type) => type && model([...spec.model.layers, { type, ...TYPES[type] }]),
    remove: (index) => model(spec.model.layers.filter((_, i) => i !== index)),
    move(index, by) {
      const layers = [...spec.model.layers];
      [layers[index], layers[index + by]] = [layers[index + by], layers[index]];
      model(layers);
    },
    sweep,
    loss: (loss) => changed({ ...spec, model: { ...spec.model, loss } }),
  };

  function setTraining(path, value) {
    const training = structuredClone(spec.training);
    const names = path.split("/");
    const last = names.pop();
    const place = names.reduce((it, part) => (it[part] ??= {}), training);
    if (value === undefined) {
      delete place[last];
    } else {
      place[last] = value;
    }
    changed({ ...spec, training });
  }

  function said() {
    if (!check) {
      return waiting(t("new.checking"));
    }
    const seconds = pace && check.flops_per_sample && dataset ? (check.flops_per_sample * dataset.rows * 0.8 * (spec.training.epochs ?? 1)) / pace : null;
    const others = (check.problems ?? []).filter((it) => !it.pointer.startsWith("/model/layers/"));
    return html`
      <p class="verdict" data-valid=${String(check.valid)}>${t(check.valid ? "new.valid" : "new.invalid")}</p>
      ${others.length ? html`<ul class="problem">${others.map((it) => html`<li><code>${it.pointer}</code> ${it.detail}</li>`)}</ul>` : nothing}
      <dl class="facts">
        <div><dt>${t("new.shapes")}</dt><dd>${shape(check.input_shape)} → ${shape(check.output_shape)}</dd></div>
        <div><dt>${t("parameters")}</dt><dd>${count(check.parameters)}</dd></div>
        <div><dt>${t("new.flops")}</dt><dd>${large(check.flops_per_sample)}</dd></div>
        <div><dt>${t("new.memory")}</dt><dd>${bytes(check.memory_bytes)}</dd></div>
        <div><dt>${t("new.time")}</dt><dd>${seconds === null ? "–" : seconds < 1 ? t("new.second") : t("new.about", { time: duration(seconds) })}</dd></div>
      </dl>
      ${warnings(check.warnings)}`;
  }

  function form() {
    const problems = check?.problems ?? [];
    return html`
      <div class="trace-tools">
        <label class="field"><span>${t("dataset")}</span><select @change=${(event) => choose(event.target.value, true)}>
          ${(list.value?.items ?? [dataset]).map((it) => html`<option value=${it.id} .selected=${it.id === dataset.id}>${it.name}</option>`)}</select></label>
        <label class="field"><span>${t("name")}</span><input name="job-name" .value=${name} placeholder=${dataset.name} @change=${(event) => { name = event.target.value.trim(); keepAll(); }}></label>
        <div class="field"><span>${t("new.template")}</span><div class="row">${["linear", "mlp", ...(dataset.input_shape.length === 3 ? ["cnn"] : [])].map((it) => html`
          <button @click=${() => changed({ ...spec, model: template(it, dataset) })}>${t("new.template." + it)}</button>`)}</div></div>
        <div class="field"><span>${t("new.preset")}</span><div class="row">${Object.keys(PRESETS).map((it) => html`
          <button @click=${() => changed({ ...spec, training: { ...PRESETS[it](dataset), seed: spec.training.seed ?? 1 } })}>${t("new.preset." + it)}</button>`)}</div></div>
      </div>
      ${trouble(problem)}
      <div class="form-and-json">
        <div>
          <section class="panel"><h2>${t("new.network")}</h2>${layerList(spec.model, check, problems, act)}</section>
          <section class="panel"><h2>${t("new.training")}</h2>${trainingForm(spec.training, problems, setTraining, sweep)}</section>
          <details class="panel labels"><summary>${t("new.more")}</summary>${labelFields(called, page.update)}
            <label class="field"><span>${t("new.deadline")}</span><input type="number" min="1" step="1" .value=${called.seconds} placeholder=${t("none")} @change=${(event) => (called.seconds = event.target.value)}></label></details>
        </div>
        <div>
          <section class="panel"><h2>${t("new.check")}</h2>${said()}
            <p><button class="main" ?disabled=${sending || check?.valid === false} @click=${train}>${t(sending ? "start.beginning" : "new.train")}</button></p>
            ${spaceForm(sweep, sending || check?.valid === false)}</section>
          <section class="panel"><h2>JSON</h2>
            <textarea rows="26" spellcheck="false" aria-label="JSON" .value=${text ?? JSON.stringify(spec, null, 2)} @input=${(event) => typed(event.target.value)}></textarea>
            ${textProblem ? html`<p class="problem" role="alert">${textProblem}</p>` : nothing}</section>
        </div>
      </div>`;
  }

  return {
    title: () => t("nav.new"),
    render: () => html`
      ${heading(t("nav.new"), t("new.lead"))}
      ${dataset && spec ? form() : list.problem ? trouble(list.problem, list.load) : list.value ? html`
        <section class="empty"><h2>${t("new.nodata")}</h2><p>${t("new.nodata.what")}</p><p><a class="button main" href="#/datasets?upload=1">${t("datasets.upload")}</a></p></section>` : waiting()}`,
  };
}

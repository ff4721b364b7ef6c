// A file to be taken in: dropped or chosen, with what the service may be told about it. A refusal
// keeps the file and everything that was set.

import { post, upload } from "../api.js";
import { html, nothing } from "../lit.js";
import { bytes, percent } from "../format.js";
import { t } from "../text/text.js";
import { trouble } from "./words.js";

const CHOICES = {
  task: ["", "classification", "regression"],
  header: ["", "true", "false"],
  separator: ["", ",", ";", "tab", "|", "space"],
  decimal: ["", ".", ","],
};
const TEXTS = ["target", "encoding", "missing", "categorical", "numeric", "date", "ignore", "split", "image"];

export const SAMPLES = ["iris", "wine", "digits", "diabetes", "mnist-10k"];

/** @param done called with the data set that was made */
export function uploader(page, done) {
  let file = null;
  let labels = null;
  let over = false;
  let share = null;
  let problem = null;
  let sampling = "";
  const fields = {};

  function take(files) {
    const list = [...files];
    if (list.length) {
      labels = list.find((it) => list.length > 1 && /labels|idx1/.test(it.name)) ?? null;
      file = list.find((it) => it !== labels);
      problem = null;
      page.update();
    }
  }

  async function send() {
    const form = new FormData();
    // Fields first: the file is read as it comes
    Object.entries(fields).filter(([, value]) => value).forEach(([name, value]) => form.append(name, value));
    form.append("file", file);
    if (labels) {
      form.append("labels", labels);
    }
    await sent(() => upload("datasets", form, (it) => ((share = it), page.update())));
  }

  async function sent(call) {
    share = 0;
    problem = null;
    page.update();
    try {
      done(await call());
    } catch (refusal) {
      problem = refusal;
    }
    share = null;
    sampling = "";
    page.update();
  }

  const sample = (name) => {
    sampling = name;
    return sent(() => post(`datasets/samples/${name}`));
  };

  const set = (name) => (event) => (fields[name] = event.target.value.trim());
  const drop = (event) => {
    event.preventDefault();
    over = false;
    take(event.dataTransfer.files);
  };

  return {
    /** For the element over which a file may be dropped. */
    drop,
    hover: (event) => {
      event.preventDefault();
      if (!over) {
        over = true;
        page.update();
      }
    },
    leave: () => {
      over = false;
      page.update();
    },
    render: () => html`
      <section class="drop ${over ? "over" : ""}" aria-label=${t("upload.title")}>
        <p><strong>${file ? file.name : t("upload.drop")}</strong> ${file ? bytes(file.size) : nothing}${labels ? html` + ${labels.name}` : nothing}</p>
        <p class="row middle">
          <label class="button ${file ? "" : "main"}">${t(file ? "upload.other" : "upload.choose")}<input class="unseen" type="file" multiple @change=${(event) => take(event.target.files)}></label>
          ${file ? html`<button class="main" ?disabled=${share !== null} @click=${send}>${t("datasets.upload")}</button>` : nothing}
        </p>
        ${share !== null && !sampling ? html`<progress max="1" .value=${share} aria-label=${t("upload.progress")}></progress><p class="hint">${share < 1 ? percent(share, 0) : t("upload.reading")}</p>` : nothing}
        <p class="hint">${t("upload.kinds")}</p>
        ${problem ? (problem.absent && sampling === "" ? html`<p class="trouble" role="alert">${t("absent")}</p>` : trouble(problem)) : nothing}
        <details ?open=${Boolean(problem?.errors?.length)}><summary>${t("upload.options")}</summary>${fieldForm(fields, set)}</details>
        <p class="row middle"><span class="hint">${t("upload.samples")}</span>${SAMPLES.map((it) => html`
          <button class="small" ?disabled=${share !== null} @click=${() => sample(it)}>${sampling === it ? t("loading") : it}</button>`)}</p>
      </section>`,
  };
}

/** What may be said about a file; empty means that the service finds out. */
export function fieldForm(fields, set) {
  return html`
    <div class="options">
      <label class="field"><span>${t("name")}</span><input .value=${fields.name ?? ""} @change=${set("name")}></label>
      ${Object.entries(CHOICES).map(([name, values]) => html`<label class="field"><span>${t("upload." + name)}</span>
        <select @change=${set(name)}>${values.map((it) => html`<option value=${it} .selected=${it === (fields[name] ?? "")}>${it || t("upload.auto")}</option>`)}</select></label>`)}
      ${TEXTS.map((name) => html`<label class="field"><span>${t("upload." + name)}</span><input .value=${fields[name] ?? ""} placeholder=${t("upload.auto")} @change=${set(name)}></label>`)}
    </div>`;
}

// What stands around every view: the way to the others, the language, the keys.

import { giveKey } from "./api.js";
import { html, nothing } from "./lit.js";
import { change, state } from "./store.js";
import { KEYS } from "./keys.js";
import { t } from "./text/text.js";

/** What is reached from another place than by its own name. */
const WITHIN = { sweeps: "jobs", compare: "jobs" };
const PLACES = ["datasets", "new", "jobs", "models", "trace", "guide", "service"];

export function frame(view, language) {
  const { path } = view.page;
  const [first] = path.split("/");
  const here = WITHIN[first] ?? first;
  return html`
    <a class="skip" href="#/${path}" @click=${skip}>${t("skip")}</a>
    <header class="top">
      <a class="brand" href="#/" aria-label=${t("brand")} aria-current=${path === "" ? "page" : nothing}>
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><path class="axis" d="M4 4v24h24"/><path class="curve" d="M7 6c2 12 6 18 21 19"/></svg>
        <span>Descent</span>
      </a>
      <nav aria-label=${t("nav")}>
        ${places().map((place) => html`<a href="#/${place}" aria-current=${here === place ? "page" : nothing}>${t("nav." + place)}</a>`)}
      </nav>
      <div class="choices">
        <button class="plain" lang=${state.language === "en" ? "ko" : "en"}
          @click=${() => language(state.language === "en" ? "ko" : "en")}>${state.language === "en" ? "한국어" : "English"}</button>
        <button class="plain round" aria-label=${t("keys.title")} title=${t("keys.title")} @click=${() => change({ helpShown: true })}>?</button>
      </div>
    </header>
    <main id="main" tabindex="-1">${view.render()}</main>
    <footer>
      <p>${about()} <a href="/swagger-ui.html">${t("console")}</a> <a href="/v3/api-docs">OpenAPI</a></p>
      <p class="unseen" role="status" aria-live="polite">${state.news}</p>
    </footer>
    ${state.helpShown ? help() : nothing}
    ${state.keyWanted ? keyForm() : nothing}`;
}

function places() {
  return state.service?.caller?.security === "keys" ? [...PLACES, "keys"] : PLACES;
}

function about() {
  const { service } = state;
  return service ? html`<span>Descent ${service.version} (${service.commit}), ${t("about.kernel", { kernel: service.kernel })}</span>` : nothing;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

/** A dialog that is open from the moment it is there. */
function shown(element) {
  queueMicrotask(() => {
    const dialog = document.querySelector(element);
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  });
  return nothing;
}

function help() {
  const close = () => change({ helpShown: false });
  return html`
    <dialog class="help" aria-labelledby="help-title" @close=${close}>
      <h2 id="help-title">${t("keys.title")}</h2>
      <dl class="keys">${KEYS.map(([key, word]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${t(word)}</dd></div>`)}</dl>
      <button @click=${close} autofocus>${t("close")}</button>
    </dialog>${shown("dialog.help")}`;
}

function keyForm() {
  const send = (event) => {
    event.preventDefault();
    giveKey(event.target.elements.key.value.trim());
  };
  return html`
    <dialog class="key" aria-labelledby="key-title" @close=${() => giveKey("")}>
      <form @submit=${send}>
        <h2 id="key-title">${t("key.title")}</h2>
        <p>${t("key.why")}</p>
        <label>${t("key.label")} <input name="key" type="password" autocomplete="off" required autofocus></label>
        <p class="row"><button class="main">${t("key.use")}</button> <button type="button" class="plain" @click=${() => giveKey("")}>${t("cancel")}</button></p>
      </form>
    </dialog>${shown("dialog.key")}`;
}

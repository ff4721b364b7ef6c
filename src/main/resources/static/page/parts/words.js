// Small things that every view shows: what went wrong, what is waited for, ids, times, warnings.

import { html, nothing } from "../lit.js";
import { announce } from "../store.js";
import { ago, exact, number } from "../format.js";
import { t, told } from "../text/text.js";

/** What went wrong, and what to do about it. */
export function trouble(problem, again) {
  if (!problem) {
    return nothing;
  }
  return html`
    <div class="trouble" role="alert">
      <p><strong>${what(problem)}</strong>${problem.detail && !problem.absent && !problem.errors?.length ? html` <span lang="en">${problem.detail}</span>` : nothing}</p>
      ${problem.errors?.length ? html`<ul>${problem.errors.slice(0, 20).map(errorLine)}</ul>` : nothing}
      ${again ? html`<button @click=${again}>${t("again")}</button>` : nothing}
    </div>`;
}

function what(problem) {
  if (problem.absent) {
    return t("absent");
  }
  if (problem.status === 0) {
    return t("unreachable");
  }
  return problem.status ? told("problem." + problem.kind) ?? (problem.title || String(problem.status)) : `${t("broken")} ${problem.message}`;
}

function errorLine(error) {
  const place = error.pointer ?? [error.line ? t("line", { line: error.line }) : "", error.column ?? ""].filter(Boolean).join(", ");
  return html`<li>${place ? html`<code>${place}</code> ` : nothing}<span lang="en">${error.detail}</span></li>`;
}

/** A part of a view that the service cannot fill yet. */
export function absent(problem, what) {
  return problem.absent ? html`<p class="hint">${t("absent.part", { what })}</p>` : trouble(problem);
}

export function waiting(word = t("loading")) {
  return html`<p class="waiting">${word}</p>`;
}

/** An empty state says what to do next, with a button that does it. */
export function empty(title, detail, actions) {
  return html`<section class="empty"><h2>${title}</h2><p>${detail}</p><p class="row">${actions}</p></section>`;
}

export function time(at) {
  return at ? html`<time datetime=${at} title=${exact(at)}>${ago(at)}</time>` : nothing;
}

/** A number of which few figures are shown and all are copied; a dash where there is none, and what is no number as it is. */
export function figures(value, shown = null) {
  if (typeof value !== "number") {
    return value ?? shown ?? number(value);
  }
  return html`<data value=${String(value)}>${shown ?? (Number.isInteger(value) && Math.abs(value) < 1e7 ? String(value) : number(value))}</data>`;
}

export function copyButton(value, label) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(String(typeof value === "function" ? value() : value));
      announce(t("copied"));
    } catch {
      // Browsers keep the clipboard from pages that come over plain HTTP from another machine
      announce(t("copy.refused"));
    }
  };
  return html`<button class="plain small copy" aria-label=${label} title=${label} @click=${copy}><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M5 5V2h9v9h-3M2 5h9v9H2z"/></svg></button>`;
}

export function idOf(id) {
  return html`<span class="id"><code title=${id}>${id.slice(-8)}</code>${copyButton(id, t("copy.id", { id }))}</span>`;
}

export function warnings(list) {
  if (!list?.length) {
    return nothing;
  }
  return html`
    <section class="warnings" aria-label=${t("warnings")}>
      <h3>${t("warnings")}</h3>
      <ul>${list.map((it) => html`<li>${it.pointer ? html`<code>${it.pointer}</code> ` : nothing}<span lang="en">${typeof it === "string" ? it : it.detail}
        ${it.advice ? html`<em>${it.advice}</em>` : nothing}</span></li>`)}</ul>
    </section>`;
}

/**
 * Shares below each other, each a bar beside its number.
 *
 * @param rows {name, share, shown, best}
 */
export function bars(rows, label = nothing) {
  return html`<ul class="balance" aria-label=${label}>${rows.map((it) => html`
    <li class=${it.best ? "best" : nothing}><span class="name">${it.name}</span>${bar(it.share)}<span>${it.shown}</span></li>`)}</ul>`;
}

function bar(share) {
  const width = Math.min(1, Math.max(0, share || 0));
  return html`<svg class="bar" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="1" height="1"/><rect width=${width.toFixed(4)} height="1"/></svg>`;
}

/** The head of a view. */
export function heading(title, detail = nothing, actions = nothing) {
  return html`<div class="heading"><div><h1 tabindex="-1">${title}</h1>${detail === nothing ? nothing : html`<p>${detail}</p>`}</div><div class="row">${actions}</div></div>`;
}

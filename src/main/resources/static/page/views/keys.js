// Who may call: the key of this tab, what its owner has used, all keys, and what was done with them.

import { askKey, forgetKey, get, post, remove } from "../api.js";
import { html, nothing } from "../lit.js";
import { bytes, count } from "../format.js";
import { listing } from "../parts/listing.js";
import { resource } from "../parts/load.js";
import { copyButton, heading, idOf, time, trouble, waiting } from "../parts/words.js";
import { announce, change, state } from "../store.js";
import { t } from "../text/text.js";

const SCOPES = ["read", "train", "infer", "admin"];
const LIMITS = ["unfinished_jobs", "stored_bytes", "requests_per_second", "max_priority"];

export function open(page) {
  const usage = resource(page, () => get("usage"));
  const keys = listing(page, "keys");
  const audit = listing(page, "audit");
  let made = null;
  let wrong = null;
  let asked = "";

  async function again() {
    change({ service: await get("/api/v1").catch(() => null) });
    [usage, keys.list, audit.list].forEach((it) => it.load());
  }

  async function other() {
    forgetKey();
    if (await askKey(true)) {
      again();
    }
  }

  async function create(event) {
    event.preventDefault();
    const form = event.target;
    try {
      made = await post("keys", wish(new FormData(form)));
      wrong = null;
      form.reset();
      announce(t("access.made"));
    } catch (problem) {
      wrong = problem;
    }
    await Promise.all([keys.list.load(), audit.list.load()]);
    page.update();
  }

  async function revoke(id) {
    if (asked !== id) {
      asked = id;
      page.update();
      return;
    }
    asked = "";
    try {
      await remove(`keys/${id}`);
      announce(t("access.revoked"));
      wrong = null;
    } catch (problem) {
      wrong = problem;
    }
    await Promise.all([keys.list.load(), audit.list.load()]);
  }

  function caller() {
    const who = state.service?.caller;
    return html`
      <section><h2>${t("access.you")}</h2>
        ${who?.security === "open" ? html`<p class="hint">${t("access.open")}</p>` : nothing}
        <dl class="facts">
          <div><dt>${t("access.owner")}</dt><dd>${who?.owner ?? "–"}</dd></div>
          <div><dt>${t("access.scopes")}</dt><dd>${who ? who.scopes.join(", ") : "–"}</dd></div>
          ${usage.value ? used(usage.value) : nothing}
        </dl>
        ${trouble(usage.problem, usage.load)}
        ${who?.security === "open" ? nothing : html`<p><button @click=${other}>${t("access.other")}</button></p>`}
      </section>`;
  }

  function used(it) {
    const facts = [
      ["nav.datasets", count(it.datasets)],
      ["nav.jobs", count(it.jobs)],
      ["access.unfinished_jobs", of(count(it.unfinished_jobs), it.limits.unfinished_jobs, count)],
      ["nav.models", count(it.models)],
      ["access.stored_bytes", of(bytes(it.stored_bytes), it.limits.stored_bytes, bytes)],
    ];
    return facts.map(([word, value]) => html`<div><dt>${t(word)}</dt><dd>${value}</dd></div>`);
  }

  function all() {
    return html`
      <section><h2>${t("access.all")}</h2>
        ${keys.list.problem?.status === 403 ? html`<p class="hint">${t("access.noadmin")}</p>` : trouble(keys.list.problem, keys.list.load)}
        ${keys.items.length ? rows() : keys.list.loading ? waiting() : nothing}
        ${keys.list.problem ? nothing : form()}
      </section>`;
  }

  function rows() {
    const titles = ["access.key", "access.owner", "access.scopes", "access.limits", "created", "access.expires", "access.used", "access.revoke"];
    return html`
      <div class="framed"><table class="list" aria-label=${t("access.all")}>
        <thead><tr>${titles.map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
        <tbody>${keys.items.map((it) => html`
          <tr><th scope="row"><code>${it.prefix}…</code></th>
            <td data-label=${t("access.owner")}>${it.owner}</td>
            <td data-label=${t("access.scopes")}>${it.scopes.join(", ")}</td>
            <td data-label=${t("access.limits")}>${limits(it.limits)}</td>
            <td data-label=${t("created")}>${time(it.created_at)}</td>
            <td data-label=${t("access.expires")}>${it.expires_at ? time(it.expires_at) : t("access.never")}</td>
            <td data-label=${t("access.used")}>${it.last_used_at ? time(it.last_used_at) : t("access.never")}</td>
            <td><button class="small" aria-label=${t("access.revoke.which", { prefix: it.prefix, owner: it.owner })} @click=${() => revoke(it.id)}>${t(asked === it.id ? "access.sure" : "access.revoke")}</button></td></tr>`)}
        </tbody></table></div>
      ${keys.more()}`;
  }

  function form() {
    return html`
      ${made?.key ? shown() : nothing}
      <form class="access" aria-label=${t("access.new")} @submit=${create}>
        <h3>${t("access.new")}</h3>
        <p class="row"><label>${t("access.owner")} <input name="owner" required maxlength="200" autocomplete="off"></label>
          <label>${t("access.expires")} <input name="expires" type="date"></label></p>
        <fieldset><legend>${t("access.scopes")}</legend>
          ${SCOPES.map((it) => html`<label><input type="checkbox" name="scope" value=${it} ?checked=${it !== "admin"}> <code>${it}</code> ${t("access.scope." + it)}</label>`)}</fieldset>
        <details><summary>${t("access.limits")}</summary>
          <p class="row">${LIMITS.map((it) => html`<label>${t("access." + it)} <input name=${it} type="number"></label>`)}</p></details>
        ${trouble(wrong)}
        <p><button class="main">${t("access.create")}</button></p>
      </form>`;
  }

  function shown() {
    return html`
      <div class="made" role="status"><p>${t("access.once", { owner: made.owner })}</p>
        <p><code class="secret">${made.key}</code> ${copyButton(made.key, t("access.copy"))}
          <button class="small" @click=${() => { made = null; page.update(); }}>${t("access.kept")}</button></p></div>`;
  }

  function trail() {
    if (audit.list.problem) {
      return audit.list.problem.status === 403 ? nothing : trouble(audit.list.problem, audit.list.load);
    }
    return html`
      <section><h2>${t("access.audit")}</h2><p>${t("access.audit.what")}</p>
        <div class="framed"><table class="list" aria-label=${t("access.audit")}>
          <thead><tr>${["access.when", "access.owner", "access.did", "access.subject", "access.result"].map((it) => html`<th scope="col">${t(it)}</th>`)}</tr></thead>
          <tbody>${audit.items.map((it) => html`
            <tr><th scope="row">${time(it.created_at)}</th>
              <td data-label=${t("access.owner")}>${it.owner}</td>
              <td data-label=${t("access.did")}><code>${it.operation}</code></td>
              <td data-label=${t("access.subject")}>${it.subject?.length === 36 ? idOf(it.subject) : it.subject ?? "–"}</td>
              <td data-label=${t("access.result")}>${it.status}</td></tr>`)}
          </tbody></table></div>
        ${audit.more()}
      </section>`;
  }

  return {
    title: () => t("nav.keys"),
    render: () => html`${heading(t("nav.keys"), t("access.lead"))}${caller()}${all()}${trail()}`,
  };
}

/** What the form asks for; what was left out is not limited. */
function wish(form) {
  const body = { owner: form.get("owner"), scopes: form.getAll("scope") };
  if (form.get("expires")) {
    body.expires_at = new Date(form.get("expires") + "T23:59:59").toISOString();
  }
  const limits = LIMITS.filter((it) => form.get(it)).map((it) => [it, Number(form.get(it))]);
  return limits.length ? { ...body, limits: Object.fromEntries(limits) } : body;
}

function of(value, limit, write) {
  return limit === undefined ? value : t("access.of", { value, limit: write(limit) });
}

function limits(given) {
  const all = LIMITS.filter((it) => given[it] !== undefined);
  return all.length ? all.map((it) => html`<div>${t("access." + it)}: ${it === "stored_bytes" ? bytes(given[it]) : count(given[it])}</div>`) : t("none");
}

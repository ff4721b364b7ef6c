// The public API, and nothing else.

import { change } from "./store.js";

const BASE = "/api/v1";
const KEY = "descent-key";
const DECLINED_MS = 60_000;
let keyAsked = null;
let declined = -DECLINED_MS;

/** An answer that says what is wrong, or that none came. */
export class Problem extends Error {
  constructor(status, body, retryAfter = 0) {
    super(body.detail ?? body.title ?? String(status));
    this.status = status;
    this.kind = (body.type ?? "").replace("/problems/", "");
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** Whether the service does not know the call at all, as against not knowing the thing asked for. */
  get absent() {
    return this.status === 405 || (this.status === 404 && this.detail.includes("nothing at this address"));
  }

  /** Whether a field of the request is unknown to the service. */
  refuses(pointer) {
    return this.errors.some((it) => it.pointer === pointer && it.detail.includes("unknown"));
  }
}

export function key() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function headers(more = {}) {
  const known = key();
  return known ? { ...more, Authorization: `Bearer ${known}` } : more;
}

export function forgetKey() {
  sessionStorage.removeItem(KEY);
}

/** The key that a person gave, or null where the question was turned down. */
export function giveKey(text) {
  if (text) {
    sessionStorage.setItem(KEY, text);
  }
  declined = text ? -DECLINED_MS : performance.now();
  keyAsked?.give(Boolean(text));
  keyAsked = null;
  change({ keyWanted: false });
}

/**
 * Asks the person, at most once at a time, and not again for a while where they turned it down; true
 * when there is a key to try.
 */
export function askKey(willing = false) {
  if (!keyAsked && !willing && performance.now() - declined < DECLINED_MS) {
    return Promise.resolve(false);
  }
  if (!keyAsked) {
    keyAsked = {};
    keyAsked.answer = new Promise((give) => (keyAsked.give = give));
    change({ keyWanted: true });
  }
  return keyAsked.answer;
}

/** One call, as fetch gives it; only a refusal throws. */
export async function request(path, { method = "GET", body, accept = "application/json", type, signal } = {}) {
  const more = { Accept: accept };
  const json = body !== undefined && !(body instanceof FormData) && !(body instanceof Blob);
  if (json || type) {
    more["Content-Type"] = type ?? "application/json";
  }
  const options = { method, headers: headers(more), body: json ? JSON.stringify(body) : body, signal };
  const response = await fetched(path.startsWith("/") ? path : `${BASE}/${path}`, options);
  if (response.status === 401 && (await askKey())) {
    return request(path, { method, body, accept, type, signal });
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

async function fetched(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Problem(0, { detail: "" });
  }
}

async function problem(response) {
  const retryAfter = Number(response.headers.get("Retry-After") ?? 0);
  try {
    return new Problem(response.status, await response.json(), retryAfter);
  } catch {
    return new Problem(response.status, { detail: response.statusText }, retryAfter);
  }
}

export async function get(path, options) {
  return (await request(path, options)).json();
}

export async function post(path, body = undefined, options = {}) {
  const response = await request(path, { ...options, method: "POST", body });
  return response.status === 204 ? null : response.json();
}

export async function patch(path, body) {
  return (await request(path, { method: "PATCH", body, type: "application/merge-patch+json" })).json();
}

export const remove = (path) => request(path, { method: "DELETE" });

/** Uploads a form and tells how far it has come, which fetch cannot. */
export function upload(path, form, onProgress) {
  return new Promise((done, fail) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `${BASE}/${path}`);
    Object.entries(headers({ Accept: "application/json" })).forEach(([name, value]) => sending.setRequestHeader(name, value));
    sending.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    sending.onerror = () => fail(new Problem(0, { detail: "" }));
    sending.onload = () => {
      const body = parsed(sending.responseText);
      if (sending.status < 300) {
        done(body);
      } else if (sending.status === 401) {
        askKey().then((given) => (given ? upload(path, form, onProgress).then(done, fail) : fail(new Problem(401, body))));
      } else {
        fail(new Problem(sending.status, body));
      }
    };
    sending.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

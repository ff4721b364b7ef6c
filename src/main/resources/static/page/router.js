// Addresses: everything after # is a path and a query, and the whole state of a view is in it.

/** "#/jobs/7?step=3" → {path: "jobs/7", query} */
export function parse(hash = location.hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { path: path.replace(/\/+$/, ""), query: new URLSearchParams(query) };
}

/** The values that a pattern such as "jobs/:id" names, or null where the path is another. */
export function match(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) {
    return null;
  }
  const values = {};
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i].startsWith(":")) {
      values[wanted[i].slice(1)] = decoded(given[i]);
    } else if (wanted[i] !== given[i]) {
      return null;
    }
  }
  return values;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address; values that are null or empty are left out of its query. */
export function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(given.flatMap(([name, value]) => [value].flat().map((it) => [name, it]))).toString();
  return `#/${path}${text ? "?" + text : ""}`;
}

export function go(hash) {
  location.hash = hash;
}

/** Keeps the state of the view in the address without a step in the browser's history. */
export function keep(query) {
  const next = address(parse().path, query);
  if (next !== location.hash) {
    history.replaceState(null, "", next);
  }
}

/** The same of some values; all else in the address stays. */
export function keepToo(change) {
  const { query } = parse();
  keep({ ...Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])), ...change });
}

/** JSON in an address, short and without characters that addresses escape. */
export function pack(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  let text = "";
  bytes.forEach((it) => (text += String.fromCharCode(it)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function unpack(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

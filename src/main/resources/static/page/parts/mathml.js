// Formulas: the service's own as MathML, and those with numbers put in.

import { html, mathml, nothing } from "../lit.js";
import { number } from "../format.js";

const SPACE = "http://www.w3.org/1998/Math/MathML";
const TAGS = new Set(("math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle mpadded "
  + "mphantom menclose semantics").split(" "));
const ATTRIBUTES = new Set(["display", "mathvariant", "stretchy", "fence", "separator", "form", "lspace", "rspace", "width", "accent", "accentunder",
  "largeop", "movablelimits", "displaystyle", "scriptlevel", "columnalign", "linethickness"]);
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: "\"", apos: "'" };

const plain = (text) => text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) => (name[0] === "#"
  ? String.fromCodePoint(name[1] === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1)))
  : ENTITIES[name] ?? whole));

const made = new Map();

/** Builds the elements that a formula's text names; what is not mathematics is left out. */
function built(text) {
  const root = document.createElementNS(SPACE, "math");
  const open = [root];
  for (const [, close, tag, rest, words] of text.matchAll(/<(\/?)([\w:-]+)([^>]*)>|([^<]+)/g)) {
    if (words !== undefined) {
      open.at(-1).append(plain(words));
    } else if (close) {
      open.length > 1 && TAGS.has(tag) && open.pop();
    } else if (TAGS.has(tag)) {
      const element = document.createElementNS(SPACE, tag);
      for (const [, name, value] of rest.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)) {
        ATTRIBUTES.has(name) && element.setAttribute(name, plain(value));
      }
      open.at(-1).append(element);
      rest.endsWith("/") || open.push(element);
    }
  }
  return root.firstElementChild?.localName === "math" ? root.firstElementChild : root;
}

/** A formula of the service; its text where it gives no MathML. */
export function formula(line) {
  if (!line?.mathml) {
    return html`<math><mtext>${lectureText(line?.text ?? "")}</mtext></math>`;
  }
  if (!made.has(line.mathml)) {
    made.set(line.mathml, built(line.mathml));
  }
  return made.get(line.mathml).cloneNode(true);
}

/** dW → ∂L/∂W */
const lectureText = (text) => text.replace(/\bd([WbxyγβT])/gu, "∂L/∂$1");

const mn = (value, figures = 3) => {
  const text = number(value, figures);
  return text.startsWith("−") ? mathml`<mrow><mo>(</mo><mo form="prefix">−</mo><mn>${text.slice(1)}</mn><mo>)</mo></mrow>` : mathml`<mn>${text}</mn>`;
};

/** A number that nothing follows needs no brackets. */
const last = (value) => {
  const text = number(value, 4);
  return text.startsWith("−") ? mathml`<mrow><mo form="prefix">−</mo><mn>${text.slice(1)}</mn></mrow>` : mathml`<mn>${text}</mn>`;
};

/** A letter with indices below: W₁₂ */
export const letter = (name, ...indices) => (indices.length === 0 ? mathml`<mi>${name}</mi>`
  : mathml`<msub><mi>${name}</mi><mrow>${indices.map((it, i) => mathml`${i ? mathml`<mo separator="true">,</mo>` : nothing}${typeof it === "number" ? mathml`<mn>${it}</mn>` : mathml`<mi>${it}</mi>`}`)}</mrow></msub>`);

/** ∂L/∂what */
export const partial = (what) => mathml`<mrow><mo>∂</mo><mi>L</mi><mo>/</mo><mo>∂</mo>${what}</mrow>`;

/** The sum of products with its numbers; of many only the first and the last, in one line if that is wanted. */
export function sumOfProducts(pairs, result, extra = null, line = false) {
  const shown = line && pairs.length > 2 ? [[pairs[0]], [null], [pairs.at(-1)]] : pairs.length <= 5 ? pairs.map((it) => [it]) : [...pairs.slice(0, 3).map((it) => [it]), [null], [pairs.at(-1)]];
  const parts = shown.map(([pair]) => (pair ? mathml`<mrow>${mn(pair[0])}<mo>·</mo>${mn(pair[1])}</mrow>` : mathml`<mo>⋯</mo>`));
  if (extra !== null) {
    parts.push(mn(extra));
  }
  if (line || parts.length <= 2) {
    return mathml`${parts.map((it, i) => mathml`${i ? mathml`<mo>+</mo>` : nothing}${it}`)}<mo>=</mo>${last(result)}`;
  }
  // Formulas are not broken over lines by browsers, so each term gets its own
  const row = (it) => mathml`<mtr><mtd>${it}</mtd></mtr>`;
  return mathml`<mtable>${parts.map((it, i) => row(mathml`<mrow>${i ? mathml`<mo>+</mo>` : nothing}${it}</mrow>`))}${row(mathml`<mrow><mo>=</mo>${last(result)}</mrow>`)}</mtable>`;
}

/** ∂L/∂w = … */
export const equation = (name, right) => html`<math display="block">${mathml`${partial(letter(name))}<mo>=</mo>${right}`}</math>`;

/** left = right, both given as parts of a formula */
export const equal = (left, right) => html`<math display="block">${mathml`${left}<mo>=</mo>${right}`}</math>`;

export { mn };

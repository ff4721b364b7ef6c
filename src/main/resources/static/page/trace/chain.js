// Where a number comes from: the rule in the lecture's symbols, and the same rule with its numbers.

import { html, mathml } from "../lit.js";
import { equal, letter, mn, partial, sumOfProducts } from "../parts/mathml.js";
import { t } from "../text/text.js";
import { targetRows } from "./answer.js";
import { at } from "./tensor.js";

const W = (i, j) => letter("W", i + 1, j + 1);
const mo = (sign) => mathml`<mo>${sign}</mo>`;
const mi = (name) => mathml`<mi>${name}</mi>`;
const mrow = (...parts) => mathml`<mrow>${parts}</mrow>`;
const sum = (index) => mathml`<munder><mo>∑</mo><mi>${index}</mi></munder>`;
const product = (a, b) => mathml`${a}<mo>·</mo>${b}`;

/** The two lines of a rule: in symbols, and with the numbers. */
const rule = (left, symbols, numbers) => html`${equal(left, symbols)}${equal(left, numbers)}`;

/** How the picked number comes about, or null where only the layer's formula can say it. */
export function chainRule(step, pick) {
  const [place, what] = pick.name.includes(":") ? pick.name.split(":") : ["", pick.name];
  if (place === "after") {
    return update(step, what, pick.index);
  }
  if (place === "" && ["p", "dy", "E"].includes(what)) {
    return ofLoss(step, what, pick.index);
  }
  const own = /^(d?)(\d+)\.(.+)$/.exec(pick.name);
  const layer = step.layers.find((it) => String(it.index) === (own ? own[2] : place));
  if (!layer || (own && !own[1])) {
    return null;
  }
  const name = own ? "d" + own[3] : what;
  if (name === "dy") {
    return null;
  }
  return layer.type === "affine" ? affine(layer, name, pick.index) : activation(layer, name, pick.index);
}

function affine(layer, name, index) {
  const x = layer.input;
  const weights = layer.own.find((it) => it.letter === "W")?.values;
  const b = layer.own.find((it) => it.letter === "b")?.values;
  const delta = layer.outputGradient;
  const [i, j] = index;
  if (name === "y" && Array.isArray(x?.[i]) && Array.isArray(weights)) {
    return rule(letter("y", i + 1, j + 1), mrow(sum("k"), letter("x", i + 1, "k"), letter("W", "k", j + 1), mo("+"), letter("b", j + 1)),
      sumOfProducts(x[i].flat(Infinity).map((value, k) => [value, weights[k][j]]), layer.output[i][j], b?.[j] ?? 0));
  }
  if (!Array.isArray(delta)) {
    return null;
  }
  if (name === "dW" && Array.isArray(x)) {
    return rule(partial(W(i, j)), mrow(sum("n"), letter("x", "n", i + 1), letter("δ", "n", j + 1)),
      sumOfProducts(x.map((row, n) => [row.flat(Infinity)[i], delta[n][j]]), at(layer.own[0].gradient, index)));
  }
  if (name === "db") {
    const gradient = layer.own.find((it) => it.letter === "b").gradient;
    return rule(partial(letter("b", i + 1)), mrow(sum("n"), letter("δ", "n", i + 1)), sumOfProducts(delta.map((row) => [1, row[i]]), gradient[i]));
  }
  if (name === "dx" && Array.isArray(weights)) {
    const result = at(layer.inputGradient, index);
    const k = index.length === 2 ? index[1] : null;
    return k === null ? null : rule(partial(letter("x", i + 1, k + 1)), mrow(sum("j"), letter("δ", i + 1, "j"), letter("W", k + 1, "j")),
      sumOfProducts(delta[i].map((value, j2) => [value, weights[k][j2]]), result));
  }
  return null;
}

const POWER = (value) => mathml`<msup><mi>e</mi><mrow><mo>−</mo>${value}</mrow></msup>`;
const FORWARD = {
  relu: (x) => mathml`<mi>max</mi><mo>(</mo>${x}<mo>,</mo><mn>0</mn><mo>)</mo>`,
  sigmoid: (x) => mathml`<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo>${POWER(x)}</mrow></mfrac>`,
  tanh: (x) => mathml`<mi>tanh</mi><mo>(</mo>${x}<mo>)</mo>`,
};
const SLOPE = {
  relu: (x, y, value) => (value ? mn(value[0] > 0 ? 1 : 0) : mathml`<mo>[</mo>${x}<mo>&gt;</mo><mn>0</mn><mo>]</mo>`),
  sigmoid: (x, y) => mathml`${y}<mo>·</mo><mo>(</mo><mn>1</mn><mo>−</mo>${y}<mo>)</mo>`,
  tanh: (x, y) => mathml`<mo>(</mo><mn>1</mn><mo>−</mo><msup><mrow>${y}</mrow><mn>2</mn></msup><mo>)</mo>`,
};

function activation(layer, name, index) {
  if (!(layer.type in FORWARD)) {
    return null;
  }
  const [x, y, delta, dx] = [layer.input, layer.output, layer.outputGradient, layer.inputGradient].map((it) => (Array.isArray(it) ? at(it, index) : undefined));
  const places = index.map((it) => it + 1);
  const [xs, ys] = [letter("x", ...places), letter("y", ...places)];
  if (name === "y") {
    return rule(ys, FORWARD[layer.type](xs), mrow(FORWARD[layer.type](mn(x)), mo("="), mn(y, 4)));
  }
  if (name === "dx") {
    return rule(partial(xs), product(letter("δ", ...places), SLOPE[layer.type](xs, ys, null)),
      mrow(mn(delta), mo("·"), SLOPE[layer.type](mn(x), mn(y), [x]), mo("="), mn(dx, 4)));
  }
  return null;
}

function ofLoss(step, what, [i, k]) {
  const targets = targetRows(step);
  const rows = step.output.length;
  const p = step.probabilities;
  const type = step.objective?.type;
  if (what === "p" && type === "softmax_ce" && Array.isArray(p)) {
    const total = step.output[i].reduce((it, value) => it + Math.exp(value), 0);
    return rule(letter("p", i + 1, k + 1), mathml`<mfrac><msup><mi>e</mi>${letter("y", i + 1, k + 1)}</msup><mrow>${sum("j")}<msup><mi>e</mi>${letter("y", i + 1, "j")}</msup></mrow></mfrac>`,
      mrow(mathml`<mfrac>${mn(Math.exp(step.output[i][k]), 4)}${mn(total, 4)}</mfrac>`, mo("="), mn(p[i][k], 4)));
  }
  if (what === "dy" && (type === "softmax_ce" || type === "bce_logits" || type === "mse")) {
    const y = type === "mse" ? step.output : p;
    if (!Array.isArray(y)) {
      return null;
    }
    const name = type === "mse" ? "y" : "p";
    return rule(partial(letter("y", i + 1, k + 1)), mathml`<mfrac><mrow>${letter(name, i + 1, k + 1)}<mo>−</mo>${letter("t", i + 1, k + 1)}</mrow><mi>n</mi></mfrac>`,
      mrow(mathml`<mfrac><mrow>${mn(y[i][k])}<mo>−</mo>${mn(targets[i][k])}</mrow><mn>${rows}</mn></mfrac>`, mo("="), mn(step.objective.gradient[i][k], 4)));
  }
  if (what === "E" && type === "softmax_ce" && Array.isArray(p)) {
    const right = targets[i].indexOf(1);
    return right < 0 ? null : rule(letter("E", i + 1), mrow(mo("−"), mi("log"), letter("p", i + 1, right + 1)),
      mrow(mo("−"), mi("log"), mn(p[i][right], 4), mo("="), mn(step.losses[i], 4)));
  }
  if (what === "E" && type === "mse") {
    const squares = step.output[i].map((value, j) => [value - targets[i][j], value - targets[i][j]]);
    return rule(letter("E", i + 1), mathml`<mfrac><mn>1</mn><mn>2</mn></mfrac>${sum("k")}<msup><mrow><mo>(</mo>${letter("y", i + 1, "k")}<mo>−</mo>${letter("t", i + 1, "k")}<mo>)</mo></mrow><mn>2</mn></msup>`,
      mrow(mathml`<mfrac><mn>1</mn><mn>2</mn></mfrac><mo>·</mo><mo>(</mo>`, sumOfProducts(squares, 2 * step.losses[i]), mo(")")));
  }
  return null;
}

/** w ← w − η·∂L/∂w, where the optimizer is the plain one. */
function update(step, name, index) {
  const own = step.layers.flatMap((it) => it.own).find((it) => it.name === name);
  const { optimizer } = step;
  if (!own || !optimizer || optimizer.type !== "sgd" || optimizer.momentum || optimizer.weight_decay || !Array.isArray(own.values)) {
    return null;
  }
  const places = index.map((it) => it + 1);
  const w = letter(own.letter, ...places);
  return rule(w, mrow(w, mo("−"), mi("η"), mo("·"), partial(w)),
    mrow(mn(at(own.values, index), 4), mo("−"), mn(optimizer.lr), mo("·"), mn(at(own.gradient, index), 4), mo("="), mn(at(own.after, index), 4)));
}

/** What a tensor is called in a sentence. */
export function tensorWords(name) {
  const [place, what] = name.includes(":") ? name.split(":") : ["", name];
  if (place === "after") {
    return t("tensor.after", { name: what });
  }
  return /^d\d/.test(name) ? t("tensor.gradient", { name: name.slice(1) }) : place ? t("tensor.of", { what: what.replace(/^d/, "∂L/∂"), layer: place }) : name.replace(/^d/, "∂L/∂");
}

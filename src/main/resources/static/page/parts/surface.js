// A function of two numbers as a picture: shade for the value, a line where it changes sides.

import { svg } from "../lit.js";

const scheme = matchMedia("(prefers-color-scheme: dark)");
const RAMPS = {
  light: [[250, 249, 252], [94, 74, 138]],
  dark: [[24, 30, 36], [196, 180, 240]],
};

/** Shades by share, 0 to 1, as bytes of an image. */
function paint(image, values, low, high) {
  const [from, to] = RAMPS[scheme.matches ? "dark" : "light"];
  const span = high - low || 1;
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(1, Math.max(0, (values[i] - low) / span));
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = from[c] + share * (to[c] - from[c]);
    }
    image.data[4 * i + 3] = 255;
  }
}

/**
 * Property `data`: {values (flat, first the row of the lowest y), width, height, low, high, up}. `up`:
 * the first row is drawn at the bottom, as an axis counts; else at the top, as an image.
 */
class Surface extends HTMLElement {
  #data = null;
  #canvas = document.createElement("canvas");
  #redo = () => this.#draw();

  set data(data) {
    const same = data?.values === this.#data?.values && data?.low === this.#data?.low && data?.high === this.#data?.high && data?.width === this.#data?.width;
    this.#data = data;
    if (!same) {
      this.#draw();
    }
  }

  connectedCallback() {
    this.append(this.#canvas);
    scheme.addEventListener("change", this.#redo);
    this.#draw();
  }

  disconnectedCallback() {
    scheme.removeEventListener("change", this.#redo);
  }

  #draw() {
    if (!this.#data?.values?.length || !this.isConnected) {
      return;
    }
    const { values, width, height = width, up = true } = this.#data;
    const { low, high } = this.#data.low === undefined ? range(values) : this.#data;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    const context = this.#canvas.getContext("2d");
    const image = context.createImageData(width, height);
    paint(image, up ? turned(values, width, height) : values, low, high);
    context.putImageData(image, 0, 0);
  }
}

function turned(values, width, height) {
  const rows = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[(height - 1 - y) * width + x] = values[y * width + x];
    }
  }
  return rows;
}

export function range(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** The line where a surface passes a level, in the unit square with y upwards: marching squares. */
export function contour(values, size, level) {
  const parts = [];
  const cut = (a, b) => (level - a) / (b - a);
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      const [a, b, c, d] = [values[y * size + x], values[y * size + x + 1], values[(y + 1) * size + x + 1], values[(y + 1) * size + x]];
      const ends = [];
      if (a < level !== b < level) { ends.push([x + cut(a, b), y]); }
      if (b < level !== c < level) { ends.push([x + 1, y + cut(b, c)]); }
      if (d < level !== c < level) { ends.push([x + cut(d, c), y + 1]); }
      if (a < level !== d < level) { ends.push([x, y + cut(a, d)]); }
      for (let i = 0; i + 1 < ends.length; i += 2) {
        parts.push(segment(ends[i], ends[i + 1], size));
      }
    }
  }
  return parts.join("");
}

function segment(from, to, size) {
  const at = ([x, y]) => `${((x + 0.5) / size).toFixed(4)} ${(1 - (y + 0.5) / size).toFixed(4)}`;
  return `M${at(from)}L${at(to)}`;
}

const SHAPES = [
  (r) => svg`<circle r=${r}/>`,
  (r) => svg`<path d="M0 ${-1.3 * r}L${1.2 * r} ${0.9 * r}H${-1.2 * r}Z"/>`,
  (r) => svg`<path d="M${-r} ${-r}H${r}V${r}H${-r}Z"/>`,
  (r) => svg`<path d="M0 ${-1.4 * r}L${1.4 * r} 0L0 ${1.4 * r}L${-1.4 * r} 0Z"/>`,
  (r) => svg`<path d="M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}"/>`,
  (r) => svg`<path d="M0 ${-1.2 * r}V${1.2 * r}M${-1.2 * r} 0H${1.2 * r}"/>`,
];

/** A mark for a class, told apart by its shape. */
export const mark = (number, r) => SHAPES[number % SHAPES.length](r);

customElements.define("d-surface", Surface);

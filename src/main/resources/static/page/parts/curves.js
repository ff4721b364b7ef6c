// Curves over one axis, drawn by uPlot, which is fetched when the first curve is to be seen.

let library = null;

function uPlot() {
  if (!library) {
    library = import("../../webjars/uplot/dist/uPlot.esm.js").then((it) => it.default);
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/webjars/uplot/dist/uPlot.min.css";
    document.head.append(sheet);
  }
  return library;
}

const WHOLE = [1, 2, 5].flatMap((it) => [1, 10, 100, 1000, 10_000, 100_000].map((power) => it * power)).sort((a, b) => a - b);
const scheme = matchMedia("(prefers-color-scheme: dark)");

/**
 * Properties: `x` (numbers), `lines` ({name, values, look: "main" | "second" | 0…5}), `log`,
 * `marks` ({x, name, look}), `whole` (whether the values are shares, from 0 to 1), `onPick` (called with the x that was clicked), `at` (a marked x).
 */
class Curves extends HTMLElement {
  #plot = null;
  #drawn = "";
  #shown = "";
  #data = {};
  #resized = new ResizeObserver(() => this.#resize());
  // Out of sight a picture is left as it is
  #inSight = true;
  #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1).isIntersecting;
    this.#show();
  }, { rootMargin: "200px" });
  #redo = () => this.#build();

  set data(data) {
    this.#data = data;
    this.#show();
  }

  connectedCallback() {
    this.#resized.observe(this);
    this.#sight.observe(this);
    scheme.addEventListener("change", this.#redo);
    this.#show();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#sight.disconnect();
    scheme.removeEventListener("change", this.#redo);
    this.#plot?.destroy();
    this.#plot = null;
    this.#drawn = "";
  }

  #resize() {
    if (this.#plot && this.clientWidth > 0 && this.#plot.width !== this.clientWidth) {
      this.#plot.setSize({ width: this.clientWidth, height: this.clientHeight });
    }
  }

  #form() {
    const { lines = [], log = false, xLabel = "" } = this.#data;
    return JSON.stringify([lines.map((it) => [it.name, it.look]), log, xLabel]);
  }

  #show() {
    if (!this.isConnected || !this.#data.x) {
      return;
    }
    if (!this.#plot || this.#drawn !== this.#form()) {
      this.#build();
      return;
    }
    const shown = this.#inSight ? JSON.stringify([this.#rows(), this.#data.at, this.#data.marks]) : this.#shown;
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#plot.setData(this.#rows());
    }
  }

  #rows() {
    const { x, lines, log } = this.#data;
    const shown = (value) => (value === null || value === undefined || (log && value <= 0) ? null : value);
    return [x, ...lines.map((it) => it.values.map(shown))];
  }

  async #build() {
    const form = this.#form();
    const Plot = await uPlot();
    if (!this.isConnected || form !== this.#form() || this.clientWidth === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#drawn = form;
    this.#plot = new Plot(this.#options(), this.#rows(), this);
    this.#shown = "";
  }

  #options() {
    const style = getComputedStyle(this);
    const color = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: color("--muted"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
    const { lines, log, xLabel, x } = this.#data;
    const whole = x.every(Number.isInteger);
    return {
      width: this.clientWidth,
      height: this.clientHeight,
      scales: { x: { time: false }, y: log ? { distr: 3 } : this.#data.whole ? { range: [0, 1] } : {} },
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      axes: [{ ...axis, incrs: whole ? WHOLE : undefined, label: xLabel, labelFont: axis.font, labelSize: 18, size: 34 }, upwards(axis, log)],
      series: [{}, ...lines.map((it, i) => line(it, i, color))],
      hooks: { draw: [(plot) => this.#marks(plot, color)], ready: [(plot) => this.#picks(plot)] },
    };
  }

  #picks(plot) {
    plot.over.addEventListener("click", () => {
      const index = plot.cursor.idx;
      if (index !== null && index !== undefined) {
        this.#data.onPick?.(this.#data.x[index]);
      }
    });
  }

  #marks(plot, color) {
    const { marks = [], at } = this.#data;
    const { ctx, bbox } = plot;
    ctx.save();
    for (const mark of at === undefined || at === null ? marks : [...marks, { x: at, look: "at" }]) {
      const x = Math.round(plot.valToPos(mark.x, "x", true));
      ctx.strokeStyle = color(mark.look === "at" ? "--ink" : "--muted");
      ctx.lineWidth = mark.look === "at" ? 2 : 1;
      ctx.setLineDash(mark.look === "at" ? [] : [2, 3]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}

export const LOOKS = [[], [2, 4], [10, 4], [10, 4, 2, 4], [1, 3], [14, 6]];

/** On a logarithmic axis only the powers of ten are written and drawn. */
function upwards(axis, log) {
  const powers = (_, ticks) => ticks.map((it) => (Number.isInteger(Math.log10(it)) ? it : null));
  const values = (_, ticks) => ticks.map((it) => (it === null ? "" : Math.abs(it) >= 1e5 || (it !== 0 && Math.abs(it) < 1e-4) ? it.toExponential(0) : Number(it.toPrecision(4)).toString()));
  return { ...axis, size: 58, values, ...(log ? { filter: powers, grid: { ...axis.grid, filter: powers }, ticks: { ...axis.ticks, filter: powers } } : {}) };
}

function line(it, index, color) {
  const look = it.look ?? index;
  const number = look === "main" ? 0 : look === "second" ? 1 : look;
  return {
    label: it.name,
    stroke: color(["--ink", "--accent", "--violet", "--rose", "--olive", "--muted"][number % 6]),
    width: it.pale ? 1 : 2,
    dash: LOOKS[number % LOOKS.length],
    points: { show: (plot, i) => plot.data[i].filter((y) => y !== null && y !== undefined).length < 3 },
    spanGaps: true,
  };
}

customElements.define("d-curves", Curves);

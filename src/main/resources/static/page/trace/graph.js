// The step as a computational graph: values go right above the edges, gradients come back below them.

import { html, nothing, svg } from "../lit.js";
import { brief, number, shape } from "../format.js";
import { figure, table } from "../parts/figure.js";
import { t } from "../text/text.js";
import { dims } from "./tensor.js";

const NODE = 104;
const GAP = 108;
const HEIGHT = 196;
const MIDDLE = 98;

/** A few numbers of a tensor, as much as fits beside an edge. */
function sample(values) {
  if (!Array.isArray(values)) {
    return values?.summary ? [`‖·‖ ${number(values.summary.norm, 3)}`] : [];
  }
  let rows = values;
  while (Array.isArray(rows[0]?.[0])) {
    rows = rows[0];
  }
  const list = Array.isArray(rows[0]) ? rows : [rows];
  const lines = list.slice(0, 2).map((row) => row.slice(0, 2).map(brief).join("  ") + (row.length > 2 ? "  …" : ""));
  return list.length > 2 ? [...lines, "⋮"] : lines;
}

function edge(i, { name, values, gradient }, stage) {
  const from = i * (NODE + GAP) + NODE;
  const middle = from + GAP / 2;
  const forward = stage >= (i === 0 ? 1 : 2);
  const backward = stage >= 4;
  const lines = sample(values);
  const back = sample(gradient);
  return svg`
    <g class="forward ${forward ? "" : "later"}">
      <path d="M${from + 3} ${MIDDLE - 7}H${from + GAP - 10}"/><path class="head" d="M${from + GAP - 3} ${MIDDLE - 7}l-9 -5v10z"/>
      ${forward ? lines.map((line, k) => svg`<text x=${middle} y=${MIDDLE - 15 - 15 * (lines.length - 1 - k)}>${line}</text>`) : nothing}
      <text class="name" x=${middle} y=${MIDDLE - 18 - 15 * (forward ? lines.length : 0)}>${name} ${shape(dims(values))}</text>
    </g>
    <g class="backward ${backward ? "" : "later"}">
      <path d="M${from + GAP - 3} ${MIDDLE + 7}H${from + 10}"/><path class="head" d="M${from + 3} ${MIDDLE + 7}l9 -5v10z"/>
      ${backward ? back.map((line, k) => svg`<text x=${middle} y=${MIDDLE + 24 + 15 * k}>${line}</text>`) : nothing}
      ${backward ? svg`<text class="name" x=${middle} y=${MIDDLE + 27 + 15 * back.length}>∂L/∂${name}</text>` : nothing}
    </g>`;
}

/** Nodes: what is given, the layers, the loss. */
export function nodesOf(step) {
  return [{ key: "x", title: "x" }, ...step.layers.map((it) => ({ key: it.index, title: it.type })), { key: "loss", title: step.objective?.type ?? "L" }];
}

function edgesOf(step) {
  const edges = [{ name: "x", values: step.batch?.x ?? null, gradient: step.layers[0]?.inputGradient ?? step.objective?.gradient }];
  step.layers.forEach((layer) => edges.push({ name: `y${layer.index}`, values: layer.output, gradient: layer.outputGradient }));
  return edges;
}

/** @param choose called with a node's key; its buttons lie over the picture, not in it */
export function graph(page, step, stage, chosen, choose) {
  const nodes = nodesOf(step);
  const edges = edgesOf(step);
  const width = nodes.length * NODE + edges.length * GAP;
  const label = t("trace.graph.label", { nodes: nodes.map((it) => it.title).join(" → "), loss: number(step.loss) });
  return figure(page, {
    name: "graph",
    label: t("trace.graph"),
    title: t("trace.graph"),
    kind: "graph",
    picture: html`
      <div class="graph-scroll" tabindex="0" role="region" aria-label=${t("trace.graph.scroll")}>
        <div class="graph-box" .style=${`width:${width}px;height:${HEIGHT}px`}>
          <svg role="img" aria-label=${label} viewBox="0 0 ${width} ${HEIGHT}" width=${width} height=${HEIGHT}>${edges.map((it, i) => edge(i, it, stage))}</svg>
          ${nodes.map((node, i) => html`
            <button class="node" .style=${`left:${i * (NODE + GAP)}px;width:${NODE}px;top:${MIDDLE - 24}px`} aria-pressed=${node.key === chosen ? "true" : "false"}
              @click=${() => choose(node.key)}><strong>${node.title}</strong>${node.key === "loss" ? html`<small>${stage >= 3 ? number(step.loss) : "L"}</small>` : html`<small>${node.key === "x" ? t("trace.given") : t("trace.layer", { layer: node.key })}</small>`}</button>`)}
        </div>
      </div>`,
    table: () => table([t("trace.node"), t("trace.shape"), t("trace.norm"), t("trace.gradient.norm"), t("job.dead"), t("job.saturated")],
      step.layers.map((it) => [`${it.index} ${it.type}`, `${shape(it.input_shape)} → ${shape(it.output_shape)}`, it.norms?.activation, it.norms?.gradient, it.dead_share, it.saturated_share])),
  });
}

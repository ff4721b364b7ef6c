// Curves as a figure: the picture, what each line is, and the table of the same numbers.

import "./curves.js";
import { html, nothing, svg } from "../lit.js";
import { LOOKS } from "./curves.js";
import { figure, table } from "./figure.js";

const STROKES = ["ink", "accent", "violet", "rose", "olive", "muted"];

function legend(lines) {
  return html`<ul class="legend">${lines.map((it, i) => {
    const look = it.look === "main" ? 0 : it.look === "second" ? 1 : it.look ?? i;
    return html`<li><svg width="30" height="8" aria-hidden="true"><line class="stroke-${STROKES[look % 6]}" x1="0" y1="4" x2="30" y2="4" stroke-width="2" stroke-dasharray=${LOOKS[look % LOOKS.length].join(" ") || "none"}/></svg>
      ${it.href ? html`<a href=${it.href}>${it.name}</a>` : it.name}</li>`;
  })}</ul>`;
}

/** @param data as the element takes it, with `xName`, the title of the first column of the table */
export function chart(page, { name, title, label, data, actions = nothing }) {
  return figure(page, {
    name,
    title,
    label,
    actions,
    kind: "chart",
    picture: html`${legend(data.lines)}<d-curves role="img" aria-label=${label} .data=${data}></d-curves>`,
    table: () => table([data.xName ?? data.xLabel, ...data.lines.map((it) => it.name)],
      data.x.map((x, i) => [x, ...data.lines.map((it) => it.values[i])])),
  });
}

/** A small curve for a row of a list. */
export function sparkline(values, label, width = 120, height = 28) {
  const known = values.filter((it) => Number.isFinite(it));
  if (known.length < 2) {
    return html`<span class="spark none" role="img" aria-label=${label}></span>`;
  }
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = known.map((it, i) => `${((i * width) / (known.length - 1)).toFixed(1)},${(2 + (height - 4) * (1 - (it - low) / span)).toFixed(1)}`);
  return html`<svg class="spark" role="img" aria-label=${label} viewBox="0 0 ${width} ${height}" width=${width} height=${height}>${svg`<polyline points=${points.join(" ")}/>`}</svg>`;
}

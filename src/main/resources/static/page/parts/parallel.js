// Many points of many settings: each an upright axis, each point a line across them. And two of
// them against each other.

import { svg } from "../lit.js";
import { number } from "../format.js";

const HEIGHT = 280;
const TOP = 46;
const WIDE = { step: 170, side: 70, name: 20 };
const NARROW = { step: 84, side: 40, name: 10 };

/**
 * An axis over the values of all points, texts where not all are numbers.
 *
 * @param log whether equal ratios are equally far apart
 */
export function axisOf(name, values, log = false) {
  const known = values.filter((it) => it !== null);
  const numeric = known.length > 0 && known.every((it) => typeof it === "number");
  const kinds = numeric ? [] : [...new Set(known)].sort();
  const scaled = (it) => (it === null ? null : !numeric ? kinds.indexOf(it) : log ? Math.log(it) : it);
  const places = values.map(scaled);
  const all = places.filter((it) => it !== null && Number.isFinite(it));
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const ends = numeric ? [Math.min(...known), Math.max(...known)].map((it) => ({ text: Number.isInteger(it) ? String(it) : number(it, 3), at: (scaled(it) - low) / span })) : kinds.map((it) => ({ text: it, at: (kinds.indexOf(it) - low) / span }));
  return { name, values, ends, at: places.map((it) => (it === null || !Number.isFinite(it) ? null : (it - low) / span)) };
}

/** With its beginning left out where it is long, of a pointer in whole parts. */
function short(text, most = WIDE.name) {
  const part = text.indexOf("/", text.length - most);
  return text.length <= most ? text : "…" + text.slice(part < 0 ? 1 - most : part);
}

/**
 * @param looks of each point: "best", "pale" or "plain"
 * @param narrow whether the axes of a few settings are to stand side by side on a phone
 */
export function parallel(axes, looks, label, narrow = false) {
  const { step, side, name } = narrow ? NARROW : WIDE;
  const width = 2 * side + step * (axes.length - 1);
  const x = (i) => side + i * step;
  const y = (at) => TOP + (HEIGHT - TOP - 26) * (1 - at);
  const order = ["pale", "plain", "best"].flatMap((look) => looks.map((it, i) => [it, i]).filter(([it]) => it === look));
  return svg`<svg class="parallel" role="img" aria-label=${label} viewBox="0 0 ${width} ${HEIGHT}" width=${width}>
    ${order.map(([look, i]) => {
      const points = axes.map((axis, k) => (axis.at[i] === null ? null : `${x(k)},${y(axis.at[i]).toFixed(1)}`)).filter(Boolean);
      return svg`<polyline class=${look} points=${points.join(" ")}/>`;
    })}
    ${axes.map((axis, i) => svg`<g>
      <line x1=${x(i)} x2=${x(i)} y1=${y(0)} y2=${y(1)}/>
      <text class="name" x=${x(i)} y="16">${short(axis.name, name)}<title>${axis.name}</title></text>
      ${axis.ends.slice(0, 12).map((end) => svg`<text x=${x(i)} dx="7" y=${y(end.at)} dy="4" class="end">${short(String(end.text))}</text>`)}
    </g>`)}
  </svg>`;
}

/** One axis across, another up. */
export function against(across, up, looks, label) {
  const x = (at) => 60 + 480 * at;
  const y = (at) => 14 + 230 * (1 - at);
  return svg`<svg class="parallel against" role="img" aria-label=${label} viewBox="0 0 560 290">
    <line x1="60" x2="540" y1="244" y2="244"/><line x1="60" x2="60" y1="14" y2="244"/>
    ${looks.map((look, i) => (across.at[i] === null || up.at[i] === null ? null : svg`<circle class=${look} cx=${x(across.at[i]).toFixed(1)} cy=${y(up.at[i]).toFixed(1)} r="5"><title>${number(up.values[i])}</title></circle>`))}
    ${across.ends.slice(0, 12).map((end) => svg`<text x=${x(end.at)} y="264">${short(String(end.text))}</text>`)}
    ${up.ends.map((end) => svg`<text class="before" x="54" y=${y(end.at)} dy="4">${end.text}</text>`)}
    <text class="name" x="300" y="284">${across.name}</text>
  </svg>`;
}

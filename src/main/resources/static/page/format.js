// Numbers and times as a reader wants them. Nothing here touches the document.

import { state } from "./store.js";
import { t } from "./text/text.js";

const NONE = "–";
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

const missing = (value) => value === null || value === undefined || Number.isNaN(value);

/** Four significant figures, or fewer; a dash where there is no number. */
export function number(value, figures = 4) {
  if (missing(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    const [digits, power] = value.toExponential(Math.max(0, Math.min(2, figures - 1))).split("e");
    return `${digits.replace("-", "−")}·10${[...String(Number(power))].map((it) => POWERS[it]).join("")}`;
  }
  return String(Number(value.toPrecision(figures))).replace("-", "−");
}

/** A number for a place where there is little room: 0.25, 8e−4 */
export function brief(value) {
  if (missing(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  return (size !== 0 && (size < 0.01 || size >= 1000) ? value.toExponential(0) : String(Number(value.toPrecision(2)))).replaceAll("-", "−");
}

/** A whole number with its thousands apart. */
export function count(value) {
  return missing(value) ? NONE : value.toLocaleString(state.language);
}

export function percent(value, digits = 1) {
  return missing(value) ? NONE : `${(100 * value).toFixed(digits)} %`;
}

/** "101 k": for a first look at a large number */
export function large(value) {
  return missing(value) ? NONE : new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

export function bytes(value) {
  if (missing(value)) {
    return NONE;
  }
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${number(value / 1000 ** power, 3)} ${units[power]}`;
}

/** "3 minutes ago" */
export function ago(time, now = Date.now()) {
  const seconds = (Date.parse(time) - now) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  const words = new Intl.RelativeTimeFormat(state.language, { numeric: "auto" });
  return words.format(Math.round(seconds / length), unit);
}

export function exact(time) {
  return time ? new Date(time).toLocaleString(state.language, { dateStyle: "medium", timeStyle: "medium" }) : NONE;
}

/** "2 min 5 s" */
export function duration(seconds) {
  if (missing(seconds)) {
    return NONE;
  }
  if (seconds < 10) {
    return `${number(seconds, 2)} ${t("unit.s")}`;
  }
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / 3600), "unit.h"], [Math.floor(whole / 60) % 60, "unit.min"], [whole % 60, "unit.s"]];
  const first = Math.max(0, parts.findIndex(([size]) => size > 0));
  return parts.slice(first, first + 2).filter(([size], i) => size > 0 || i === 0)
    .map(([size, unit]) => `${size} ${t(unit)}`).join(" ");
}

export const shape = (dims) => (dims ?? []).join(" × ");

/** How well a model or an epoch does, by what its task is measured with. */
export function score(metrics, part = "") {
  const prefix = part ? part + "_" : "";
  if (metrics && `${prefix}r2` in metrics) {
    return { name: "R²", value: metrics[`${prefix}r2`], text: number(metrics[`${prefix}r2`], 3) };
  }
  const value = metrics?.[`${prefix}accuracy`];
  return { name: t("accuracy"), value, text: percent(value) };
}

/** Indices as they are written below a letter: 12 → ₁₂ */
export function below(index) {
  return [...String(index)].map((it) => "₀₁₂₃₄₅₆₇₈₉"[it] ?? it).join("");
}

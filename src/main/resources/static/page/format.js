// Numbers and times as a reader wants them. Nothing here touches the document.

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A loss in four significant digits, or a dash where there is none. */
export function loss(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(2) : shortened(value);
}

function shortened(value) {
  return Number(value.toPrecision(4)).toString();
}

export function percent(value) {
  return value === null || value === undefined ? "–" : (100 * value).toFixed(1) + " %";
}

export function score(value) {
  return value === null || value === undefined ? "–" : value.toFixed(3);
}

/** "3 min ago" */
export function ago(time, now) {
  const seconds = (Date.parse(time) - now) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.round(seconds / length), unit);
}

/** "2 min 5 s" */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const parts = [[hours, "h"], [minutes, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first < 0 ? 2 : first, (first < 0 ? 2 : first) + 2)
    .map(([count, unit]) => `${count} ${unit}`).join(" ");
}

export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

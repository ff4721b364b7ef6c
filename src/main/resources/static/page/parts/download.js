// Files made in the page: pictures, tables, text.

/** Hands a file to the person. */
export function save(content, name, type = "text/plain") {
  const file = content instanceof Blob ? content : new Blob([content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The picture of a figure as a file: a canvas as PNG, a drawing as SVG. */
export function savePicture(figure, name) {
  const canvases = [...figure.querySelectorAll("canvas")];
  const drawing = figure.querySelector("svg[role=img], [role=img] svg");
  if (drawing && canvases.length !== 1) {
    save(standalone(drawing), name + ".svg", "image/svg+xml");
  } else if (canvases.length) {
    canvases[0].toBlob((file) => save(file, name + ".png"));
  }
}

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "fill-opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];

/** A drawing that looks the same without the page's style sheet. */
function standalone(drawing) {
  const copy = drawing.cloneNode(true);
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(from[i]);
    KEPT.forEach((property) => element.setAttribute(property, style.getPropertyValue(property)));
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return new XMLSerializer().serializeToString(copy);
}

/** Rows as CSV, quoted where it must be. */
export function csv(titles, rows) {
  const cell = (value) => (/[",\r\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
  return [titles, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

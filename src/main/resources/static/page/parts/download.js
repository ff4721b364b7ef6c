// Files to take along: what the service gives, and pictures made in the page.

import { key, request } from "../api.js";
import { html } from "../lit.js";

const SCALE = 2;

/** Hands a file to the person. */
export function save(content, name, type = "text/plain") {
  const file = content instanceof Blob ? content : new Blob([content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file of the service. A link carries no key and asks for no media type, so then it is fetched. */
export function fileLink(path, name, word, accept = "") {
  const take = async (event) => {
    if (key() || accept.startsWith("text/")) {
      event.preventDefault();
      save(await (await request(path, { accept: accept || "*/*" })).blob(), name);
    }
  };
  return html`<a class="button" href=${path} download=${name} @click=${take}>${word}</a>`;
}

/** The picture of a figure as a file: a drawing alone as SVG, what is put together of several as PNG. */
export async function savePicture(figure, name) {
  const picture = [...figure.children].find((it) => !it.matches("figcaption, .beside, .legend, .figures"));
  const parts = [picture, ...picture.querySelectorAll("*")].filter((it) => it.matches("svg:not(svg svg), canvas, button.node"));
  if (parts.length === 1 && parts[0].localName === "svg") {
    save(standalone(parts[0]), name + ".svg", "image/svg+xml");
    return;
  }
  const frame = picture.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = frame.width * SCALE;
  canvas.height = frame.height * SCALE;
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  context.fillStyle = getComputedStyle(figure).backgroundColor;
  context.fillRect(0, 0, frame.width, frame.height);
  for (const part of parts) {
    const box = part.getBoundingClientRect();
    const place = [box.left - frame.left, box.top - frame.top, box.width, box.height];
    if (part.localName === "button") {
      drawButton(context, part, place);
    } else {
      context.drawImage(part.localName === "svg" ? await imageOf(part) : part, ...place);
    }
  }
  canvas.toBlob((file) => save(file, name + ".png"));
}

function drawButton(context, button, [left, top, width, height]) {
  const style = getComputedStyle(button);
  const lines = [...button.children].map((it) => it.textContent);
  context.fillStyle = style.backgroundColor;
  context.strokeStyle = style.borderTopColor;
  context.fillRect(left, top, width, height);
  context.strokeRect(left, top, width, height);
  context.fillStyle = style.color;
  context.font = `13px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  lines.forEach((line, i) => context.fillText(line, left + width / 2, top + (height * (i + 1)) / (lines.length + 1)));
}

async function imageOf(drawing) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([standalone(drawing)], { type: "image/svg+xml" }));
  await image.decode();
  URL.revokeObjectURL(image.src);
  return image;
}

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "fill-opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "vector-effect"];

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

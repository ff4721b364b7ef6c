// What a trace gives as surfaces, one flat array each: the output, and every unit by layer.

import { RESOLUTION } from "./settings.js";

const flat = (values) => (Array.isArray(values?.[0]) ? values[0] : values);

/** Units by the index of their layer in the spec; empty where the answer has none. */
export function surfacesOf(answer) {
  const { surface } = answer;
  if (!surface) {
    return { output: null, units: new Map(), size: RESOLUTION };
  }
  const units = new Map();
  const layers = surface.units ?? [];
  (Array.isArray(layers) ? layers.entries() : Object.entries(layers)).forEach(([index, list]) => units.set(Number(index), list));
  return { output: flat(surface.output), units, size: surface.resolution ?? RESOLUTION };
}

/** The surfaces of the units as they are drawn: after the activation that follows an affine layer. */
export function hiddenUnits(spec, units) {
  const hidden = [];
  spec.layers.forEach((layer, index) => {
    if (layer.type === "affine" && index < spec.layers.length - 1) {
      const activated = spec.layers[index + 1].type !== "affine";
      hidden.push({ affine: index, layer: activated ? index + 1 : index, out: layer.out, surfaces: units.get(activated ? index + 1 : index) ?? [] });
    }
  });
  return hidden;
}

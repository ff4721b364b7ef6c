// The playground's data, made in the page from a seed: the same seed gives the same points.

export const REACH = 3;
export const KINDS = ["spiral", "moons", "circles", "xor", "gaussians", "plane"];
export const regression = (kind) => kind === "plane";

/** Numbers from 0 to 1 that follow from a seed (a mix of 32 bits and a counter). */
export function randomOf(seed) {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x9e3779b9) >>> 0;
    let mix = Math.imul(at ^ (at >>> 16), 0x21f0aaad);
    mix = Math.imul(mix ^ (mix >>> 15), 0x735a2d97);
    return ((mix ^ (mix >>> 15)) >>> 0) / 2 ** 32;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const SHAPES = {
  spiral: (i, random, side) => {
    const way = random();
    const angle = 8.5 * way + Math.PI * side;
    return [0.95 * way * Math.sin(angle), 0.95 * way * Math.cos(angle)];
  },
  moons: (i, random, side) => {
    const angle = Math.PI * random();
    return side ? [0.25 + 0.6 * Math.cos(angle), 0.2 - 0.6 * Math.sin(angle)] : [-0.3 + 0.6 * Math.cos(angle), -0.2 + 0.6 * Math.sin(angle)];
  },
  circles: (i, random, side) => {
    const angle = 2 * Math.PI * random();
    const radius = side ? 0.35 * Math.sqrt(random()) : 0.62 + 0.25 * random();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  xor: (i, random, side) => {
    const x = 0.08 + 0.85 * random();
    const y = (0.08 + 0.85 * random()) * (side ? 1 : -1);
    return random() < 0.5 ? [x, y] : [-x, -y];
  },
  gaussians: (i, random, side) => [(side ? 0.4 : -0.4) + 0.17 * normal(random), (side ? 0.4 : -0.4) + 0.17 * normal(random)],
  plane: (i, random) => [1.8 * random() - 0.9, 1.8 * random() - 0.9],
};

/** Points with their targets: the sides 0 and 1, or a number from −1 to 1. */
export function makePoints({ data, noise, rows, seed }) {
  const random = randomOf(seed * 7919 + KINDS.indexOf(data));
  const points = [];
  for (let i = 0; i < rows; i++) {
    const side = i % 2;
    const [x, y] = SHAPES[data](i, random, side);
    const spread = noise / 250;
    const at = [REACH * (x + spread * normal(random)), REACH * (y + spread * normal(random))];
    points.push({ x: at.map((it) => Math.round(it * 1000) / 1000), t: regression(data) ? Math.round(500 * (x + y)) / 500 : side });
  }
  shuffle(points, random);
  const held = Math.max(2, Math.round(rows * 0.25));
  return { train: points.slice(held), held: points.slice(0, held) };
}

export function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

// The twelve cards: what each drives, and how its question is checked. Their words are in text/guide-*.js.

const Y = [0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0];
const SEVEN = [0.1, 0.05, 0.1, 0, 0.05, 0.1, 0, 0.6, 0, 0];
const TWO = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
const play = (settings) => ({ kind: "play", settings: { rows: "200", layers: "8-8", lr: "0.01", ...settings } });

const LINEAR = {
  spec: { input_shape: [2], layers: [{ type: "affine", out: 3 }, { type: "sigmoid" }, { type: "affine", out: 2 }], loss: "softmax_ce" },
  parameters: { "0.W": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], "0.b": [0.1, 0.2, 0.3], "2.W": [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], "2.b": [0.1, 0.2] },
  batch: { x: [[1, 0.5]], t: [1] },
  optimizer: { type: "sgd", lr: 0.1 },
};

/** 100 × 2 × 1.1 = 220, with a loss whose gradient is 1: the two apples of the lecture. */
const APPLES = {
  spec: { input_shape: [1], layers: [{ type: "affine", out: 1 }, { type: "affine", out: 1 }], loss: "mse" },
  parameters: { "0.W": [[2]], "0.b": [0], "1.W": [[1.1]], "1.b": [0] },
  batch: { x: [[100]], t: [[219]] },
  optimizer: { type: "sgd", lr: 0.000001 },
};

const ROWS = {
  spec: { input_shape: [3], layers: [{ type: "affine", out: 3 }, { type: "relu" }, { type: "affine", out: 2 }], loss: "mse" },
  parameters: { "0.W": [[1, -1, 2], [0, 1, -1], [1, 0.5, 0]], "0.b": [0, 0.5, -1], "2.W": [[1, 0], [0.5, -1], [2, 1]], "2.b": [0, 0] },
  batch: { x: [[1, 2, -1], [0.5, -1, 2]], t: [[1, 0], [0, 1]] },
  optimizer: { type: "sgd", lr: 0.1 },
};

export const CARDS = [
  { name: "parameters", demo: play({ data: "gaussians", layers: "3" }), question: { kind: "number", expect: () => 13, check: { input_shape: [2], layers: [{ type: "affine", out: 3 }, { type: "tanh" }, { type: "affine", out: 1 }], loss: "mse" } } },
  { name: "mse", demo: { kind: "loss", loss: "mse", rows: [[Y, TWO], [SEVEN, TWO]] }, question: { kind: "number", expect: (answer) => answer?.forward.losses?.[0] } },
  { name: "cross-entropy", demo: { kind: "loss", loss: "cross_entropy", rows: [[Y, TWO], [SEVEN, TWO]] }, question: { kind: "choice", right: 1 } },
  { name: "batch", demo: { kind: "loss", loss: "cross_entropy", rows: [[Y, TWO], [SEVEN, TWO], [[0, 0, 0.9, 0, 0, 0, 0, 0.1, 0, 0], TWO]], mean: true }, question: { kind: "number", expect: (answer) => answer?.forward.loss } },
  { name: "descent", demo: { kind: "rates", rates: [0.005, 0.2, 0.38] }, question: { kind: "choice", right: 2 } },
  { name: "six-steps", demo: { kind: "steps", state: LINEAR, stage: 1 }, question: { kind: "choice", right: 0 } },
  { name: "parts", demo: play({ data: "moons", noise: "20", layers: "8" }), question: { kind: "choice", right: 1 } },
  { name: "overfitting", demo: play({ data: "circles", noise: "45", rows: "50", layers: "8-8-8", lr: "0.03" }), question: { kind: "choice", right: 2 } },
  { name: "chain-rule", demo: { kind: "steps", state: APPLES, stage: 4, node: 0 }, question: { kind: "number", expect: (answer) => answer?.gradients?.dx?.[0]?.[0] } },
  { name: "graph", demo: { kind: "steps", state: LINEAR, stage: 4 }, question: { kind: "choice", right: 1 } },
  { name: "layers", demo: { kind: "steps", state: ROWS, stage: 4, variants: ["relu", "sigmoid"] }, question: { kind: "choice", right: 0 } },
  { name: "softmax", demo: { kind: "steps", state: { spec: { input_shape: [3], layers: [], loss: "softmax_ce" }, batch: { x: [[0.3, 2.9, 4]], t: [2] }, optimizer: { type: "sgd", lr: 0.1 } }, stage: 3 }, question: { kind: "number", expect: (answer) => answer?.forward.probabilities?.[0]?.[2] - 1 } },
];

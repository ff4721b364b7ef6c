// Steps to begin with: the lecture's own numbers, and one of each kind.

const THREE_LAYERS = {
  "0.W": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], "0.b": [0.1, 0.2, 0.3],
  "2.W": [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], "2.b": [0.1, 0.2],
};
const two = (activation) => [{ type: "affine", out: 3 }, { type: activation }, { type: "affine", out: 2 }];
const sgd = { type: "sgd", lr: 0.1 };

export const STEPS = {
  sigmoid: { spec: { input_shape: [2], layers: two("sigmoid"), loss: "softmax_ce" }, parameters: THREE_LAYERS, batch: { x: [[1, 0.5]], t: [1] }, optimizer: sgd },
  relu: { spec: { input_shape: [2], layers: two("relu"), loss: "softmax_ce" }, parameters: THREE_LAYERS, batch: { x: [[1, 0.5], [-2, 1]], t: [1, 0] }, optimizer: sgd },
  softmax: { spec: { input_shape: [3], layers: [], loss: "softmax_ce" }, batch: { x: [[0.3, 2.9, 4]], t: [2] }, optimizer: sgd },
  mse: {
    spec: { input_shape: [1], layers: [{ type: "affine", out: 1 }], loss: "mse" }, parameters: { "0.W": [[0.5]], "0.b": [0] },
    batch: { x: [[1], [2], [3]], t: [[2], [4], [6]] }, optimizer: { type: "sgd", lr: 0.1 },
  },
  adam: { spec: { input_shape: [2], layers: two("relu"), loss: "softmax_ce" }, parameters: THREE_LAYERS, batch: { x: [[1, 0.5], [-2, 1]], t: [1, 0] }, optimizer: { type: "adam", lr: 0.01 } },
  conv: {
    spec: { input_shape: [1, 4, 4], layers: [{ type: "conv2d", out: 1, kernel: 3 }, { type: "relu" }, { type: "flatten" }, { type: "affine", out: 2 }], loss: "softmax_ce" },
    seed: 1, batch: { x: [[[[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]]], t: [0] }, optimizer: sgd,
  },
};

export const FIRST = "sigmoid";

/** What a step's state asks of the service. */
export function requestOf({ spec, seed, parameters, state, batch, optimizer, slots, update }, check = true) {
  const learns = spec.layers.some((it) => ["affine", "conv2d", "batchnorm1d", "batchnorm2d"].includes(it.type));
  return {
    spec,
    ...(seed === undefined ? {} : { seed }),
    ...(parameters ? { parameters } : {}),
    ...(state ? { state } : {}),
    batch,
    ...(learns ? { after: { optimizer, steps: 1, ...(update ? { first_update: update } : {}), ...(slots ? { slots } : {}) } } : {}),
    ...(check && learns ? { gradient_check: true } : {}),
  };
}

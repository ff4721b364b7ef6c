// What is set in the playground, how it reads in an address, and the request it becomes.

import { KINDS, makePoints, randomOf, REACH, regression, shuffle } from "./data.js";

export const ACTIVATIONS = ["tanh", "relu", "sigmoid", "leaky_relu", "gelu", "none"];
export const OPTIMIZERS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"];
export const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const BATCHES = [1, 4, 16, 32, 64, 128];
export const DECAYS = [0, 0.0001, 0.001, 0.01, 0.1];
export const UPDATES_A_PICTURE = 5;
export const RESOLUTION = 60;
export const MOST_LAYERS = 5;
export const MOST_UNITS = 8;

const FIRST = { data: "spiral", noise: 8, rows: 200, layers: [8, 8], activation: "tanh", optimizer: "adam", lr: 0.01, batch: 32, decay: 0, seed: 1 };

/** The settings in an address; what is not understood there is as at first. */
export function read(query) {
  const whole = (name, low, high) => {
    const value = Number(query.get(name) ?? NaN);
    return Number.isFinite(value) ? Math.min(high, Math.max(low, Math.round(value))) : FIRST[name];
  };
  const one = (name, values) => {
    const given = query.get(name);
    const found = values.find((it) => String(it) === given);
    return found === undefined ? FIRST[name] : found;
  };
  const positive = (name) => {
    const value = Number(query.get(name) ?? NaN);
    return value > 0 && Number.isFinite(value) ? value : FIRST[name];
  };
  return {
    data: one("data", KINDS),
    noise: whole("noise", 0, 50),
    rows: whole("rows", 20, 1000),
    layers: layers(query.get("layers")),
    activation: one("activation", ACTIVATIONS),
    optimizer: one("optimizer", OPTIMIZERS),
    lr: positive("lr"),
    batch: whole("batch", 1, 1000),
    decay: Math.max(0, Number(query.get("decay") ?? 0)) || 0,
    seed: whole("seed", 0, 2 ** 31),
  };
}

function layers(text) {
  if (text === null) {
    return FIRST.layers;
  }
  return text.split("-").map(Number).filter((it) => it >= 1).slice(0, MOST_LAYERS).map((it) => Math.min(MOST_UNITS, Math.round(it)));
}

/** All of the state, for an address. */
export function write(settings) {
  return { ...settings, layers: settings.layers.join("-") || "0" };
}

/** Only what a change of the network itself asks a new start for. */
export const startOf = ({ data, noise, rows, layers: units, activation, seed }) => JSON.stringify([data, noise, rows, units, activation, seed]);

export function specOf({ data, layers: units, activation }) {
  const init = activation === "relu" || activation === "leaky_relu" || activation === "gelu" ? "he" : "xavier";
  const hidden = units.flatMap((out) => [{ type: "affine", out, init }, ...(activation === "none" ? [] : [{ type: activation }])]);
  return { input_shape: [2], layers: [...hidden, { type: "affine", out: 1, init: "xavier" }], loss: regression(data) ? "mse" : "bce_logits" };
}

export function optimizerOf({ optimizer, lr, decay }) {
  const momentum = optimizer === "momentum" || optimizer === "nesterov";
  return {
    type: momentum ? "sgd" : optimizer,
    lr,
    weight_decay: decay,
    ...(momentum ? { momentum: 0.9 } : {}),
    ...(optimizer === "nesterov" ? { nesterov: true } : {}),
  };
}

const asBatch = (points) => ({ x: points.map((it) => it.x), t: points.map((it) => [it.t]) });

/** The data of the settings, and its mini-batches in the order in which they are learnt. */
export function dataOf(settings) {
  const { train, held } = makePoints(settings);
  let epoch = -1;
  let order = [];
  const size = Math.min(settings.batch, train.length);
  const perEpoch = Math.ceil(train.length / size);
  /** The mini-batch of an update, counted from 0. */
  function batch(update) {
    if (Math.floor(update / perEpoch) !== epoch) {
      epoch = Math.floor(update / perEpoch);
      order = shuffle([...train], randomOf(settings.seed * 104729 + epoch));
    }
    const from = (update % perEpoch) * size;
    return asBatch(order.slice(from, from + size));
  }
  return { train, held: asBatch(held), heldPoints: held, batch, perEpoch };
}

/** One call: some updates on the next mini-batches, then the loss on what was held back, and the surfaces. */
export function callOf(settings, data, progress, updates) {
  const { parameters, slots, done } = progress;
  return {
    spec: specOf(settings),
    seed: settings.seed,
    ...(parameters ? { parameters } : {}),
    batch: data.held,
    ...(updates > 0
      ? {
          batches: Array.from({ length: updates }, (_, i) => data.batch(done + i)),
          after: { optimizer: optimizerOf(settings), steps: updates, first_update: done + 1, ...(slots ? { slots } : {}) },
        }
      : {}),
    surface: { x: 0, y: 1, range: [[-REACH, REACH], [-REACH, REACH]], resolution: RESOLUTION, units: true },
  };
}

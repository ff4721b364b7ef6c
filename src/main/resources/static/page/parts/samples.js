// A first network for a data set: small, quick and good enough to be looked at.

/** What may be tuned later starts from what mostly works. */
export function template(kind, dataset) {
  const outputs = dataset.task === "regression" ? 1 : dataset.classes?.length ?? 2;
  const loss = dataset.task === "regression" ? "mse" : "softmax_ce";
  const flat = dataset.input_shape.length > 1;
  const last = { type: "affine", out: outputs };
  if (kind === "linear") {
    return { layers: [...(flat ? [{ type: "flatten" }] : []), last], loss };
  }
  if (kind === "cnn" && flat) {
    return {
      layers: [{ type: "conv2d", out: 8, kernel: 3, padding: 1 }, { type: "relu" }, { type: "maxpool2d", kernel: 2 },
        { type: "conv2d", out: 16, kernel: 3, padding: 1 }, { type: "relu" }, { type: "maxpool2d", kernel: 2 }, { type: "flatten" }, last],
      loss,
    };
  }
  const units = dataset.input_shape.reduce((product, it) => product * it, 1) >= 32 ? 64 : 16;
  return { layers: [...(flat ? [{ type: "flatten" }] : []), { type: "affine", out: units }, { type: "relu" }, last], loss };
}

export const PRESETS = {
  quick: (dataset) => ({ epochs: dataset.rows > 20_000 ? 3 : 20, batch_size: 32, optimizer: { type: "adam", lr: 0.003 } }),
  careful: (dataset) => ({
    epochs: dataset.rows > 20_000 ? 20 : 200, batch_size: 32, optimizer: { type: "adam", lr: 0.001 }, keep: "best",
    early_stopping: { metric: "validation_loss", patience: 10 },
  }),
  plain: (dataset) => ({ epochs: dataset.rows > 20_000 ? 5 : 60, batch_size: 16, optimizer: { type: "sgd", lr: 0.1 } }),
};

export function firstJob(dataset) {
  return { dataset_id: dataset.id, model: template("mlp", dataset), training: { ...PRESETS.quick(dataset), epochs: dataset.rows > 20_000 ? 3 : 60, seed: 1 } };
}

// A trace in the order in which it is looked at: what goes into each layer, what comes out, what flows
// back, and what is learnt.

/** The numbers of one step, by layer; @param asked the request, for services that do not repeat it. */
export function stepOf(answer, asked = {}) {
  const batch = answer.batch ?? asked.batch ?? null;
  const parameters = answer.parameters ?? asked.parameters ?? {};
  const layers = (answer.graph ?? []).map((node, i, all) => ({
    ...node,
    input: i === 0 ? batch?.x ?? null : all[i - 1].activation,
    output: node.activation,
    inputGradient: node.gradient,
    outputGradient: i + 1 < all.length ? all[i + 1].gradient : answer.objective?.gradient ?? null,
    own: Object.keys(answer.gradients ?? {}).filter((name) => name.startsWith(node.index + ".")).map((name) => ({
      name,
      letter: name.split(".")[1],
      values: parameters[name] ?? null,
      gradient: answer.gradients[name],
      after: answer.after?.parameters?.[name] ?? null,
    })),
  }));
  return {
    batch,
    layers,
    parameters,
    output: answer.forward?.output ?? batch?.x ?? null,
    probabilities: answer.forward?.probabilities ?? null,
    loss: answer.forward?.loss ?? null,
    losses: answer.forward?.losses ?? null,
    objective: answer.objective ?? null,
    after: answer.after ?? null,
    check: answer.gradient_check ?? null,
    replayed: answer.replayed ?? null,
  };
}

/** All tensors by the names that the stepper gives them, to tell what changed. */
export function tensorsOf(step) {
  const all = new Map([["x", step.batch?.x], ["t", step.batch?.t], ["p", step.probabilities], ["E", step.losses], ["dy", step.objective?.gradient]]);
  for (const layer of step.layers) {
    all.set(`${layer.index}:y`, layer.output);
    all.set(`${layer.index}:dy`, layer.outputGradient);
    all.set(`${layer.index}:dx`, layer.inputGradient);
    layer.own.forEach((it) => {
      all.set(`${it.name}`, it.values);
      all.set(`d${it.name}`, it.gradient);
      all.set(`after:${it.name}`, it.after);
    });
  }
  return all;
}

/** t as rows of a target for each output, also where it is class numbers. */
export function targetRows(step) {
  const { batch, output } = step;
  const wide = output?.[0]?.length ?? 0;
  return batch?.t.map((it) => (Array.isArray(it) ? it : Array.from({ length: wide }, (_, k) => (k === Number(it) ? 1 : 0)))) ?? null;
}

// Plays a whole round with a generated client, by fetch or by axios: node round.js URL iris.csv
import { readFileSync } from "node:fs";
import { client, NAME } from "./client";

const [url, csv] = process.argv.slice(2);

function check(holds: boolean, what: unknown): void {
  if (!holds) {
    throw new Error(JSON.stringify(what));
  }
}

async function main(): Promise<void> {
  const it = client(url);
  const file = new File([readFileSync(csv)], "iris.csv");
  const data = await it.upload(file, "iris", "species");
  check(data.rows === 150 && data.classes.length === 3, data);
  const network = {
    layers: [{ type: "affine", out: 16 }, { type: "relu" }, { type: "affine", out: 3 }],
    loss: "softmax_ce",
  };
  const training = { epochs: 30, seed: 1 };
  check((await it.checkSpec(network, training, data.id)).valid, "valid");
  const key = crypto.randomUUID();
  let job = await it.createJob(key, data.id, network, training);
  check((await it.createJob(key, data.id, network, training)).id === job.id, "the same job");
  for (let i = 0; !job.model; i++) {
    check(i < 300, job);
    await new Promise((done) => setTimeout(done, 200));
    job = await it.getJob(job.id);
  }
  check((await it.epochs(job.id)) === 30, "epochs");
  check((await it.events(job.id)).includes("event:"), "events");
  const row = [5.1, 3.5, 1.4, 0.2];
  const names = ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"];
  const named = Object.fromEntries(names.map((name, i) => [name, row[i]]));
  const labels = await it.predict(job.model, [row, named]);
  check(labels.every((label) => label === "setosa"), labels);
  await it.evaluate(job.model, data.id);
  check((await it.weights(job.model)) > 100, "weights");
  check((await it.onnx(job.model)) > 100, "ONNX");
  check((await it.status("00000000-0000-0000-0000-000000000000")) === 404, "a job that is not there");
  await it.remove(job.model, job.id, data.id);
  console.log(`${NAME}: round played`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

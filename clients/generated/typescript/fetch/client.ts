// What is particular to the client by fetch.
import * as d from "./generated/index";

export const NAME = "typescript fetch";

export function client(basePath: string) {
  const at = new d.Configuration({ basePath });
  const datasets = new d.DataSetsApi(at);
  const jobs = new d.JobsApi(at);
  const models = new d.ModelsApi(at);
  const short = (job: d.JobView) => ({ id: job.id, model: job.modelId ?? "" });
  return {
    upload: (file: File, name: string, target: string) => datasets.uploadDataset({ file, name, target, header: "true" }),
    checkSpec: (model: object, training: d.Training, datasetId: string) =>
      new d.SpecsApi(at).checkSpec({ specCheckRequest: { model: model as d.Network, training, datasetId } }),
    createJob: async (idempotencyKey: string, datasetId: string, model: object, training: d.Training) =>
      short(await jobs.createJob({ idempotencyKey, jobRequest: { datasetId, name: "round", model: model as d.Network, training } })),
    getJob: async (id: string) => short(await jobs.getJob({ id })),
    epochs: async (id: string) => (await jobs.listMetrics({ id, limit: 200 })).items.length,
    events: async (id: string) => (await jobs.streamJobEvents({ id }))?.text() ?? "",
    predict: async (id: string, instances: any[]) =>
      (await new d.PredictionsApi(at).predict({ id, predictionRequest: { instances } })).predictions.map((it) => it.label),
    evaluate: (id: string, datasetId: string) => models.evaluateModel({ id, evaluationRequest: { datasetId } }),
    weights: async (id: string) => (await models.getWeights({ id })).size,
    onnx: async (id: string) => (await models.getModelOnnx({ id })).size,
    status: async (id: string) => {
      try {
        await jobs.getJob({ id });
        return 200;
      } catch (error) {
        return (error as d.ResponseError).response.status;
      }
    },
    remove: async (model: string, job: string, dataset: string) => {
      await models.deleteModel({ id: model });
      await jobs.deleteJob({ id: job });
      await datasets.deleteDataset({ id: dataset });
    },
  };
}

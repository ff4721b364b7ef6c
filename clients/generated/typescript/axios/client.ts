// What is particular to the client by axios.
import * as d from "./generated/index";

export const NAME = "typescript axios";

export function client(basePath: string) {
  const at = new d.Configuration({ basePath });
  const datasets = new d.DataSetsApi(at);
  const jobs = new d.JobsApi(at);
  const models = new d.ModelsApi(at);
  const short = (job: d.JobView) => ({ id: job.id, model: job.model_id ?? "" });
  const binary = { responseType: "arraybuffer" as const };
  return {
    upload: async (file: File, name: string, target: string) =>
      (await datasets.uploadDataset({ file, name, target, header: "true" })).data,
    checkSpec: async (model: object, training: d.Training, dataset_id: string) =>
      (await new d.SpecsApi(at).checkSpec({ specCheckRequest: { model: model as d.Network, training, dataset_id } })).data,
    createJob: async (idempotencyKey: string, dataset_id: string, model: object, training: d.Training) =>
      short((await jobs.createJob({ idempotencyKey, jobRequest: { dataset_id, name: "round", model: model as d.Network, training } })).data),
    getJob: async (id: string) => short((await jobs.getJob({ id })).data),
    epochs: async (id: string) => (await jobs.listMetrics({ id, limit: 200 })).data.items.length,
    events: async (id: string) => String((await jobs.streamJobEvents({ id })).data),
    predict: async (id: string, instances: any[]) =>
      (await new d.PredictionsApi(at).predict({ id, predictionRequest: { instances } })).data.predictions.map((it) => it.label),
    evaluate: (id: string, dataset_id: string) => models.evaluateModel({ id, evaluationRequest: { dataset_id } }),
    weights: async (id: string) => (await models.getWeights({ id }, binary) as any).data.byteLength,
    onnx: async (id: string) => (await models.getModelOnnx({ id }, binary) as any).data.byteLength,
    status: async (id: string) => {
      try {
        await jobs.getJob({ id });
        return 200;
      } catch (error: any) {
        return error.response.status as number;
      }
    },
    remove: async (model: string, job: string, dataset: string) => {
      await models.deleteModel({ id: model });
      await jobs.deleteJob({ id: job });
      await datasets.deleteDataset({ id: dataset });
    },
  };
}

"""Plays a whole round with the generated client: python3 round.py URL iris.csv"""
import sys, time
import openapi_client as d

url, csv = sys.argv[1:3]
client = d.ApiClient(d.Configuration(host=url))
datasets, specs, jobs, models, predictions = (
    d.DataSetsApi(client), d.SpecsApi(client), d.JobsApi(client), d.ModelsApi(client), d.PredictionsApi(client))

data = datasets.upload_dataset(file=csv, name="iris", target="species", header="true")
assert data.rows == 150 and len(data.classes) == 3, data
affine = lambda out: d.Layer(d.AffineLayer(type="affine", out=out))
network = d.Network(layers=[affine(16), d.Layer(d.ReluLayer(type="relu")), affine(3)], loss=d.Loss.SOFTMAX_CE)
training = d.Training(epochs=30, optimizer=d.Optimizer(d.AdamOptimizer(type="adam", lr=0.01)), seed=1)
check = specs.check_spec(d.SpecCheckRequest(model=network, training=training, dataset_id=str(data.id)))
assert check.valid, check.problems
job = jobs.create_job(d.JobRequest(dataset_id=str(data.id), name="round", model=network, training=training), idempotency_key="round-1")
assert jobs.create_job(d.JobRequest(dataset_id=str(data.id), name="round", model=network, training=training), idempotency_key="round-1").id == job.id
deadline = time.time() + 60
while job.status not in ("succeeded", "failed", "cancelled"):
    assert time.time() < deadline, job
    time.sleep(0.2)
    job = jobs.get_job(str(job.id))
assert job.status == "succeeded" and job.model_id, job
epochs = jobs.list_metrics(str(job.id), limit=200)
assert len(epochs.items) == 30 and epochs.items[-1].train_loss < epochs.items[0].train_loss
events = jobs.stream_job_events(str(job.id))
assert b"event:" in events, events
model = models.get_model(str(job.model_id))
assert model.classes == ["setosa", "versicolor", "virginica"], model
names = [c.name for c in data.columns if c.kind == "numeric"]
row = [5.1, 3.5, 1.4, 0.2]
answer = predictions.predict(model.name, d.PredictionRequest(instances=[row, dict(zip(names, row))]))
assert [p.label for p in answer.predictions] == ["setosa", "setosa"], answer
evaluation = models.evaluate_model(model.name, d.EvaluationRequest(dataset_id=str(data.id)))
weights = models.get_weights(model.name)
assert len(weights) > 100 and weights[8:9] == b"{", weights[:16]
onnx = models.get_model_onnx(model.name)
assert len(onnx) > 100
assert len(jobs.list_jobs().items) >= 1 and len(models.list_models(job_id=job.id).items) == 1
try:
    jobs.get_job("00000000-0000-0000-0000-000000000000")
    raise AssertionError("a job that is not there")
except d.exceptions.NotFoundException as e:
    assert e.data.status == 404, e
models.delete_model(model.id)
jobs.delete_job(job.id)
datasets.delete_dataset(data.id)
print("python: round played")

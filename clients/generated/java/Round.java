import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.DataSetsApi;
import org.openapitools.client.api.JobsApi;
import org.openapitools.client.api.ModelsApi;
import org.openapitools.client.api.PredictionsApi;
import org.openapitools.client.api.SpecsApi;
import org.openapitools.client.model.*;

/** Plays a whole round with a generated Java client: Round URL iris.csv. */
public final class Round {

  public static void main(String[] args) throws Exception {
    ApiClient client = Client.at(args[0]);
    DataSetsApi datasets = new DataSetsApi(client);
    JobsApi jobs = new JobsApi(client);
    ModelsApi models = new ModelsApi(client);
    DatasetView data = Client.upload(datasets, new File(args[1]), "iris", "species");
    check(data.getRows() == 150 && data.getClasses().size() == 3, data);

    Network network =
        new Network().loss(Loss.SOFTMAX_CE).layers(List.of(affine(16), relu(), affine(3)));
    Training training = new Training().epochs(30).seed(1L);
    SpecCheck checked =
        new SpecsApi(client)
            .checkSpec(
                new SpecCheckRequest()
                    .model(network)
                    .training(training)
                    .datasetId(data.getId().toString()));
    check(checked.getValid(), checked.getProblems());

    JobRequest asked =
        new JobRequest()
            .datasetId(data.getId().toString())
            .name("round")
            .model(network)
            .training(training);
    String key = UUID.randomUUID().toString();
    JobView job = jobs.createJob(asked, key);
    check(jobs.createJob(asked, key).getId().equals(job.getId()), "the same key, the same job");
    for (int i = 0; job.getModelId() == null; i++) {
      check(i < 300 && job.getFinishedAt() == null, job);
      Thread.sleep(200);
      job = jobs.getJob(job.getId().toString(), null);
    }
    check(
        jobs.listMetrics(job.getId().toString(), null, null, 200, null).getItems().size() == 30,
        "epochs");
    Path events = Client.file(jobs.streamJobEvents(job.getId().toString(), null));
    check(Files.readString(events).contains("event:"), "events");

    ModelView model = models.getModel(job.getModelId().toString(), null);
    check(model.getClasses().contains("setosa"), model);
    // Whatever only reads takes a name, too; the newest of that name is meant
    String name = model.getName();
    Map<String, Object> named =
        Map.of(
            "sepal length (cm)",
            5.1,
            "sepal width (cm)",
            3.5,
            "petal length (cm)",
            1.4,
            "petal width (cm)",
            0.2);
    Predictions answer =
        new PredictionsApi(client)
            .predict(
                name,
                new PredictionRequest().instances(List.of(List.of(5.1, 3.5, 1.4, 0.2), named)),
                null,
                null);
    check(answer.getPredictions().stream().allMatch(it -> "setosa".equals(it.getLabel())), answer);
    models.evaluateModel(
        name, new EvaluationRequest().datasetId(data.getId().toString()), key + "-evaluation");
    check(Files.size(Client.file(models.getWeights(name))) > 100, "weights");
    check(Files.size(Client.file(models.getModelOnnx(name, null))) > 100, "ONNX");
    String none = new UUID(0, 0).toString();
    check(Client.status(() -> jobs.getJob(none, null)) == 404, "a job that is not there");

    models.deleteModel(model.getId());
    jobs.deleteJob(job.getId());
    datasets.deleteDataset(data.getId());
    System.out.println(Client.NAME + ": round played");
  }

  private static Layer affine(int out) {
    return Client.layer(new AffineLayer().type("affine").out(out));
  }

  private static Layer relu() {
    return Client.layer(new ReluLayer().type("relu"));
  }

  private static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(String.valueOf(what));
    }
  }
}

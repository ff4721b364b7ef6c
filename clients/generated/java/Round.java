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
                new SpecCheckRequest().model(network).training(training).datasetId(data.getId()));
    check(checked.getValid(), checked.getProblems());

    JobRequest asked =
        new JobRequest().datasetId(data.getId()).name("round").model(network).training(training);
    String key = UUID.randomUUID().toString();
    JobView job = jobs.createJob(asked, key);
    check(jobs.createJob(asked, key).getId().equals(job.getId()), "the same key, the same job");
    for (int i = 0; job.getModelId() == null; i++) {
      check(i < 300 && job.getFinishedAt() == null, job);
      Thread.sleep(200);
      job = jobs.getJob(job.getId(), null);
    }
    check(jobs.listMetrics(job.getId(), null, null, 200, null).getItems().size() == 30, "epochs");
    Path events = Client.file(jobs.streamJobEvents(job.getId(), null));
    check(Files.readString(events).contains("event:"), "events");

    ModelView model = models.getModel(job.getModelId(), null);
    check(model.getClasses().contains("setosa"), model);
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
                model.getId(),
                new PredictionRequest().instances(List.of(List.of(5.1, 3.5, 1.4, 0.2), named)));
    check(answer.getPredictions().stream().allMatch(it -> "setosa".equals(it.getLabel())), answer);
    models.evaluateModel(model.getId(), new EvaluationRequest().datasetId(data.getId()));
    check(Files.size(Client.file(models.getWeights(model.getId()))) > 100, "weights");
    check(Files.size(Client.file(models.getModelOnnx(model.getId(), null))) > 100, "ONNX");
    UUID none = new UUID(0, 0);
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

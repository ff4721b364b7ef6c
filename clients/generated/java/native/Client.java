import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DataSetsApi;
import org.openapitools.client.api.DataSetsApi.APIUploadDatasetRequest;
import org.openapitools.client.model.*;

/** What is particular to the library {@code native}. */
final class Client {
  static final String NAME = "java native";

  static ApiClient at(String url) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(url);
    return client;
  }

  static DatasetView upload(DataSetsApi datasets, File file, String name, String target)
      throws ApiException, IOException {
    // This generator sends every file of a form; an empty one counts as absent
    File none = File.createTempFile("none", null);
    none.deleteOnExit();
    return datasets.uploadDataset(
        APIUploadDatasetRequest.newBuilder()
            ._file(file)
            .labels(none)
            .name(name)
            .target(target)
            .header("true")
            .build());
  }

  static Layer layer(AffineLayer layer) {
    return new Layer(layer);
  }

  static Layer layer(ReluLayer layer) {
    return new Layer(layer);
  }

  static Path file(File file) {
    return file.toPath();
  }

  static int status(Callable<?> call) throws Exception {
    try {
      call.call();
      return 200;
    } catch (ApiException e) {
      return e.getCode();
    }
  }
}

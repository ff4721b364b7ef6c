import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.DataSetsApi;
import org.openapitools.client.model.*;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.web.client.RestClientResponseException;

/** What is particular to the library {@code restclient}. */
final class Client {
  static final String NAME = "java restclient";

  static ApiClient at(String url) {
    // What is not set is left out, not sent as null
    ObjectMapper mapper = ApiClient.createDefaultMapper(null);
    mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    return new ApiClient(mapper, ApiClient.createDefaultDateFormat()).setBasePath(url);
  }

  static DatasetView upload(DataSetsApi datasets, File file, String name, String target) {
    return datasets.uploadDataset(
        null,
        new FileSystemResource(file),
        null,
        name,
        target,
        null,
        null,
        "true",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Layer layer(Layer layer) {
    return layer;
  }

  static Path file(Resource file) throws IOException {
    Path path = Files.createTempFile("answer", null);
    path.toFile().deleteOnExit();
    Files.write(path, file.getContentAsByteArray());
    return path;
  }

  static int status(Callable<?> call) throws Exception {
    try {
      call.call();
      return 200;
    } catch (RestClientResponseException e) {
      return e.getStatusCode().value();
    }
  }
}

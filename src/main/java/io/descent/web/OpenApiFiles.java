package io.descent.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Adds what is written by hand as JSON: schemas ({@code openapi/schemas/NAME.json}) and the
 * examples of each operation ({@code openapi/OPERATION.request.json} and {@code .response.json}).
 */
@Component
class OpenApiFiles implements OpenApiCustomizer {

  private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

  @Override
  public void customise(OpenAPI document) {
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:openapi/schemas/*.json")) {
        String name = StringUtils.stripFilenameExtension(String.valueOf(file.getFilename()));
        document.getComponents().addSchemas(name, read(file, Schema.class));
      }
      document
          .getPaths()
          .values()
          .forEach(path -> path.readOperations().forEach(OpenApiFiles::examples));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void examples(Operation operation) {
    String id = operation.getOperationId();
    if (operation.getRequestBody() != null) {
      example(operation.getRequestBody().getContent(), id + ".request.json");
    }
    operation
        .getResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                example(response.getContent(), id + ".response.json");
              }
            });
  }

  private static void example(@Nullable Content content, String name) {
    Resource file = new ClassPathResource("openapi/" + name);
    if (content != null && content.get(JSON) != null && file.exists()) {
      MediaType json = content.get(JSON);
      json.example(read(file, JsonNode.class));
    }
  }

  private static <T> T read(Resource file, Class<T> type) {
    try (InputStream in = file.getInputStream()) {
      return Json31.mapper().readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(file.getFilename()), e);
    }
  }
}

package io.descent.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Adds what is written by hand as JSON: schemas ({@code openapi/schemas/NAME.json}) and the
 * examples of each operation ({@code openapi/OPERATION.request.json} and {@code .response.json}, or
 * {@code .csv} and {@code .md} where it takes or gives text).
 */
@Component
class OpenApiFiles implements OpenApiCustomizer {

  private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
  private static final Map<String, String> ENDINGS =
      Map.of(JSON, "json", "text/csv", "csv", "text/markdown", "md");

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
      examples(operation.getRequestBody().getContent(), id + ".request.");
    }
    operation
        .getResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                examples(response.getContent(), id + ".response.");
              }
            });
  }

  private static void examples(@Nullable Content content, String name) {
    if (content != null) {
      content.forEach((type, form) -> example(type, form, name));
    }
  }

  private static void example(String type, MediaType form, String name) {
    Resource file = new ClassPathResource("openapi/" + name + ENDINGS.getOrDefault(type, "none"));
    if (file.exists() && type.equals(JSON)) {
      form.example(read(file, JsonNode.class));
    } else if (file.exists()) {
      form.example(text(file)).schema(new StringSchema());
    }
  }

  private static String text(Resource file) {
    try {
      return file.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

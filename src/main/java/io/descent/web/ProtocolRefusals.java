package io.descent.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Documents the refusals below {@code /v2} in their own form. */
@Component
class ProtocolRefusals implements OpenApiCustomizer {

  private static final String ERROR = "#/components/schemas/ProtocolError";

  @Override
  public void customise(OpenAPI document) {
    document.getPaths().entrySet().stream()
        .filter(path -> ProtocolError.isFor(path.getKey()))
        .forEach(path -> customise(path.getValue()));
  }

  private static void customise(PathItem path) {
    path.readOperations()
        .forEach(
            operation ->
                operation.getResponses().entrySet().stream()
                    .filter(response -> response.getKey().compareTo("400") >= 0)
                    .forEach(response -> customise(response.getValue())));
  }

  private static void customise(ApiResponse response) {
    MediaType error = new MediaType().schema(new Schema<>().$ref(ERROR));
    response.content(
        new Content()
            .addMediaType(org.springframework.http.MediaType.APPLICATION_JSON_VALUE, error));
  }
}

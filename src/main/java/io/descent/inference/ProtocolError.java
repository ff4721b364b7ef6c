package io.descent.inference;

import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.RefusalForm;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Refusals as the Open Inference Protocol has them, for every address below {@code /v2}. */
@Component
final class ProtocolError implements RefusalForm, OpenApiCustomizer {
  private static final String SCHEMA = "#/components/schemas/ProtocolError";

  @Override
  public boolean isFor(String path) {
    return path.equals("/v2") || path.startsWith("/v2/");
  }

  /** The protocol knows no difference between what cannot be read and what is wrong. */
  @Override
  public HttpStatus status(ProblemException problem) {
    HttpStatus status = problem.kind().status();
    return status == HttpStatus.UNPROCESSABLE_CONTENT ? HttpStatus.BAD_REQUEST : status;
  }

  @Override
  public byte[] body(ProblemException problem) {
    String error =
        problem.errors().isEmpty()
            ? problem.detail()
            : problem.errors().stream().map(ProtocolError::text).collect(Collectors.joining("; "));
    return JsonMapper.shared().writeValueAsBytes(Map.of("error", error));
  }

  private static String text(Object error) {
    return error instanceof FieldError(String pointer, String detail)
        ? pointer.isEmpty() ? detail : pointer + ": " + detail
        : error.toString();
  }

  @Override
  public void customise(OpenAPI document) {
    document.getPaths().entrySet().stream()
        .filter(path -> isFor(path.getKey()))
        .flatMap(path -> path.getValue().readOperations().stream())
        .flatMap(operation -> operation.getResponses().entrySet().stream())
        .map(Map.Entry::getValue)
        .filter(response -> response.get$ref() != null)
        .forEach(response -> customise(response, document.getComponents()));
  }

  /** Every refusal in the protocol's form is a component beside the one in the usual form. */
  private static void customise(ApiResponse response, Components components) {
    String kind = response.get$ref().substring(response.get$ref().lastIndexOf('/') + 1);
    ApiResponse usual = Objects.requireNonNull(components.getResponses().get(kind));
    MediaType error =
        new MediaType()
            .schema(new Schema<>().$ref(SCHEMA))
            .example(Map.of("error", usual.getDescription()));
    components.addResponses(
        "Protocol" + kind,
        new ApiResponse()
            .description(usual.getDescription())
            .headers(usual.getHeaders())
            .content(
                new Content()
                    .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_JSON_VALUE, error)));
    response.set$ref("Protocol" + kind);
  }
}

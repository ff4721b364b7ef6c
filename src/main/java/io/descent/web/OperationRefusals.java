package io.descent.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** Documents every refusal of an operation, and the headers of its answers. */
@Component
class OperationRefusals implements GlobalOperationCustomizer {

  private static final String PROBLEM = "#/components/schemas/Problem";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    ApiResponses responses = operation.getResponses();
    responses.forEach(OperationRefusals::location);
    if (method.hasMethodAnnotation(ConditionalGet.class)) {
      responses.addApiResponse(
          Integer.toString(HttpStatus.NOT_MODIFIED.value()),
          new ApiResponse().description("Unchanged since the ETag was given"));
    }
    boolean gives = responses.values().stream().anyMatch(it -> it.getContent() != null);
    for (ProblemKind kind : kinds(method, gives)) {
      String status = Integer.toString(kind.status().value());
      responses.putIfAbsent(status, refusal(kind));
    }
    return operation;
  }

  private static Set<ProblemKind> kinds(HandlerMethod method, boolean gives) {
    Set<ProblemKind> kinds =
        EnumSet.of(
            ProblemKind.UNREADABLE,
            ProblemKind.FORBIDDEN,
            ProblemKind.INTERNAL,
            ProblemKind.UNAVAILABLE);
    if (gives) {
      kinds.add(ProblemKind.NOT_ACCEPTABLE);
    }
    addByArguments(kinds, method);
    if (method.hasMethodAnnotation(PostMapping.class)) {
      kinds.add(ProblemKind.DISK_FULL);
    }
    Refusals more = method.getMethodAnnotation(Refusals.class);
    if (more != null) {
      Collections.addAll(kinds, more.value());
    }
    return kinds;
  }

  private static void addByArguments(Set<ProblemKind> kinds, HandlerMethod method) {
    if (Arrays.stream(method.getMethodParameters())
        .anyMatch(it -> it.hasParameterAnnotation(PathVariable.class))) {
      kinds.add(ProblemKind.NOT_FOUND);
    }
    if (takes(method, JsonBody.class)
        || takes(method, JsonTokens.class)
        || takes(method, JsonWishes.class)) {
      kinds.add(ProblemKind.TOO_LARGE);
      kinds.add(ProblemKind.UNSUPPORTED_MEDIA_TYPE);
      kinds.add(ProblemKind.INVALID);
    }
    if (takes(method, IdempotencyKey.class)) {
      kinds.add(ProblemKind.CONFLICT);
    }
  }

  private static boolean takes(HandlerMethod method, Class<?> type) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(it -> it.getParameterType() == type);
  }

  private static ApiResponse refusal(ProblemKind kind) {
    MediaType problem = new MediaType().schema(new Schema<>().$ref(PROBLEM));
    ApiResponse response =
        new ApiResponse()
            .description(kind.title())
            .content(
                new Content()
                    .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        problem));
    if (kind == ProblemKind.TOO_MANY || kind == ProblemKind.UNAVAILABLE) {
      response.addHeaderObject(
          HttpHeaders.RETRY_AFTER,
          new Header().description("Seconds to wait").schema(new IntegerSchema()));
    }
    return response;
  }

  private static void location(String status, ApiResponse response) {
    boolean creates =
        status.equals(Integer.toString(HttpStatus.CREATED.value()))
            || status.equals(Integer.toString(HttpStatus.ACCEPTED.value()));
    if (creates) {
      response.addHeaderObject(
          HttpHeaders.LOCATION, new Header().description("Where it is").schema(new StringSchema()));
    }
  }
}

package io.descent.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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
      unchanged(responses);
    }
    boolean gives = responses.values().stream().anyMatch(it -> it.getContent() != null);
    Set<ProblemKind> kinds = kinds(method, gives);
    if (kinds.contains(ProblemKind.RANGE_NOT_SATISFIABLE)) {
      ofDownload(responses);
    }
    for (ProblemKind kind : kinds) {
      String status = Integer.toString(kind.status().value());
      responses.putIfAbsent(status, new ApiResponse().$ref(kind.component()));
    }
    return operation;
  }

  private static void ofDownload(ApiResponses responses) {
    ApiResponse whole = responses.get(Integer.toString(HttpStatus.OK.value()));
    responses.addApiResponse(
        Integer.toString(HttpStatus.PARTIAL_CONTENT.value()),
        new ApiResponse()
            .description("The part that Range asks for")
            .content(whole == null ? null : ofFile(whole.getContent())));
    unchanged(responses);
  }

  /** A description in JSON is given whole. */
  private static Content ofFile(Content whole) {
    Content file = new Content();
    file.putAll(whole);
    file.remove(org.springframework.http.MediaType.APPLICATION_JSON_VALUE);
    return file;
  }

  private static void unchanged(ApiResponses responses) {
    responses.addApiResponse(
        Integer.toString(HttpStatus.NOT_MODIFIED.value()),
        new ApiResponse().description("Unchanged since the ETag was given"));
  }

  private static Set<ProblemKind> kinds(HandlerMethod method, boolean gives) {
    Set<ProblemKind> kinds =
        EnumSet.of(
            ProblemKind.UNREADABLE,
            ProblemKind.UNAUTHORIZED,
            ProblemKind.FORBIDDEN,
            // Of any key's requests a second
            ProblemKind.TOO_MANY,
            ProblemKind.INTERNAL,
            ProblemKind.UNAVAILABLE);
    if (gives) {
      kinds.add(ProblemKind.NOT_ACCEPTABLE);
    }
    addByArguments(kinds, method);
    if (!method.hasMethodAnnotation(GetMapping.class)) {
      kinds.add(ProblemKind.DISK_FULL);
    }
    Refusals more = method.getMethodAnnotation(Refusals.class);
    if (more != null) {
      Collections.addAll(kinds, more.value());
      List.of(more.never()).forEach(kinds::remove);
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
      kinds.add(ProblemKind.UPLOAD_TIMEOUT);
      kinds.add(ProblemKind.TOO_LARGE);
      kinds.add(ProblemKind.UNSUPPORTED_MEDIA_TYPE);
      kinds.add(ProblemKind.INVALID);
    }
    if (takes(method, RequestMemory.Taken.class)) {
      kinds.add(ProblemKind.TOO_LARGE);
    }
    if (takes(method, IdempotencyKey.class)) {
      kinds.add(ProblemKind.CONFLICT);
      kinds.add(ProblemKind.INVALID);
    }
  }

  private static boolean takes(HandlerMethod method, Class<?> type) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(it -> it.getParameterType() == type);
  }

  /** Each kind of refusal, which the operations refer to by its name. */
  static Map<String, ApiResponse> components() {
    return Arrays.stream(ProblemKind.values())
        .collect(Collectors.toMap(ProblemKind::component, OperationRefusals::refusal));
  }

  private static ApiResponse refusal(ProblemKind kind) {
    MediaType problem =
        new MediaType().schema(new Schema<>().$ref(PROBLEM)).example(tree(example(kind)));
    ApiResponse response =
        new ApiResponse()
            .description(kind.title())
            .content(
                new Content()
                    .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        problem));
    if (kind == ProblemKind.UNAUTHORIZED) {
      response.addHeaderObject(
          HttpHeaders.WWW_AUTHENTICATE,
          new Header().description("Bearer").schema(new StringSchema()));
    }
    if (kind == ProblemKind.TOO_MANY || kind == ProblemKind.UNAVAILABLE) {
      response.addHeaderObject(
          HttpHeaders.RETRY_AFTER,
          new Header().description("Seconds to wait").schema(new IntegerSchema()));
    }
    return response;
  }

  private static JsonNode tree(ProblemDocument problem) {
    try {
      return Json31.mapper().readTree(problem.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemDocument example(ProblemKind kind) {
    String job = "/api/v1/jobs/019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70";
    return switch (kind) {
      case UNREADABLE ->
          problem("/api/v1/jobs", fields(kind, "/nmae", "unknown field; did you mean name?"));
      case UNAUTHORIZED -> problem(job, of(kind, "send Authorization: Bearer KEY"));
      case FORBIDDEN -> problem(job, of(kind, "the request comes from another site"));
      case NOT_FOUND -> problem(job, of(kind, "there is no job of this id or name"));
      case METHOD_NOT_ALLOWED -> problem(job, of(kind, "allowed are GET, HEAD, DELETE"));
      case NOT_ACCEPTABLE -> problem(job, of(kind, "can be had as application/json"));
      case UPLOAD_TIMEOUT ->
          problem("/api/v1/datasets", of(kind, "nothing came for 30 seconds; send it again"));
      case CONFLICT -> problem(job + "/pause", of(kind, "the job has succeeded"));
      case TOO_LARGE -> problem("/api/v1/datasets", of(kind, "the upload is over 2 GiB"));
      case UNSUPPORTED_MEDIA_TYPE -> problem("/api/v1/jobs", of(kind, "send application/json"));
      case RANGE_NOT_SATISFIABLE ->
          problem(
              "/api/v1/datasets/iris/content",
              of(kind, "the file has 3736 bytes, none in this range"));
      case INVALID ->
          problem(
              "/api/v1/jobs", fields(kind, "/model/layers/2/in", "got 12, but layer 1 gives 16"));
      case INVALID_FILE ->
          problem(
              "/api/v1/datasets",
              ProblemException.file(
                  List.of(new FileError(152L, "species", "the target is missing"))));
      case TOO_MANY ->
          problem("/api/v1/jobs", of(kind, "1000 jobs are unfinished, and no more are taken"));
      case INTERNAL -> problem(job, of(kind, "something went wrong here; the log has more"));
      case NOT_IMPLEMENTED -> problem(job, of(kind, "send the body chunked, or with its length"));
      case UNAVAILABLE -> problem(job, of(kind, "the database is away; try again"));
      case DISK_FULL -> problem("/api/v1/datasets", of(kind, "the disk is full"));
    };
  }

  private static ProblemException of(ProblemKind kind, String detail) {
    return ProblemException.of(kind, detail);
  }

  private static ProblemException fields(ProblemKind kind, String pointer, String detail) {
    return ProblemException.fields(kind, List.of(new FieldError(pointer, detail)));
  }

  private static ProblemDocument problem(String instance, ProblemException problem) {
    return ProblemDocument.of(problem, instance, "019a3c5e-7b1d-4c3a-9f42-5d2c8e6b1a71");
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

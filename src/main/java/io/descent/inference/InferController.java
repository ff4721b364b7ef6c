package io.descent.inference;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers inference requests of the Open Inference Protocol, version 2. */
@RestController
@Tag(name = "Open Inference Protocol")
class InferController {

  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private final ProtocolModels models;
  private final InferReader reader;
  private final BatchTurns turns;
  private final PredictionMeters meters;
  private final RequestMemory memory;
  private final RequestBodies bodies;

  InferController(
      ProtocolModels models,
      InferReader reader,
      BatchTurns turns,
      PredictionMeters meters,
      RequestMemory memory,
      RequestBodies bodies) {
    this.memory = memory;
    this.bodies = bodies;
    this.models = models;
    this.reader = reader;
    this.turns = turns;
    this.meters = meters;
  }

  @RequiresScope(Scope.INFER)
  @PostMapping(
      path = "/v2/models/{model}/infer",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  @Operation(
      operationId = "infer",
      summary = "Answer rows by a model",
      description =
          "A model is named by its id, or by its name, which means the newest of it. Tensors are"
              + " JSON, or bytes behind the JSON object (binary tensor data extension).")
  @InferOperation
  @Refusals({
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.TOO_MANY
  })
  void infer(
      Owner owner,
      @PathVariable String model,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(
        owner,
        model,
        () -> models.find(owner, model, Optional.empty(), memory.of(request)),
        request,
        response);
  }

  @RequiresScope(Scope.INFER)
  @PostMapping(
      path = "/v2/models/{model}/versions/{version}/infer",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  @Operation(
      operationId = "inferByVersion",
      summary = "Answer rows by a version of a model",
      description = "Version n is the n-th model that ever had the name, in the order of creation.")
  @InferOperation
  @Refusals({
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.TOO_MANY
  })
  void infer(
      Owner owner,
      @PathVariable String model,
      @PathVariable String version,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(
        owner,
        model,
        () -> models.find(owner, model, Optional.of(version), memory.of(request)),
        request,
        response);
  }

  private void answer(
      Owner owner,
      String named,
      Supplier<ProtocolModel> found,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    requireReadable(request);
    ProtocolModel model = found.get();
    Timer.Sample begun = meters.begin();
    RequestMemory.Taken taken = memory.of(request);
    InferRequest asked =
        reader.read(bodies.openHeld(request), headerLength(request), model.wanted(), taken);
    taken.take((long) asked.rows() * model.outputs() * Float.BYTES);
    float[] values = model.answer(turns.of(owner, taken), asked);
    requireFinite(values, model.outputs());
    meters.answered(model.model(), begun, asked.rows());
    String version = Integer.toString(model.version().version());
    InferAnswer answer =
        new InferAnswer(named, version, asked.id(), asked.rows(), values, asked.remarks());
    if (asked.binary()) {
      writeBinary(answer, response);
    } else {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      answer.writeJson(response.getOutputStream());
    }
  }

  private static void writeBinary(InferAnswer answer, HttpServletResponse response)
      throws IOException {
    byte[] header = answer.header();
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setHeader(HEADER_LENGTH, Integer.toString(header.length));
    response.setContentLengthLong((long) header.length + answer.dataSize());
    response.getOutputStream().write(header);
    answer.writeData(response.getOutputStream());
  }

  private static OptionalLong headerLength(HttpServletRequest request) {
    String length = request.getHeader(HEADER_LENGTH);
    if (length == null) {
      return OptionalLong.empty();
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw ProblemException.of(
          ProblemKind.UNREADABLE, HEADER_LENGTH + " must be a number of bytes");
    }
    return OptionalLong.of(Long.parseLong(length));
  }

  private static void requireReadable(HttpServletRequest request) {
    if (!isReadable(request.getContentType())) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE,
          "the body must be application/json, or application/octet-stream with binary tensors");
    }
  }

  /** Some clients of the protocol name no type. */
  private static boolean isReadable(@Nullable String contentType) {
    try {
      MediaType type = contentType == null ? MediaType.ALL : MediaType.parseMediaType(contentType);
      return type.includes(MediaType.APPLICATION_JSON)
          || type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static void requireFinite(float[] values, int outputs) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw ProblemException.of(
            ProblemKind.UNREADABLE,
            "the answer to row %d is not finite: its values are too large for the model"
                .formatted(i / outputs));
      }
    }
  }
}

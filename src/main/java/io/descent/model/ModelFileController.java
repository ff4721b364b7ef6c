package io.descent.model;

import io.descent.model.onnx.OnnxFile;
import io.descent.model.onnx.OnnxReport;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.Naming;
import io.descent.web.Download;
import io.descent.web.IdempotencyKey;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Gives models as safetensors and as ONNX files, and takes the former back. */
@RestController
@Tag(name = "Models")
class ModelFileController {

  private final ModelFiles files;
  private final ModelImport imports;
  private final ModelStore models;
  private final RequestBodies bodies;
  private final JsonMapper json;
  private final RequestMemory memory;

  ModelFileController(
      ModelFiles files,
      ModelImport imports,
      ModelStore models,
      RequestBodies bodies,
      JsonMapper json,
      RequestMemory memory) {
    this.files = files;
    this.imports = imports;
    this.models = models;
    this.bodies = bodies;
    this.json = json;
    this.memory = memory;
  }

  /** Writes the file itself: it may be large, and is not copied once more. */
  @Operation(
      operationId = "getWeights",
      summary = "The model as a safetensors file",
      description =
          "Tensors are named as in a trace. The file's metadata holds all that is known of the"
              + " model, so that posting it makes the same model again.")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @Refusals(ProblemKind.RANGE_NOT_SATISFIABLE)
  @RequiresScope(Scope.READ)
  @GetMapping(
      path = "/api/v1/models/{id}/weights",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  void safetensors(
      Owner owner, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (ModelFiles.ModelFile file = files.safetensors(owner, id)) {
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".safetensors\"");
      file.write(Download.open(request, response, file.size(), id.toString()));
    }
  }

  @Operation(
      operationId = "importModel",
      summary = "Make a model again from its safetensors file",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                      schema = @Schema(type = "string", format = "binary"))))
  @ApiResponse(responseCode = "201", description = "Created")
  @Refusals({
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.INVALID_FILE
  })
  @RequiresScope(Scope.TRAIN)
  @PostMapping(
      path = "/api/v1/models",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ModelView> add(
      Owner owner,
      IdempotencyKey key,
      @Parameter(description = "By default the file's") @RequestParam Optional<String> name,
      @Parameter(description = "JSON as text, such as {\"team\": \"a\"}") @RequestParam
          Optional<String> tags,
      @RequestParam Optional<String> description,
      HttpServletRequest request)
      throws IOException {
    Naming naming = Naming.parse(name, tags, description);
    long announced = request.getContentLengthLong();
    ModelImport.Arriving file =
        new ModelImport.Arriving(bodies.open(request), announced, memory.of(request));
    UUID id = imports.once(owner, key, naming, file);
    return ResponseEntity.created(URI.create("/api/v1/models/" + id)).body(models.view(owner, id));
  }

  /** Writes the file itself: it may be large, and is not copied once more. */
  @RequiresScope(Scope.READ)
  @GetMapping(
      path = "/api/v1/models/{id}/onnx",
      produces = {MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "getModelOnnx",
      summary = "The model as an ONNX file",
      description =
          "The file takes raw values as `input` and gives the answer of `/v2` as `output`. With"
              + " `report=true` it is only described.")
  @ApiResponse(
      responseCode = "200",
      description = "The file, or its description",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
            schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = OnnxReport.class))
      })
  @Refusals({ProblemKind.TOO_LARGE, ProblemKind.TOO_MANY, ProblemKind.RANGE_NOT_SATISFIABLE})
  void onnx(
      Owner owner,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean report,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    OnnxFile file = files.onnx(owner, id);
    if (report) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      json.writeValue(response.getOutputStream(), file.report());
      return;
    }
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".onnx\"");
    file.write(Download.open(request, response, file.size(), id.toString()));
  }
}

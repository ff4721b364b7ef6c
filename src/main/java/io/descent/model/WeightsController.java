package io.descent.model;

import io.descent.security.Owner;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestBodies;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives models as safetensors files, and takes them back. */
@RestController
@Tag(name = "Models")
class WeightsController {

  private final ModelFiles files;
  private final ModelImport imports;
  private final ModelStore models;
  private final RequestBodies bodies;

  WeightsController(
      ModelFiles files, ModelImport imports, ModelStore models, RequestBodies bodies) {
    this.files = files;
    this.imports = imports;
    this.models = models;
    this.bodies = bodies;
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
  @GetMapping(
      path = "/api/v1/models/{id}/weights",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  void get(Owner owner, @PathVariable UUID id, HttpServletResponse response) throws IOException {
    ModelFiles.ModelFile file = files.safetensors(owner, id);
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLengthLong(file.size());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".safetensors\"");
    try (OutputStream out = response.getOutputStream()) {
      file.write(out);
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
  @PostMapping(
      path = "/api/v1/models",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ModelView> add(Owner owner, HttpServletRequest request) throws IOException {
    UUID id = imports.add(owner, bodies.open(request));
    return ResponseEntity.created(URI.create("/api/v1/models/" + id))
        .body(ModelView.of(models.get(owner, id)));
  }
}

package io.descent.model;

import io.descent.model.onnx.OnnxFile;
import io.descent.model.onnx.OnnxReport;
import io.descent.security.Owner;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Gives models as ONNX files. */
@RestController
@RequestMapping("/api/v1/models/{id}/onnx")
@Tag(name = "Models")
class OnnxController {

  private final ModelFiles files;
  private final JsonMapper json;

  OnnxController(ModelFiles files, JsonMapper json) {
    this.files = files;
    this.json = json;
  }

  /** Writes the file itself: it may be large, and is not copied once more. */
  @GetMapping(
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
  @Refusals(ProblemKind.TOO_LARGE)
  void get(
      Owner owner,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean report,
      HttpServletResponse response)
      throws IOException {
    OnnxFile file = files.onnx(owner, id);
    if (report) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      json.writeValue(response.getOutputStream(), file.report());
      return;
    }
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLength(file.size());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".onnx\"");
    file.write(response.getOutputStream());
  }
}

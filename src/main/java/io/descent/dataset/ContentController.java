package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.Blobs;
import io.descent.web.Download;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives back what was uploaded, byte for byte. */
@RestController
@Tag(name = "Data sets")
class ContentController {

  private final DatasetRows rows;
  private final Blobs blobs;

  ContentController(DatasetRows rows, Blobs blobs) {
    this.rows = rows;
    this.blobs = blobs;
  }

  @Operation(operationId = "getDatasetContent", summary = "The file as it was uploaded")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = {
        @Content(mediaType = "text/csv", schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = "application/gzip",
            schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = "application/zip",
            schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = "application/vnd.apache.parquet",
            schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = "application/octet-stream",
            schema = @Schema(type = "string", format = "binary"))
      })
  @RequiresScope(Scope.READ)
  @Refusals(ProblemKind.RANGE_NOT_SATISFIABLE)
  @GetMapping(
      path = "/api/v1/datasets/{id}/content",
      produces = {
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "text/csv",
        "application/gzip",
        "application/zip",
        "application/vnd.apache.parquet"
      })
  void content(
      Owner owner,
      @PathVariable UUID id,
      @Parameter(schema = @Schema(allowableValues = {"file", "labels"}))
          @RequestParam(defaultValue = "file")
          String part,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    DatasetRow row =
        rows.findByOwnerAndId(owner.name(), id)
            .orElseThrow(() -> ProblemException.notFound("data set", id));
    send(row, blob(row, part), request, response);
  }

  /** The part by the name it was uploaded under. */
  private static UUID blob(DatasetRow row, String part) {
    return switch (part) {
      case "file" -> row.fileId;
      case "labels" ->
          row.labelsId()
              .orElseThrow(() -> ProblemException.notFound("labels in data set", row.getId()));
      default ->
          throw ProblemException.fields(
              ProblemKind.UNREADABLE, List.of(new FieldError("part", "must be file or labels")));
    };
  }

  private static String type(byte[] head) {
    return switch (FileKind.of(head)) {
      case TEXT -> "text/csv";
      case GZIP -> "application/gzip";
      case ZIP -> "application/zip";
      case PARQUET -> "application/vnd.apache.parquet";
      case IDX,
          NUMPY,
          WORKBOOK,
          HTML,
          XML,
          ARFF,
          RICH_TEXT,
          JSON,
          TAR,
          RAR,
          SEVEN_ZIP,
          BZIP2,
          XZ,
          ZSTD,
          ARROW,
          HDF5,
          PICKLE,
          SQLITE,
          PDF,
          IMAGE ->
          "application/octet-stream";
    };
  }

  private void send(
      DatasetRow row, UUID blob, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (InputStream in = new BufferedInputStream(blobs.open(blob))) {
      in.mark(FileKind.HEAD);
      byte[] head = in.readNBytes(FileKind.HEAD);
      in.reset();
      response.setContentType(type(head));
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(row.fileName, StandardCharsets.UTF_8)
              .build()
              .toString());
      in.transferTo(Download.open(request, response, blobs.size(blob), blob.toString()));
    }
  }
}

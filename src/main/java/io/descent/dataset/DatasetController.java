package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.LabelPatch;
import io.descent.web.FieldError;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.Limits;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.QueryParameters;
import io.descent.web.Refusals;
import io.descent.web.TagFilter;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Data sets over HTTP. */
@RestController
@Tag(name = "Data sets")
@RequestMapping(path = "/api/v1/datasets", produces = MediaType.APPLICATION_JSON_VALUE)
class DatasetController {

  private static final String CSV = "text/csv";
  private static final String PARQUET = "application/vnd.apache.parquet";
  private final DatasetUploads uploads;
  private final UploadReceiver receiver;
  private final DatasetRows rows;
  private final DatasetStore store;
  private final RowPreview preview;

  DatasetController(
      DatasetUploads uploads,
      UploadReceiver receiver,
      DatasetRows rows,
      DatasetStore store,
      RowPreview preview) {
    this.uploads = uploads;
    this.receiver = receiver;
    this.rows = rows;
    this.store = store;
    this.preview = preview;
  }

  @Operation(
      operationId = "uploadDataset",
      summary = "Upload a table or images",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                    schema = @Schema(ref = "#/components/schemas/DatasetUpload"))
              }))
  @QueryParameters
  @Refusals({
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.INVALID_FILE,
    ProblemKind.TOO_MANY
  })
  @RequiresScope(Scope.TRAIN)
  @PostMapping(
      consumes = {
        MediaType.MULTIPART_FORM_DATA_VALUE,
        CSV,
        PARQUET,
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      })
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<DatasetView> upload(Owner owner, IdempotencyKey key, HttpServletRequest request)
      throws IOException {
    return receive(owner, key, request);
  }

  @Operation(
      operationId = UploadParameters.OPERATION,
      summary = "Upload a file that is the body itself",
      description = "The fields of the form are query parameters.",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = CSV,
                    schema = @Schema(type = "string"),
                    examples = @ExampleObject("length,width,kind\n5.1,3.5,a\n6.2,2.9,b\n")),
                @Content(mediaType = PARQUET, schema = @Schema(type = "string", format = "binary")),
                @Content(
                    mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                    schema = @Schema(type = "string", format = "binary"))
              }))
  @QueryParameters
  @Refusals({
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.INVALID_FILE,
    ProblemKind.TOO_MANY
  })
  @RequiresScope(Scope.TRAIN)
  @PostMapping(
      path = "/raw",
      consumes = {CSV, PARQUET, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<DatasetView> uploadBody(
      Owner owner, IdempotencyKey key, HttpServletRequest request) throws IOException {
    return receive(owner, key, request);
  }

  private ResponseEntity<DatasetView> receive(
      Owner owner, IdempotencyKey key, HttpServletRequest request) throws IOException {
    UploadForm form = new UploadForm(key.value().isPresent());
    request.getParameterMap().forEach((name, values) -> fields(form, name, values));
    form.problems().throwIfAny();
    UUID id =
        uploads.create(
            owner,
            key,
            bytes -> {
              receiver.receive(request, form, bytes);
              store.reopen(owner, form, bytes);
              return form.upload();
            });
    return created(owner, id);
  }

  private static void fields(UploadForm form, String name, String[] values) {
    if (form.isField(name)) {
      List.of(values).forEach(value -> form.field(name, value));
    }
  }

  private ResponseEntity<DatasetView> created(Owner owner, UUID id) {
    return ResponseEntity.created(URI.create("/api/v1/datasets/" + id)).body(one(owner, id));
  }

  @Operation(
      operationId = "listDatasets",
      summary = "Data sets, newest first unless sorted otherwise")
  @RequiresScope(Scope.READ)
  @GetMapping
  Page<DatasetView> list(
      Owner owner,
      PageRequest page,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @Parameter(description = "created_at or name; - before it for descending") @RequestParam
          Optional<String> sort) {
    return store.list(owner, DatasetStore.Filter.of(name, tags, sort), page);
  }

  @Operation(
      operationId = "changeDataset",
      summary = "Change a data set's name, tags or description",
      description = "JSON merge patch: null takes a tag, all tags or the description away.")
  @TakesJson("LabelPatch")
  @RequiresScope(Scope.TRAIN)
  @PatchMapping("/{id}")
  DatasetView change(Owner owner, @PathVariable UUID id, JsonBody body) {
    store.label(owner, id, LabelPatch.read(body));
    return one(owner, id);
  }

  @Operation(operationId = "getDataset", summary = "One data set: its columns and classes")
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}")
  DatasetView one(Owner owner, @PathVariable UUID id) {
    return DatasetView.of(row(owner, id));
  }

  @Operation(
      operationId = "getDatasetRows",
      summary = "Some raw rows",
      description = "Gives fewer rows than asked for where they are very wide.")
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}/rows")
  RowsView rows(
      Owner owner,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "0") long offset,
      @RequestParam(defaultValue = "50") int limit)
      throws IOException {
    DatasetRow row = row(owner, id);
    check("offset", offset, 0, Integer.MAX_VALUE);
    check("limit", limit, 1, Limits.PAGE);
    return preview.read(row, offset, limit);
  }

  private static void check(String name, long value, long low, long high) {
    if (value < low || value > high) {
      String detail = "must be %d to %d, is %d".formatted(low, high, value);
      throw ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError(name, detail)));
    }
  }

  @Operation(operationId = "deleteDataset", summary = "Delete a data set that no job needs")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    store.delete(owner, id);
  }

  private DatasetRow row(Owner owner, UUID id) {
    return rows.findByOwnerAndId(owner.name(), id)
        .orElseThrow(() -> ProblemException.notFound("data set", id));
  }
}

package io.descent.dataset;

import io.descent.engine.SyntheticTable;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.Blob;
import io.descent.storage.Labels;
import io.descent.storage.Naming;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Data sets that the service has or makes itself, over HTTP. */
@RestController
@Tag(name = "Data sets")
@RequestMapping(path = "/api/v1/datasets", produces = MediaType.APPLICATION_JSON_VALUE)
class SampleController {

  /** Of a sample that is there already, so many are searched for the tags that were asked for. */
  private static final int LOOKED_AT = 100;

  private final DatasetUploads uploads;
  private final DatasetRows rows;

  SampleController(DatasetUploads uploads, DatasetRows rows) {
    this.uploads = uploads;
    this.rows = rows;
  }

  @Operation(
      operationId = "generateDataset",
      summary = "Make a data set of points in the plane",
      description = "The same numbers give the same bytes on every machine.")
  @TakesJson("GenerateRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/generate")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<DatasetView> generate(Owner owner, IdempotencyKey key, JsonBody body)
      throws IOException {
    GenerateRequest asked = GenerateRequest.read(body);
    SyntheticTable table = asked.table();
    UUID id =
        uploads.create(
            owner,
            key,
            bytes -> {
              Blob file = bytes.write(table::writeTo);
              String name = table.kind().name().toLowerCase(Locale.ROOT);
              return new Upload(asked.fields(), name, file, Optional.empty(), body.sha256());
            });
    return created(owner, id);
  }

  @Operation(
      operationId = "createSampleDataset",
      summary = "Take a data set that comes with the service",
      description =
          "One of iris, wine, digits, diabetes, mnist-10k. Answers 200 with the data set where it"
              + " is there already, with these tags and this description where they are given.")
  @ApiResponse(responseCode = "200", description = "It is there already")
  @ApiResponse(responseCode = "201", description = "Created")
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/samples/{name}")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<DatasetView> sample(
      Owner owner,
      IdempotencyKey key,
      @PathVariable("name") String which,
      @Parameter(description = "By default the sample's") @RequestParam Optional<String> name,
      @Parameter(description = "JSON as text, such as {\"team\": \"a\"}") @RequestParam
          Optional<String> tags,
      @RequestParam Optional<String> description)
      throws IOException {
    Sample sample = Sample.of(which);
    Naming naming = Naming.parse(name, tags, description);
    Optional<DatasetRow> there = find(owner, sample, naming);
    if (there.isPresent()) {
      return ResponseEntity.ok(DatasetView.of(there.get()));
    }
    UploadFields called = UploadFields.of(naming);
    return created(owner, uploads.create(owner, key, bytes -> sample.upload(called, bytes)));
  }

  /** The newest of that name, with these tags and this description where they are given. */
  private Optional<DatasetRow> find(Owner owner, Sample sample, Naming naming) {
    String name = naming.name().orElse(sample.wire());
    Labels labels = naming.labels();
    boolean any = labels.equals(Labels.NONE);
    return rows
        .newestOf(owner.name(), name, sample.sha256(), Limit.of(any ? 1 : LOOKED_AT))
        .stream()
        .filter(row -> any || labels.equals(row.labels))
        .findFirst();
  }

  private ResponseEntity<DatasetView> created(Owner owner, UUID id) {
    return ResponseEntity.created(URI.create("/api/v1/datasets/" + id))
        .body(DatasetView.of(rows.findByOwnerAndId(owner.name(), id).orElseThrow()));
  }
}

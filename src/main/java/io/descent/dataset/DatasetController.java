package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.web.FieldError;
import io.descent.web.IdempotencyKey;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Data sets over HTTP. */
@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {

  private static final int MOST_ROWS = 200;

  private final DatasetUploads uploads;
  private final UploadReceiver receiver;
  private final DatasetRows rows;
  private final DatasetDeletion deletion;
  private final RowPreview preview;

  DatasetController(
      DatasetUploads uploads,
      UploadReceiver receiver,
      DatasetRows rows,
      DatasetDeletion deletion,
      RowPreview preview) {
    this.uploads = uploads;
    this.receiver = receiver;
    this.rows = rows;
    this.deletion = deletion;
    this.preview = preview;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<DatasetView> upload(Owner owner, IdempotencyKey key, HttpServletRequest request)
      throws IOException {
    UploadForm form = new UploadForm(key.value().isPresent());
    return created(
        owner, uploads.create(owner, key, loose -> receiver.multipart(request, form, loose)));
  }

  @PostMapping(consumes = "text/csv")
  @QueryParameters({"name", "target", "task", "categorical"})
  ResponseEntity<DatasetView> uploadCsv(Owner owner, IdempotencyKey key, HttpServletRequest request)
      throws IOException {
    UploadForm form = new UploadForm(key.value().isPresent());
    request
        .getParameterMap()
        .forEach((name, values) -> List.of(values).forEach(value -> form.field(name, value)));
    form.problems().throwIfAny();
    return created(owner, uploads.create(owner, key, loose -> receiver.body(request, form, loose)));
  }

  private ResponseEntity<DatasetView> created(Owner owner, UUID id) {
    return ResponseEntity.created(URI.create("/api/v1/datasets/" + id)).body(one(owner, id));
  }

  @GetMapping
  Page<DatasetView> list(Owner owner, PageRequest page) {
    Limit limit = Limit.of(page.limit() + 1);
    List<DatasetRow> found =
        page.before()
            .map(before -> rows.newestBefore(owner.name(), before, limit))
            .orElseGet(() -> rows.newest(owner.name(), limit));
    return page.page(found, DatasetRow::getId, DatasetView::of);
  }

  @GetMapping("/{id}")
  DatasetView one(Owner owner, @PathVariable UUID id) {
    return DatasetView.of(row(owner, id));
  }

  @GetMapping("/{id}/rows")
  RowsView rows(
      Owner owner,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "0") long offset,
      @RequestParam(defaultValue = "50") int limit)
      throws IOException {
    DatasetRow row = row(owner, id);
    check("offset", offset, 0, Integer.MAX_VALUE);
    check("limit", limit, 1, MOST_ROWS);
    return preview.read(row, offset, limit);
  }

  private static void check(String name, long value, long low, long high) {
    if (value < low || value > high) {
      String detail = "must be %d to %d, is %d".formatted(low, high, value);
      throw ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError(name, detail)));
    }
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    deletion.delete(owner, id);
  }

  private DatasetRow row(Owner owner, UUID id) {
    return rows.findByOwnerAndId(owner.name(), id)
        .orElseThrow(() -> ProblemException.notFound("data set", id));
  }
}

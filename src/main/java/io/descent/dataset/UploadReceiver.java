package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.storage.Blob;
import io.descent.web.BoundedInput;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Receives uploads straight into blobs: nothing but the short fields is held in memory, and nothing
 * goes to temporary files.
 */
@Component
final class UploadReceiver {

  private static final DataSize FIELD = DataSize.ofMegabytes(1);
  private static final DataSize AROUND = DataSize.ofMegabytes(4);

  private final Limits limits;
  private final RequestBodies bodies;

  UploadReceiver(Limits limits, RequestBodies bodies) {
    this.limits = limits;
    this.bodies = bodies;
  }

  /**
   * Receives a form of a file, perhaps labels, and fields, in any order; or a file that is the body
   * itself.
   */
  void receive(HttpServletRequest request, UploadForm form, PendingBlobs loose) throws IOException {
    checkEncoding(request);
    MediaType type = type(request, form);
    if (MediaType.MULTIPART_FORM_DATA.isCompatibleWith(type)) {
      multipart(request, type, form, loose);
    } else {
      checkCharset(type, form);
      body(request, form, loose);
    }
  }

  /** A request that only reads a stored file again need not have a body. */
  private static MediaType type(HttpServletRequest request, UploadForm form) {
    String type = request.getContentType();
    if (type == null && !form.names("from")) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE,
          "the body must have a Content-Type, such as text/csv");
    }
    return type == null ? MediaType.APPLICATION_OCTET_STREAM : MediaType.parseMediaType(type);
  }

  private void body(HttpServletRequest request, UploadForm form, PendingBlobs loose)
      throws IOException {
    checkLength(request, limits.upload());
    file(bodies.open(request), "dataset", !form.names("from"), form, loose);
  }

  private void multipart(
      HttpServletRequest request, MediaType type, UploadForm form, PendingBlobs loose)
      throws IOException {
    DataSize most = DataSize.ofBytes(limits.upload().toBytes() + AROUND.toBytes());
    checkLength(request, most);
    InputStream body = new BoundedInput(bodies.open(request), most, "request");
    try {
      FormParts parts = new FormParts(body, Optional.ofNullable(type.getParameter("boundary")));
      Optional<FormParts.Part> part = parts.next();
      for (int count = 0; part.isPresent(); count++) {
        if (count == Limits.PARTS) {
          throw tooLarge("the form has more than " + Limits.PARTS + " parts");
        }
        part(part.get(), form, loose);
        part = parts.next();
      }
    } catch (FormParts.LargeHeadException e) {
      throw tooLarge("the head of a part is too large");
    } catch (FormParts.MalformedException e) {
      throw ProblemException.of(
          ProblemKind.UNREADABLE, "the body is not a complete multipart/form-data form");
    }
  }

  private void part(FormParts.Part part, UploadForm form, PendingBlobs loose) throws IOException {
    switch (part.name()) {
      // A form in a browser, or a generated client, sends a part for a file that nobody chose
      case "file" -> {
        form.problems().throwIfAny();
        String name = part.fileName().orElse("");
        file(part.content(), name, !name.isEmpty(), form, loose);
      }
      case "labels" -> {
        form.problems().throwIfAny();
        Blob labels = store(part.content(), loose, form);
        if (labels.size() == 0) {
          loose.discard(labels);
        } else {
          form.labels(labels);
        }
      }
      default -> {
        if (form.isField(part.name())) {
          form.field(part.name(), text(part.content(), part.name()));
        }
      }
    }
  }

  private static String text(InputStream in, String name) throws IOException {
    byte[] bytes = new BoundedInput(in, FIELD, "field " + name).readAllBytes();
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE, List.of(new FieldError(name, "is not in UTF-8")));
    }
  }

  /**
   * Stores a file, and reads it at the same time if it is a table.
   *
   * @param always whether it is one even where it is empty
   */
  private void file(
      InputStream in, String name, boolean always, UploadForm form, PendingBlobs loose)
      throws IOException {
    Optional<ArrivingTable> table =
        form.soFar().map(said -> new ArrivingTable(said, limits, loose));
    Blob file =
        table.isPresent()
            ? loose.write(out -> table.get().receive(opened(in, form), out))
            : store(in, loose, form);
    if (file.size() == 0 && !always) {
      loose.discard(file);
    } else {
      form.file(name, file, table);
    }
  }

  private InputStream opened(InputStream in, UploadForm form) {
    return form.digested(new BoundedInput(in, limits.upload(), "upload"));
  }

  private Blob store(InputStream in, PendingBlobs loose, UploadForm form) throws IOException {
    return loose.write(out -> opened(in, form).transferTo(out));
  }

  private static void checkEncoding(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE,
          "a Content-Encoding is not understood; send the gzip file itself");
    }
  }

  /** A file in another charset than UTF-8 is taken where the field {@code encoding} names one. */
  private static void checkCharset(MediaType type, UploadForm form) {
    Charset charset = type.getCharset();
    if (charset != null && !charset.equals(UTF_8) && !form.names("encoding")) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE,
          "a CSV file is read as UTF-8; name its charset in encoding, as encoding=" + charset);
    }
  }

  private static void checkLength(HttpServletRequest request, DataSize most) {
    if (request.getContentLengthLong() > most.toBytes()) {
      throw tooLarge("the upload is larger than " + most.toBytes() + " bytes");
    }
  }

  private static ProblemException tooLarge(String detail) {
    return ProblemException.of(ProblemKind.TOO_LARGE, detail);
  }
}

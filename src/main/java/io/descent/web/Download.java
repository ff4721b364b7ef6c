package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends a file whose size is known, or the one part of it that {@code Range} asks for (RFC 9110,
 * 14; a {@code HEAD} has none). What asks for several parts, or for a part under a condition, is
 * given the whole.
 */
public final class Download {

  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private Download() {}

  /**
   * Where the whole file is to be written; of it, what was asked for goes to the client, and
   * nothing where the client has it already.
   *
   * @param etag of the file's content, without quotes
   * @throws ProblemException where nothing of the file is in the range
   */
  public static OutputStream open(
      HttpServletRequest request, HttpServletResponse response, long size, String etag)
      throws IOException {
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    String weak = "W/\"" + etag + '"';
    if (new ServletWebRequest(request, response).checkNotModified(weak)) {
      return OutputStream.nullOutputStream();
    }
    Optional<Part> part = part(request, size);
    long length = part.map(Part::length).orElse(size);
    if (part.isPresent()) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(HttpHeaders.CONTENT_RANGE, part.get() + "/" + size);
    }
    // A strong tag keeps a part from being compressed, as it is one of the file's own bytes
    response.setHeader(HttpHeaders.ETAG, part.isPresent() ? '"' + etag + '"' : weak);
    response.setContentLengthLong(length);
    OutputStream out = response.getOutputStream();
    return part.isPresent() ? new PartOutput(out, part.get()) : out;
  }

  /** Bytes {@code from} to {@code to} of the file, both of them in it. */
  private record Part(long from, long to) {

    long length() {
      return to - from + 1;
    }

    @Override
    public String toString() {
      return "bytes " + from + "-" + to;
    }
  }

  private static Optional<Part> part(HttpServletRequest request, long size) {
    String range = request.getHeader(HttpHeaders.RANGE);
    Matcher asked = ONE.matcher(range == null ? "" : range.replace(" ", ""));
    if (!asked.matches()
        || request.getHeader(HttpHeaders.IF_RANGE) != null
        || !request.getMethod().equals("GET")) {
      return Optional.empty();
    }
    String from = asked.group(1);
    String to = asked.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    long last = size - 1;
    Part part =
        from.isEmpty()
            ? new Part(Math.max(0, size - Long.parseLong(to)), last)
            : new Part(
                Long.parseLong(from), to.isEmpty() ? last : Math.min(last, Long.parseLong(to)));
    if (part.from() > last || part.from() > part.to()) {
      throw ProblemException.outOfRange(size);
    }
    return Optional.of(part);
  }

  /** Lets through what lies in the part. */
  private static final class PartOutput extends FilterOutputStream {
    private final Part part;
    private long at;

    PartOutput(OutputStream out, Part part) {
      super(out);
      this.part = part;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long from = Math.max(part.from() - at, 0);
      long to = Math.min(part.to() + 1 - at, length);
      if (from < to) {
        out.write(bytes, offset + (int) from, (int) (to - from));
      }
      at += length;
    }
  }
}

package io.descent.mcp;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/** Keeps what one call within a request is answered; nothing of it reaches the client by itself. */
final class ApiResponse extends HttpServletResponseWrapper {

  // For a byte of JSON: itself, its nodes, and both forms of the result
  private static final int BYTES = 12;

  private final HttpHeaders headers = new HttpHeaders();
  private final Body body;
  private int status = SC_OK;
  private @Nullable PrintWriter writer;

  /**
   * @param most bytes of the answer, which are taken from the memory as they come
   */
  ApiResponse(HttpServletResponse around, DataSize most, RequestMemory.Taken memory) {
    super(around);
    this.body = new Body(most, memory);
  }

  /** The whole body; refused where there was no room for it. */
  byte[] bytes() {
    if (writer != null) {
      writer.flush();
    }
    body.refusal.ifPresent(
        it -> {
          throw it;
        });
    return body.bytes.toByteArray();
  }

  @Override
  public void setStatus(int status) {
    this.status = status;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void sendError(int status) {
    this.status = status;
  }

  @Override
  public void sendError(int status, String message) {
    this.status = status;
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) {
    this.status = status;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.set(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    headers.add(name, value);
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public void setDateHeader(String name, long date) {
    headers.setDate(name, date);
  }

  @Override
  public void addDateHeader(String name, long date) {
    headers.setDate(name, date);
  }

  @Override
  public boolean containsHeader(String name) {
    return headers.containsHeader(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return headers.getFirst(name);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    return headers.getOrDefault(name, List.of());
  }

  @Override
  public Collection<String> getHeaderNames() {
    return headers.headerNames();
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {}

  @Override
  public void addCookie(Cookie cookie) {}

  @Override
  public void setContentType(@Nullable String type) {
    setHeader(HttpHeaders.CONTENT_TYPE, type);
  }

  @Override
  public @Nullable String getContentType() {
    return getHeader(HttpHeaders.CONTENT_TYPE);
  }

  @Override
  public void setContentLength(int length) {}

  @Override
  public void setContentLengthLong(long length) {}

  @Override
  public void setCharacterEncoding(@Nullable String charset) {}

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }

  @Override
  public void setLocale(Locale locale) {}

  @Override
  public ServletOutputStream getOutputStream() {
    return body;
  }

  @Override
  public PrintWriter getWriter() {
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
    }
    return writer;
  }

  @Override
  public void setBufferSize(int size) {}

  @Override
  public void flushBuffer() {}

  @Override
  public boolean isCommitted() {
    return false;
  }

  @Override
  public void reset() {
    headers.clear();
    status = SC_OK;
    resetBuffer();
  }

  @Override
  public void resetBuffer() {
    body.bytes.reset();
    body.refusal = Optional.empty();
  }

  private static final class Body extends ServletOutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataSize most;
    private final RequestMemory.Taken memory;
    private Optional<ProblemException> refusal = Optional.empty();

    Body(DataSize most, RequestMemory.Taken memory) {
      this.most = most;
      this.memory = memory;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      if (refusal.isPresent()) {
        return;
      }
      try {
        take(length);
        bytes.write(from, offset, length);
      } catch (ProblemException e) {
        // Whoever writes would take it for a failure of their own
        refusal = Optional.of(e);
      }
    }

    private void take(int length) {
      if (bytes.size() + length > most.toBytes()) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE,
            "the answer is larger than " + most.toBytes() + " bytes; ask for less at a time");
      }
      memory.take((long) BYTES * length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException("answers are written by blocking");
    }
  }
}

package io.descent.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives bodies that come as gzip or deflate ({@code Content-Encoding}) as what they were before;
 * whoever reads them bounds them as any other.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class EncodedBodyFilter extends OncePerRequestFilter {

  private static final String IDENTITY = "identity";
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final String DEFLATE = "deflate";

  private final ProblemWriter problems;

  EncodedBodyFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    String encoding = given == null ? IDENTITY : given.strip().toLowerCase(Locale.ROOT);
    if (encoding.equals(IDENTITY)) {
      chain.doFilter(request, response);
    } else if (GZIP.contains(encoding) || encoding.equals(DEFLATE)) {
      chain.doFilter(new Decoded(request, GZIP.contains(encoding)), response);
    } else {
      problems.write(
          ProblemException.of(
              ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or deflate"),
          request.getRequestURI(),
          response);
    }
  }

  /** A request whose body is decoded, and whose length is not known. */
  private static final class Decoded extends HttpServletRequestWrapper {

    private static final Set<String> HIDDEN =
        Set.of(
            HttpHeaders.CONTENT_ENCODING.toLowerCase(Locale.ROOT),
            HttpHeaders.CONTENT_LENGTH.toLowerCase(Locale.ROOT));

    private final boolean gzip;
    private @Nullable ServletInputStream body;

    Decoded(HttpServletRequest request, boolean gzip) {
      super(request);
      this.gzip = gzip;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return HIDDEN.contains(name.toLowerCase(Locale.ROOT)) ? null : super.getHeader(name);
    }

    @Override
    public int getContentLength() {
      return -1;
    }

    @Override
    public long getContentLengthLong() {
      return -1;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        body = new Body(super.getInputStream(), gzip);
      }
      return body;
    }
  }

  /** Deflated data that can say whether they are all. */
  private static final class Deflated extends InflaterInputStream {

    Deflated(InputStream in) {
      super(in);
    }

    boolean isFollowed() {
      return inf.getRemaining() > 0;
    }
  }

  /** Begins to decode with the first read, so that what is no gzip is refused where it is read. */
  private static final class Body extends ServletInputStream {

    private static final int BUFFER = 512;

    private final ServletInputStream encoded;
    private final boolean gzip;
    private @Nullable InputStream decoded;

    Body(ServletInputStream encoded, boolean gzip) {
      this.encoded = encoded;
      this.gzip = gzip;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        if (decoded == null) {
          decoded = gzip ? new GzipMembers(encoded, BUFFER) : new Deflated(encoded);
        }
        int n = decoded.read(into, from, length);
        if (n < 0 && isFollowed(decoded)) {
          throw ProblemException.of(
              ProblemKind.UNREADABLE, "something follows the body in its Content-Encoding");
        }
        return n;
      } catch (ZipException | EOFException e) {
        throw ProblemException.of(
            ProblemKind.UNREADABLE, "the body is not whole in its Content-Encoding");
      }
    }

    private static boolean isFollowed(InputStream decoded) {
      return switch (decoded) {
        case GzipMembers members -> members.isFollowed();
        case Deflated deflated -> deflated.isFollowed();
        default -> false;
      };
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("bodies are read by blocking");
    }
  }
}

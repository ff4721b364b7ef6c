package io.descent.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Breaks an answer that lasts, an event stream or a large download, off soon after its key was
 * deleted or has expired.
 */
final class LastingAnswer extends OncePerRequestFilter {

  private static final long LOOK_AFTER = Duration.ofSeconds(1).toNanos();

  private final KeyAuthentication keys;

  LastingAnswer(KeyAuthentication keys) {
    this.keys = keys;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean keyed = Caller.current().key().isPresent();
    chain.doFilter(request, keyed ? new Watched(response, () -> keys.isValid(request)) : response);
  }

  private static final class Watched extends HttpServletResponseWrapper {

    private final BooleanSupplier valid;

    Watched(HttpServletResponse response, BooleanSupplier valid) {
      super(response);
      this.valid = valid;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return new WatchedOutput(super.getOutputStream(), valid);
    }
  }

  private static final class WatchedOutput extends ServletOutputStream {

    private final ServletOutputStream out;
    private final BooleanSupplier valid;
    private long looked = System.nanoTime();

    WatchedOutput(ServletOutputStream out, BooleanSupplier valid) {
      this.out = out;
      this.valid = valid;
    }

    private void look() {
      long now = System.nanoTime();
      if (now - looked > LOOK_AFTER) {
        looked = now;
        if (!valid.getAsBoolean()) {
          // No IOException, which Spring would take for a client that is gone, and end as if whole
          throw SecurityConfiguration.noKey();
        }
      }
    }

    @Override
    public void write(int b) throws IOException {
      look();
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      look();
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}

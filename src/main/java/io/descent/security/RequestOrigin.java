package io.descent.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as its headers say: a browser that a foreign page drives tells it by
 * {@code Origin} and {@code Sec-Fetch-Site}, and one that a foreign name leads here by {@code
 * Host}.
 */
record RequestOrigin(
    String method,
    String path,
    Optional<String> host,
    Optional<String> origin,
    String fetchSite,
    String fetchMode,
    String fetchDestination) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String HEALTH = "/actuator/health";
  private static final Set<String> PAGES =
      Set.of("/", "/index.html", "/swagger-ui.html", "/swagger-ui/index.html");

  static RequestOrigin of(HttpServletRequest request) {
    return new RequestOrigin(
        request.getMethod(),
        request.getRequestURI(),
        Optional.ofNullable(request.getHeader("Host")).map(it -> it.toLowerCase(Locale.ROOT)),
        Optional.ofNullable(request.getHeader("Origin")).map(it -> it.toLowerCase(Locale.ROOT)),
        orEmpty(request.getHeader("Sec-Fetch-Site")),
        orEmpty(request.getHeader("Sec-Fetch-Mode")),
        orEmpty(request.getHeader("Sec-Fetch-Dest")));
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }

  /**
   * What is foreign about the request, if it may not go on.
   *
   * @param keys whether callers need keys: a browser that a foreign name led here has none
   */
  Optional<String> foreign(List<HostPattern> hosts, boolean keys) {
    if (isProbe() || isVisit()) {
      return Optional.empty();
    }
    if (!keys && !isOwn(hosts)) {
      return Optional.of("the Host header does not name this service; see descent.security.hosts");
    }
    if (origin.isPresent() && !sameOrigin(origin.get(), hosts)) {
      return Optional.of("the request comes from a page of another origin");
    }
    if (fetchSite.equals("cross-site")) {
      return Optional.of("the request comes from a page of another site");
    }
    return Optional.empty();
  }

  /** Probes come from anywhere, by any name. */
  private boolean isProbe() {
    return READING.contains(method) && (path.equals(HEALTH) || path.startsWith(HEALTH + "/"));
  }

  /** A user who follows a link to a page of ours, which shows nothing by itself. */
  private boolean isVisit() {
    boolean navigates = fetchMode.isEmpty() || fetchMode.equals("navigate");
    boolean toTop = fetchDestination.isEmpty() || fetchDestination.equals("document");
    return READING.contains(method)
        && PAGES.contains(path)
        && origin.isEmpty()
        && navigates
        && toTop;
  }

  private boolean isOwn(List<HostPattern> hosts) {
    String name = withoutPort(host.orElse(""));
    return LOOPBACK.contains(name) || hosts.stream().anyMatch(it -> it.matches(name));
  }

  /** The request's own host, or, behind a proxy that gives it another, a name that was set. */
  private boolean sameOrigin(String sent, List<HostPattern> hosts) {
    try {
      URI uri = URI.create(sent);
      String port = "https".equals(uri.getScheme()) ? ":443" : ":80";
      String authority = uri.getRawAuthority();
      return authority != null
          && (without(port, authority).equals(without(port, host.orElse("")))
              || hosts.stream().anyMatch(it -> it.matches(withoutPort(authority))));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutPort(String authority) {
    return authority.replaceFirst(":\\d*$", "");
  }

  private static String without(String port, String authority) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }
}

package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestOriginTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/jobs");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.0.0.1:65535",
        "[::1]",
        "[::1]:8080",
        "descent",
        "Descent:8080"
      })
  void theServicesOwnNamesMayBeUsedAtAnyPort(String host) {
    assertThat(foreign(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "localhost:8080.evil.example",
        "127.0.0.1.nip.io",
        "127.0.0.2",
        "0.0.0.0",
        "::1",
        "",
        ":8080",
        "localhost.",
        "user@localhost",
        "descent.evil"
      })
  void otherNamesAreForeign(String host) {
    assertThat(foreign(host)).isTrue();
  }

  @Test
  void aRequestWithoutAHostIsForeign() {
    assertThat(RequestOrigin.of(request).foreign(List.of(), false)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080, false",
    "LOCALHOST:8080, http://localhost:8080, false",
    "localhost, http://localhost, false",
    "localhost:80, http://localhost, false",
    "localhost, https://localhost, false",
    "[::1]:8080, http://[::1]:8080, false",
    "localhost:8080, http://localhost:8081, true",
    "localhost:8080, http://127.0.0.1:8080, true",
    "localhost:8080, http://localhost, true",
    "localhost:8080, http://evil.example, true",
    "localhost:8080, http://evil.example:8080, true",
    "localhost:8080, null, true",
    "localhost:8080, '', true",
    "localhost:8080, localhost:8080, true",
    "localhost:8080, 'http://a b', true",
    "localhost:8080, file://, true"
  })
  void anOriginMustBeTheRequestsOwnHost(String host, String origin, boolean foreign) {
    request.addHeader("Origin", origin);

    assertThat(foreign(host)).isEqualTo(foreign);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, https://descent, false",
    "127.0.0.1:8080, https://a.example.org:8443, false",
    "127.0.0.1:8080, https://example.org, true",
    "127.0.0.1:8080, https://a.example.org.evil.example, true"
  })
  void behindAProxyAnOriginMayBeANameThatWasSet(String host, String origin, boolean foreign) {
    request.addHeader("Origin", origin);

    assertThat(foreign(host)).isEqualTo(foreign);
  }

  @Test
  void whereKeysAreNeededAnyHostMayBeNamedAndNoForeignOrigin() {
    assertThat(foreign("service.example", true)).isFalse();
    request.addHeader("Origin", "http://evil.example");
    assertThat(foreign("service.example", true)).isTrue();
    request.removeHeader("Origin");
    request.addHeader("Sec-Fetch-Site", "cross-site");
    assertThat(foreign("service.example", true)).isTrue();
  }

  @Test
  void anOriginIsLookedAtWhateverTheVerb() {
    request.addHeader("Origin", "http://evil.example");
    for (String verb : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
      request.setMethod(verb);
      assertThat(foreign("localhost")).as(verb).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"cross-site, true", "same-origin, false", "same-site, false", "none, false"})
  void anotherSiteIsForeign(String site, boolean foreign) {
    request.addHeader("Sec-Fetch-Site", site);

    assertThat(foreign("localhost")).isEqualTo(foreign);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/swagger-ui.html", "/swagger-ui/index.html"})
  void aLinkFromAnotherSiteMayLeadToAPage(String path) {
    request.setRequestURI(path);
    request.addHeader("Sec-Fetch-Site", "cross-site");
    request.addHeader("Sec-Fetch-Mode", "navigate");
    request.addHeader("Sec-Fetch-Dest", "document");

    assertThat(foreign("localhost")).isFalse();
    request.setMethod("POST");
    assertThat(foreign("localhost")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"navigate, iframe", "cors, empty", "no-cors, script"})
  void anotherSiteMayNotUseAPageOtherwise(String mode, String destination) {
    request.setRequestURI("/");
    request.addHeader("Sec-Fetch-Site", "cross-site");
    request.addHeader("Sec-Fetch-Mode", mode);
    request.addHeader("Sec-Fetch-Dest", destination);

    assertThat(foreign("localhost")).isTrue();
  }

  @Test
  void aLinkFromAnotherSiteMayNotLeadToTheApi() {
    request.addHeader("Sec-Fetch-Site", "cross-site");
    request.addHeader("Sec-Fetch-Mode", "navigate");
    request.addHeader("Sec-Fetch-Dest", "document");

    assertThat(foreign("localhost")).isTrue();
  }

  @Test
  void healthMayBeReadByAnyName() {
    for (String path : List.of("/actuator/health", "/actuator/health/readiness")) {
      request.setRequestURI(path);
      assertThat(foreign("10.0.0.7:8080")).isFalse();
    }
    request.setRequestURI("/actuator/healthy");
    assertThat(foreign("10.0.0.7:8080")).isTrue();
    request.setRequestURI("/actuator/prometheus");
    assertThat(foreign("10.0.0.7:8080")).isTrue();
  }

  private boolean foreign(String host) {
    return foreign(host, false);
  }

  private boolean foreign(String host, boolean keys) {
    request.removeHeader("Host");
    request.addHeader("Host", host);
    List<HostPattern> hosts = List.of(new HostPattern("descent"), new HostPattern("*.example.org"));
    return RequestOrigin.of(request).foreign(hosts, keys).isPresent();
  }
}

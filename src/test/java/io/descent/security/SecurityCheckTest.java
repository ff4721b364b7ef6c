package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class SecurityCheckTest {

  private final MockEnvironment environment = new MockEnvironment();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void loopbackIsOpenToThisMachine(String address) {
    assertThat(asksForKeys(address)).isFalse();
    environment.setProperty("descent.security.mode", "keys");
    assertThat(asksForKeys(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "no.such.host.invalid"})
  void anyOtherAddressAsksForKeys(String address) {
    assertThat(asksForKeys(address)).isTrue();
    environment.setProperty("descent.security.mode", "open");
    assertThat(asksForKeys(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://descent",
        "descent:8080",
        "descent/path",
        "*",
        "*.",
        "a.*.b",
        "a b",
        "-a",
        "user@host",
        "a..b",
        "[::1]:80",
        "dé.example"
      })
  void aHostThatCannotBeUsedIsRefused(String host) {
    environment.setProperty("descent.security.hosts", "descent," + host);

    assertThatThrownBy(() -> SecurityCheck.check(environment))
        .rootCause()
        .isInstanceOf(RefusedStart.class)
        .hasMessageContaining("descent.security.hosts")
        .hasMessageContaining(host)
        .hasMessageContaining("*.example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "Descent, descent, true",
    "descent, descent.evil, false",
    "10.0.0.7, 10.0.0.7, true",
    "::1, [::1], true",
    "[2001:DB8::1], [2001:db8::1], true",
    "*.example.org, a.example.org, true",
    "*.example.org, a.b.example.org, true",
    "*.example.org, example.org, false",
    "*.example.org, .example.org, false",
    "*.example.org, evilexample.org, false",
    "*.example.org, a.example.org.evil, false"
  })
  void aHostIsANameAnAddressOrAllBelowAName(String pattern, String name, boolean own) {
    assertThat(new HostPattern(pattern).matches(name)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "nineteen-characters", "with blanks with blanks", "ümlaut-ümlaut-ümlaut"})
  void aKeyOfTheAdministratorThatCouldBeGuessedOrNotBeSentIsRefused(String key) {
    environment.setProperty("descent.security.admin-key", key);

    assertThatThrownBy(() -> SecurityCheck.check(environment))
        .rootCause()
        .isInstanceOf(RefusedStart.class)
        .hasMessageContaining("DESCENT_ADMIN_KEY")
        .message()
        .doesNotContain(key);
  }

  @Test
  void anEmptyKeyOfTheAdministratorIsNone() {
    environment.setProperty("descent.security.admin-key", "");

    assertThat(SecurityCheck.check(environment).adminKey()).isEmpty();
  }

  private boolean asksForKeys(String address) {
    return SecurityCheck.check(environment).asksForKeys(address);
  }
}

package io.descent.security;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class AddressCheckTest {

  private final MockEnvironment environment = new MockEnvironment();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void loopbackIsOpenToThisMachine(String address) {
    environment.setProperty("server.address", address);

    assertThatNoException().isThrownBy(() -> AddressCheck.check(environment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "no.such.host.invalid"})
  void anyOtherAddressMustBeAskedFor(String address) {
    environment.setProperty("server.address", address);
    assertThatThrownBy(() -> AddressCheck.check(environment))
        .isInstanceOf(RefusedStart.class)
        .hasMessageContaining("server.address=" + address)
        .hasMessageContaining("descent.security.mode=open");

    environment.setProperty("descent.security.mode", "open");
    assertThatNoException().isThrownBy(() -> AddressCheck.check(environment));
  }

  @Test
  void withoutAnAddressAllOfTheMachineWouldBeOpen() {
    assertThatThrownBy(() -> AddressCheck.check(environment)).isInstanceOf(RefusedStart.class);
  }

  @Test
  void keysAreNotInThisVersion() {
    environment.setProperty("server.address", "127.0.0.1");
    environment.setProperty("descent.security.mode", "keys");

    assertThatThrownBy(() -> AddressCheck.check(environment))
        .isInstanceOf(RefusedStart.class)
        .hasMessageContaining("keys");
  }
}

package io.descent.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param mode whether callers need keys
 * @param hosts names by which the service is called, beside those of the loopback interface
 * @param adminKey text of the administrator's key; without one it is made at the first start
 */
@ConfigurationProperties("descent.security")
record SecuritySettings(
    @DefaultValue("auto") Mode mode, @DefaultValue List<String> hosts, Optional<String> adminKey) {

  private static final int SHORTEST_KEY = 20;

  enum Mode {
    /** Keys at any address but loopback. */
    AUTO,
    KEYS,
    OPEN
  }

  SecuritySettings {
    hosts = hosts.stream().map(HostPattern::new).map(HostPattern::text).toList();
    adminKey = adminKey.filter(it -> !it.isBlank());
    if (adminKey.isPresent() && !adminKey.get().matches("[!-~]{" + SHORTEST_KEY + ",255}")) {
      throw new RefusedStart(
          "DESCENT_ADMIN_KEY must be "
              + SHORTEST_KEY
              + " to 255 visible ASCII characters without blanks");
    }
  }

  List<HostPattern> hostPatterns() {
    return hosts.stream().map(HostPattern::new).toList();
  }

  /** Whether a service at this address asks for keys. */
  boolean asksForKeys(String address) {
    return switch (mode) {
      case OPEN -> false;
      case KEYS -> true;
      case AUTO -> !isLoopback(address);
    };
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

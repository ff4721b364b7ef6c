package io.descent.security;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param mode whether callers need keys
 * @param hosts names by which the service is called, beside those of the loopback interface
 */
@ConfigurationProperties("descent.security")
record SecuritySettings(@DefaultValue("auto") Mode mode, @DefaultValue List<String> hosts) {

  enum Mode {
    /** Keys at any address but loopback. */
    AUTO,
    KEYS,
    OPEN
  }

  SecuritySettings {
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }
}

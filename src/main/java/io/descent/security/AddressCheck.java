package io.descent.security;

import io.descent.security.SecuritySettings.Mode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Refuses to start where others could call without a key, before anything is opened. There are no
 * keys yet, so any address but loopback must be asked for.
 */
final class AddressCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    check(context.getEnvironment());
  }

  static void check(Environment environment) {
    Mode mode =
        Binder.get(environment).bindOrCreate("descent.security", SecuritySettings.class).mode();
    String address = environment.getProperty("server.address", "0.0.0.0");
    switch (mode) {
      case OPEN -> {}
      case KEYS ->
          throw new RefusedStart(
              "descent.security.mode=keys is not in this version: stay on a loopback address, or"
                  + " set descent.security.mode=open where only trusted callers reach the service");
      case AUTO -> requireLoopback(address);
    }
  }

  private static void requireLoopback(String address) {
    if (!isLoopback(address)) {
      throw new RefusedStart(
          "server.address="
              + address
              + " can be reached from other machines and this version has no keys: use 127.0.0.1,"
              + " or set descent.security.mode=open where only trusted callers reach the service");
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

package io.descent.security;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses a setting that says who may call and cannot be used, before anything is opened. */
final class SecurityCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    check(context.getEnvironment());
  }

  static SecuritySettings check(Environment environment) {
    return Binder.get(environment).bindOrCreate("descent.security", SecuritySettings.class);
  }
}

package io.descent.cli;

import org.springframework.context.ConfigurableApplicationContext;

/** How a service of this process is started, with arguments as the jar takes them. */
@FunctionalInterface
public interface LocalService {

  ConfigurableApplicationContext start(String... arguments);
}

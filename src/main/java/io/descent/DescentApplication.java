package io.descent;

import io.descent.engine.KernelChoice;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DescentApplication {

  private static final Logger log = LoggerFactory.getLogger(DescentApplication.class);

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(DescentApplication.class);
    application.addInitializers(DescentApplication::chooseKernels);
    application.run(args);
    KernelChoice.warmUp(DescentApplication::sayReady);
  }

  private static void chooseKernels(ConfigurableApplicationContext context) {
    KernelChoice.choose(context.getEnvironment().getProperty("descent.kernel", "auto"));
  }

  private static void sayReady(List<String> plain) {
    long seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    if (plain.isEmpty()) {
      log.info("Kernels: as fast as they get, {} s after the start", seconds);
    } else {
      log.warn(
          "Kernels: {} stay plain, as their lanes were not compiled in {} s. Results are the same,"
              + " but take longer; another start may help",
          String.join(", ", plain),
          seconds);
    }
  }
}

package io.descent;

import io.descent.engine.KernelChoice;
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
    KernelChoice.warmUp();
  }

  private static void chooseKernels(ConfigurableApplicationContext context) {
    KernelChoice.choose(context.getEnvironment().getProperty("descent.kernel", "auto"));
    log.info("Training with {}", KernelChoice.explanation());
  }
}

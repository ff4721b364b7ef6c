package io.descent;

import io.descent.cli.CommandTool;
import io.descent.engine.KernelChoice;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.config.BootstrapMode;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableJpaRepositories(
    // Each is made with its first use
    bootstrapMode = BootstrapMode.LAZY,
    queryEnhancerSelector = PlainQueries.class)
public class DescentApplication {

  private static final Logger log = LoggerFactory.getLogger(DescentApplication.class);

  private static final int LEAST_CARRIERS = 16;

  public static void main(String[] args) {
    shareProcessors();
    if (CommandTool.isServe(args)) {
      boolean word = args.length > 0 && args[0].equals("serve");
      start(word ? Arrays.copyOfRange(args, 1, args.length) : args);
    } else {
      System.exit(CommandTool.run(DescentApplication::start, System.out, System.err, args));
    }
  }

  static ConfigurableApplicationContext start(String... args) {
    SpringApplication application = new SpringApplication(DescentApplication.class);
    application.addListeners(
        (ApplicationListener<ApplicationEnvironmentPreparedEvent>)
            event -> takeBuiltBeans(event.getEnvironment()));
    application.addInitializers(context -> SettingsCheck.check(context.getEnvironment()));
    application.addInitializers(
        DescentApplication::resolveHome,
        DescentApplication::chooseKernels,
        DescentApplication::makeRepositoriesWhenUsed,
        Traces::wished);
    ConfigurableApplicationContext context = application.run(args);
    KernelChoice.warmUp(DescentApplication::sayReady);
    return context;
  }

  /**
   * Requests have virtual threads, of which as many compute at a time as there are carriers: by
   * default one a core, so that two long ones would hold up all others on two cores. With more of
   * them the system shares the cores among all that compute.
   */
  private static void shareProcessors() {
    String carriers = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(carriers) == null) {
      int cores = Runtime.getRuntime().availableProcessors();
      System.setProperty(carriers, Integer.toString(Math.max(LEAST_CARRIERS, 4 * cores)));
    }
  }

  /**
   * The build has written down in the jar which beans there are, so that a start need not find out.
   * That holds as long as no setting decides otherwise.
   */
  private static void takeBuiltBeans(ConfigurableEnvironment environment) {
    if (System.getProperty(AotDetector.AOT_ENABLED) != null) {
      return;
    }
    URL beans =
        DescentApplication.class.getResource(
            DescentApplication.class.getSimpleName() + "__ApplicationContextInitializer.class");
    boolean built = beans != null && beans.getProtocol().equals("jar");
    SpringProperties.setProperty(
        AotDetector.AOT_ENABLED, Boolean.toString(built && SettingsCheck.keepsBeans(environment)));
  }

  /**
   * What the build wrote down of the beans does not tell that a repository is made with its first
   * use, for which all its queries are parsed.
   */
  private static void makeRepositoriesWhenUsed(ConfigurableApplicationContext context) {
    if (AotDetector.useGeneratedArtifacts()
        && context.getBeanFactory() instanceof DefaultListableBeanFactory beans) {
      beans.setAutowireCandidateResolver(
          new ContextAnnotationAutowireCandidateResolver() {
            @Override
            protected boolean isLazy(DependencyDescriptor descriptor) {
              return Repository.class.isAssignableFrom(descriptor.getDependencyType())
                  || super.isLazy(descriptor);
            }
          });
    }
  }

  /** The database takes no path that is relative without saying so. */
  static void resolveHome(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Path home = HomeCheck.home(environment);
    HomeCheck.require(home, environment);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("home", Map.of(HomeCheck.HOME, home.toString())));
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

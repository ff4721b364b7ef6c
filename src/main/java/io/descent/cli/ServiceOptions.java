package io.descent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service is asked, and in what form its answers are shown. */
final class ServiceOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:DESCENT_URL}",
      description = "The service to ask; without it one is started inside. Or DESCENT_URL.")
  @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:DESCENT_KEY}",
      description = "The key for the service at the URL. Better: DESCENT_KEY.")
  @Nullable String key;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Keeps the data sets, jobs and models of the service inside; else none is.")
  @Nullable Path home;

  @Option(names = "--json", description = "One JSON document on standard output, nothing else.")
  boolean json;

  Session open(LocalService local) {
    return url == null || url.isBlank()
        ? Session.inside(local, home)
        : Session.at(url, key == null || key.isBlank() ? null : key);
  }
}

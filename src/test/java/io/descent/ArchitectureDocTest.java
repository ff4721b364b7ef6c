package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ArchitectureDocTest {

  private static final Path PAGE = Path.of("docs", "architecture.md");

  private final ApplicationModules modules =
      ApplicationModules.of(DescentApplication.class, new WithoutTests());

  @Test
  void pageShowsTheArrowsThatTheCodeHas() throws IOException {
    String diagram = "```mermaid\nflowchart TD\n" + arrows() + "\n```";

    String marked = "<!-- modules -->\n" + diagram + "\n<!-- /modules -->";
    assertThat(Files.readString(PAGE).contains(marked))
        .as("%s is stale. Put this between its <!-- modules --> marks:%n%s%n", PAGE, diagram)
        .isTrue();
  }

  /** Left in target/spring-modulith-docs, with a canvas for each module, for whoever wants more. */
  @Test
  void documentationIsWritten() {
    new Documenter(modules).writeDocumentation();

    assertThat(Path.of("target", "spring-modulith-docs", "components.puml")).exists();
  }

  /** Without the arrows that follow from others, so that the picture stays readable. */
  private String arrows() {
    return modules.stream()
        .flatMap(from -> nearest(from).map(to -> "  " + name(from) + " --> " + name(to)))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private Stream<ApplicationModule> nearest(ApplicationModule from) {
    List<ApplicationModule> direct = from.getDirectDependencies(modules).uniqueModules().toList();
    return direct.stream()
        .filter(
            to ->
                direct.stream().noneMatch(other -> other.getAllDependencies(modules).contains(to)));
  }

  private static String name(ApplicationModule module) {
    return module.getIdentifier().toString();
  }
}

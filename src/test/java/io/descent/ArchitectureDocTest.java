package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ArchitectureDocTest {

  private static final Path PAGE = Path.of("docs", "architecture.md");

  private static final ApplicationModules MODULES =
      ApplicationModules.of(DescentApplication.class, new WrittenCode());

  @Test
  void modulesDependOnlyAsTheirPackagesSay() {
    MODULES.verify();
  }

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
    new Documenter(MODULES).writeDocumentation();

    assertThat(Path.of("target", "spring-modulith-docs", "components.puml")).exists();
  }

  /** Without the arrows that follow from others, so that the picture stays readable. */
  private String arrows() {
    Map<ApplicationModule, Set<ApplicationModule>> all =
        MODULES.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    module ->
                        module
                            .getAllDependencies(MODULES)
                            .uniqueModules()
                            .collect(Collectors.toSet())));
    return MODULES.stream()
        .flatMap(from -> nearest(from, all).map(to -> "  " + name(from) + " --> " + name(to)))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Stream<ApplicationModule> nearest(
      ApplicationModule from, Map<ApplicationModule, Set<ApplicationModule>> all) {
    List<ApplicationModule> direct = from.getDirectDependencies(MODULES).uniqueModules().toList();
    return direct.stream()
        .filter(to -> direct.stream().noneMatch(other -> all.get(other).contains(to)));
  }

  private static String name(ApplicationModule module) {
    return module.getIdentifier().toString();
  }
}

package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");

  @ParameterizedTest
  @ValueSource(strings = {"Run it", "Test it"})
  void readmeGivesOneCommandInOneLine(String heading) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    int fence = lines.indexOf("## " + heading) + 2;

    assertThat(lines.get(fence)).startsWith("```");
    assertThat(lines.get(fence + 1)).isNotBlank().doesNotEndWith("\\");
    assertThat(lines.get(fence + 2)).isEqualTo("```");
  }

  @Test
  void relativeLinksLeadSomewhere() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"))) {
      assertThat(
              Stream.concat(top, docs)
                  .filter(page -> page.toString().endsWith(".md"))
                  .flatMap(DocumentationTest::targets))
          .isNotEmpty()
          .allSatisfy(target -> assertThat(target).exists());
    }
  }

  @Test
  void linksWithinAPageLeadToItsHeadings() throws IOException {
    Path page = Path.of("docs/api.md");
    List<String> headings =
        Files.readAllLines(page).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
            .map(line -> "#" + line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .toList();
    Matcher link = Pattern.compile("]\\((#[^)]+)\\)").matcher(Files.readString(page));

    assertThat(link.results().map(it -> it.group(1)))
        .hasSizeGreaterThan(10)
        .allSatisfy(it -> assertThat(headings).contains(it));
  }

  private static Stream<Path> targets(Path page) {
    try {
      return LINK.matcher(Files.readString(page))
          .results()
          .map(link -> page.resolveSibling(link.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

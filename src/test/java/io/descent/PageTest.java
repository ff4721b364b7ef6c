package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of the page's files without a browser. */
class PageTest {

  private static final Path PAGE = Path.of("src/main/resources/static");
  private static final Pattern WORDS =
      Pattern.compile("(?:^|[,{]) *\"?([A-Za-z][\\w./-]*)\"?: \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern KEY = Pattern.compile("\\bt\\(\"([^\"]+[^\".])\"");
  private static final Pattern VALUE = Pattern.compile("\\{\\w+}");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import)[ (]\"(\\.[^\"]+)\"");

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    for (String file : List.of("", "guide-")) {
      Map<String, String> english = words(file + "en.js");
      Map<String, String> korean = words(file + "ko.js");
      assertThat(korean.keySet()).hasSizeGreaterThan(50).isEqualTo(english.keySet());
      english.forEach(
          (key, text) -> assertThat(values(korean.get(key))).as(key).isEqualTo(values(text)));
    }
  }

  @Test
  void everyWordThatIsUsedIsThere() throws IOException {
    Map<String, String> known = words("en.js");
    known.putAll(words("guide-en.js"));
    for (Path file : files(".js")) {
      assertThat(found(KEY, Files.readString(file))).as(file.toString()).isSubsetOf(known.keySet());
    }
  }

  @Test
  void filesAreShortAndImportWhatIsThere() throws IOException {
    for (Path file : files(".js", ".css")) {
      String text = Files.readString(file);
      assertThat(text.lines()).as(file.toString()).hasSizeLessThanOrEqualTo(300);
      for (String imported : found(IMPORT, text)) {
        Path path = file.resolveSibling(imported).normalize();
        assertThat(path.startsWith(PAGE.resolve("webjars")) || Files.exists(path))
            .as(file + " imports " + imported)
            .isTrue();
      }
    }
  }

  /** The policy lets neither in; nor does anything of another host come into the page. */
  @Test
  void nothingIsInlineAndNothingComesFromElsewhere() throws IOException {
    for (Path file : files(".js", ".css", ".html")) {
      String text = Files.readString(file);
      assertThat(text)
          .as(file.toString())
          .doesNotContain("innerHTML", "insertAdjacentHTML", "eval(", "unsafeHTML", "@import")
          .doesNotContainPattern("[ \"]style=[\"$]")
          .doesNotContainPattern(" on[a-z]+=\"");
      assertThat(text.replace("http://www.w3.org/", ""))
          .as(file.toString())
          .doesNotContain("http://", "https://");
    }
  }

  private static Map<String, String> words(String file) throws IOException {
    Map<String, String> words = new TreeMap<>();
    WORDS
        .matcher(
            Files.readString(PAGE.resolve("page/text").resolve(file))
                .lines()
                .filter(line -> !line.startsWith("//"))
                .collect(Collectors.joining("\n"))
                .replace("\n", ", "))
        .results()
        .forEach(it -> words.put(it.group(1), it.group(2)));
    return words;
  }

  private static TreeSet<String> values(String text) {
    return VALUE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> it.group(1)).toList();
  }

  private static List<Path> files(String... endings) throws IOException {
    try (Stream<Path> all = Files.walk(PAGE)) {
      return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).toList();
    }
  }
}

package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/**
 * The snippets of the documents, run by bash as a reader would: one after the other, in a folder
 * that looks like the repository's. What asks the service must be answered; what builds, starts or
 * tests a service is left to other tests, and Python to where its libraries are.
 */
@ServiceTest
@EnabledOnOs(OS.LINUX)
class SnippetsTest {

  private static final Path API = Path.of("docs/api.md");
  private static final Pattern SNIPPET =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern ELSEWHERE = Pattern.compile("^(bash examples/|mvn )");
  private static final Pattern CALL =
      Pattern.compile("`(GET|POST|PUT|PATCH|DELETE) (/[^ `?]*)(\\?[^`]*)?`");

  /** Shows nothing but what went wrong, and takes a refusal for a failure. */
  private static final String BEFORE =
      """
      set -euo pipefail
      curl() { command curl --silent --show-error --fail-with-body --max-time 60 "$@"; }
      """;

  /** Tells libraries that are not there from a snippet that is wrong. */
  private static final String PYTHON =
      """
      import ast, importlib.util, sys
      code = sys.stdin.read()
      names = [a.name for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Import) for a in n.names]
      if all(importlib.util.find_spec(name.split(".")[0]) for name in names):
          exec(compile(code, "snippet", "exec"), {})
      """;

  @LocalServerPort private int port;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/api.md", "docs/clients.md"})
  void everySnippetRuns(String page) throws Exception {
    String script = script(Path.of(page));
    Files.writeString(directory.resolve("snippets.sh"), script);
    Files.writeString(directory.resolve("python.py"), PYTHON);
    Path command = Files.writeString(directory.resolve("descent"), command());
    assertThat(command.toFile().setExecutable(true)).isTrue();
    for (String folder : List.of("examples", "clients")) {
      Files.createSymbolicLink(directory.resolve(folder), Path.of(folder).toAbsolutePath());
    }

    Path output = directory.resolve("output.txt");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "snippets.sh")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    bash.environment().put("DESCENT_URL", "http://localhost:" + port);
    bash.environment().put("PYTHONPATH", Path.of("clients/python").toAbsolutePath().toString());
    Process run = bash.start();

    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(() -> end(output)).isZero();
  }

  private String script(Path page) throws IOException {
    String text = Files.readString(page);
    StringBuilder script = new StringBuilder(BEFORE);
    Matcher snippet = SNIPPET.matcher(text);
    int found = 0;
    while (snippet.find()) {
      long line = text.substring(0, snippet.start()).lines().count() + 2;
      script.append("echo; echo '%s, line %d:'\n".formatted(page, line));
      script.append(run(snippet.group(1), snippet.group(2)));
      found++;
    }
    assertThat(found).as("snippets of " + page).isPositive();
    return script.toString().replaceAll("(localhost|127\\.0\\.0\\.1):8080", "localhost:" + port);
  }

  private static String run(String language, String code) {
    return switch (language) {
      case "sh" -> ELSEWHERE.matcher(code).find() ? ":\n" : code;
      case "python" -> "python3 python.py <<'PYTHON'\n" + code + "PYTHON\n";
      case "json" -> {
        JsonMapper.shared().readTree(code);
        yield ":\n";
      }
      default -> throw new AssertionError("nobody runs a snippet in " + language);
    };
  }

  /** The command that the launcher starts, which asks the service that is there. */
  private static String command() {
    return "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
        .formatted(
            PackagedService.java(),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(it -> Path.of(it).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)),
            DescentApplication.class.getName());
  }

  private static String end(Path output) {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - 3_000));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyOperationIsNamedInTheDocument() throws Exception {
    ApiDocument document =
        new ApiDocument(new ServiceClient(port).get("/v3/api-docs").expect(200).text());
    Set<String> operations = new TreeSet<>();
    document
        .operations()
        .forEach(it -> operations.add(it.verb().toUpperCase(Locale.ROOT) + " " + it.path()));

    assertThat(named()).containsExactlyElementsOf(operations);
  }

  /** The calls that stand in frames, whole. */
  private static Set<String> named() throws IOException {
    Set<String> calls = new TreeSet<>();
    Matcher call = CALL.matcher(Files.readString(API));
    while (call.find()) {
      String path = call.group(2);
      boolean whole = path.startsWith("/v2") || path.startsWith("/api/v1");
      calls.add(call.group(1) + " " + (whole ? path : "/api/v1" + path));
    }
    return calls;
  }
}

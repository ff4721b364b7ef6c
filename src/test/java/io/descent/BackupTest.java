package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.storage.Backups;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class BackupTest {

  @TempDir Path directory;

  private static ConfigurableApplicationContext start(Path home) {
    return new SpringApplicationBuilder(DescentApplication.class)
        .initializers(DescentApplication::resolveHome)
        .run(
            "--descent.home=" + home,
            "--server.port=0",
            "--descent.workers=1",
            "--descent.limits.kept-backups=2");
  }

  private static Answer call(ConfigurableApplicationContext service, String request)
      throws IOException {
    int port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
    return RawHttp.send(port, request + " HTTP/1.1", "Content-Length: 0");
  }

  @Test
  void aBackupOfARunningServiceIsAHomeToStartFrom() throws IOException {
    Path copy;
    String sha256;
    String id;
    try (ConfigurableApplicationContext service = start(directory.resolve("home"))) {
      Answer dataset = call(service, "POST /api/v1/datasets/samples/iris");
      assertThat(dataset.status()).isBetween(200, 201);
      id = dataset.json().at("/id").stringValue();
      sha256 = dataset.json().at("/sha256").stringValue();
      Answer made = call(service, "POST /api/v1/admin/backup");

      assertThat(made.status()).isEqualTo(201);
      asTheDocumentHasIt(service, made);
      assertThat(made.json().at("/seconds").doubleValue()).isPositive();
      copy = directory.resolve("home/backups").resolve(made.json().at("/name").stringValue());
      assertThat(copy).hasSize(made.json().at("/bytes").longValue());
      theNewestAreKept(service);
    }
    try (ConfigurableApplicationContext restored = start(restored(copy))) {
      Answer dataset = call(restored, "GET /api/v1/datasets/" + id);
      assertThat(dataset.status()).isEqualTo(200);
      assertThat(dataset.json().at("/sha256").stringValue()).isEqualTo(sha256);
      assertThat(call(restored, "GET /api/v1/datasets/" + id + "/content").body())
          .contains("setosa");
    }
  }

  private static void asTheDocumentHasIt(ConfigurableApplicationContext service, Answer made)
      throws IOException {
    ApiDocument document = new ApiDocument(call(service, "GET /v3/api-docs").body());
    ApiDocument.Answer answer =
        new ApiDocument.Answer(
            made.status(), "application/json", made.body().getBytes(StandardCharsets.UTF_8), "");
    document.verify(document.operation("createBackup"), answer, made.toString());
  }

  /** The copy above stays as a file of its own, to be restored. */
  private void theNewestAreKept(ConfigurableApplicationContext service) throws IOException {
    String first =
        call(service, "GET /api/v1/admin/backup").json().at("/items/0/name").stringValue();
    Files.copy(directory.resolve("home/backups").resolve(first), directory.resolve(first));
    for (int i = 0; i < 3; i++) {
      service.getBean(Backups.class).make();
    }
    assertThat(service.getBean(Backups.class).list()).hasSize(2);
    assertThat(service.getBean(Backups.class).list())
        .extracting(Backups.Backup::name)
        .doesNotContain(first);
  }

  private Path restored(Path copy) throws IOException {
    Path home = Files.createDirectories(directory.resolve("restored"));
    Path kept = directory.resolve(copy.getFileName());
    try (InputStream in = Files.newInputStream(kept);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, home.resolve(entry.getName()));
      }
    }
    assertThat(home.resolve("descent.mv.db")).exists();
    return home;
  }
}

package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.descent.web.RawHttp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page and the console in a real browser; the pictures are left in {@code target}. */
@ServiceTest
class BrowserIT {

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final String PROBE = "<img src=x onerror=\"document.title='taken'\">";

  @LocalServerPort private int port;

  private ChromeDriver browser;

  @BeforeAll
  static void needsChromium() {
    assumeTrue(
        CHROMIUM.canExecute() && DRIVER.canExecute(),
        "skipped: there is no /usr/bin/chromium with /usr/bin/chromedriver");
  }

  @BeforeEach
  void open() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900");
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build();
    browser = new ChromeDriver(service, options);
  }

  @AfterEach
  void close() throws IOException {
    picture("page-last");
    browser.quit();
  }

  @Test
  void theNewestJobsAreShownAndNothingOfTheirNamesIsRun() throws IOException {
    String data = upload();
    post(job(data, PROBE, "0.1"), "application/json");
    post(job(data, "a name\\r\\nof two lines \\u0026amp; more", "0.1"), "application/json");
    browser.get("http://localhost:" + port + "/");

    WebElement row = await(rowNamed(PROBE));
    await(it -> row.findElement(By.cssSelector(".badge")).getText().equals("succeeded"));
    assertThat(row.findElement(By.tagName("progress")).getDomProperty("value")).isEqualTo("1");
    assertThat(row.findElement(By.cssSelector("td.number span")).getText()).matches("[0-9.e-]+");
    assertThat(browser.getTitle()).isEqualTo("Descent");
    assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
    await(rowNamed("a name of two lines &amp; more"));
    assertThat(browser.findElement(By.id("about")).getText()).contains("Descent");
    picture("page");
    browser.manage().window().setSize(new Dimension(420, 900));
    picture("page-narrow");
    assertNothingWasBlocked();
  }

  @Test
  void theConsoleWorks() throws IOException {
    browser.get("http://localhost:" + port + "/swagger-ui.html");

    await(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".opblock")));
    assertThat(browser.findElement(By.cssSelector(".info")).getText()).contains("Descent");
    picture("console");
    assertNothingWasBlocked();
  }

  /** A script, style or request that the page needs and the policy or the service refused. */
  private void assertNothingWasBlocked() {
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  private ExpectedCondition<WebElement> rowNamed(String name) {
    return it ->
        browser.findElements(By.cssSelector("#jobs tbody tr")).stream()
            .filter(row -> name.equals(row.findElement(By.tagName("a")).getText()))
            .findFirst()
            .orElse(null);
  }

  private <T> T await(ExpectedCondition<T> condition) {
    return new WebDriverWait(browser, Duration.ofSeconds(60)).until(condition);
  }

  private void picture(String name) throws IOException {
    Files.write(Path.of("target", name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  private String upload() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i % 7).append(',').append(i % 2 * 3).append(',').append(i % 2 == 0 ? "x" : "y");
      csv.append('\n');
    }
    return send("/api/v1/datasets?name=steps", csv.toString(), "text/csv")
        .json()
        .at("/id")
        .stringValue();
  }

  private void post(String body, String type) throws IOException {
    assertThat(send("/api/v1/jobs", body, type).status()).isEqualTo(202);
  }

  private RawHttp.Answer send(String path, String body, String type) throws IOException {
    return RawHttp.exchange(
        port,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, type, body.length(), body));
  }

  private static String job(String data, String name, String lr) {
    return """
    {"dataset_id": "%s", "name": "%s",
     "model": {"layers": [{"type": "affine", "out": 8}, {"type": "relu"}, {"type": "affine", "out": 2}],
               "loss": "softmax_ce"},
     "training": {"epochs": 20, "batch_size": 8, "seed": 1, "optimizer": {"type": "sgd", "lr": %s}}}
    """
        .formatted(data, name.replace("\"", "\\\""), lr);
  }
}

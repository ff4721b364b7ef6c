package io.descent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a window, and what tests of the page ask of it. */
final class Browser implements AutoCloseable {

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Path PICTURES = Path.of("target", "page");

  private final ChromeDriver driver;
  private final String origin;

  /** Opens the browser, or skips the test where there is none. */
  Browser(int port) {
    assumeTrue(
        CHROMIUM.canExecute() && DRIVER.canExecute(),
        "skipped: there is no /usr/bin/chromium with /usr/bin/chromedriver");
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
        "--lang=en-US",
        "--window-size=1280,900");
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    origin = "http://localhost:" + port;
  }

  ChromeDriver driver() {
    return driver;
  }

  String origin() {
    return origin;
  }

  /** Opens a view afresh, as from a link in a letter, and waits for its heading. */
  void open(String hash) {
    driver.get("about:blank");
    driver.get(origin + "/" + hash);
    await(it -> !driver.findElement(By.cssSelector("main h1")).getText().isBlank());
  }

  void open(String path, By awaited) {
    driver.get(origin + path);
    await(it -> !driver.findElements(awaited).isEmpty());
  }

  WebElement find(String css) {
    return await(
        it ->
            driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  /** The button or link of that name. */
  WebElement button(String name) {
    return await(
        it ->
            driver.findElements(By.cssSelector("button, a, summary")).stream()
                .filter(element -> name.equals(element.getAccessibleName().strip()))
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  void awaitText(String text) {
    await(it -> driver.findElement(By.tagName("body")).getText().contains(text));
  }

  <T> T await(ExpectedCondition<T> condition) {
    return new WebDriverWait(driver, Duration.ofSeconds(60))
        .ignoring(WebDriverException.class)
        .until(condition);
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void tab(int times) {
    for (int i = 0; i < times; i++) {
      press(Keys.TAB);
    }
  }

  Object script(String script, Object... values) {
    return driver.executeScript(script, values);
  }

  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The width is the page's own, which a window cannot be made as narrow as. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Leaves a picture of what is to be seen in {@code target/page}. */
  void picture(String name) throws IOException {
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What the browser has complained of since it was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}

package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.security.KeyedClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page where callers need keys. */
@KeyedServiceTest
class KeysPageIT {

  private static final String TABLE = "x,kind\n" + "1,a\n2,b\n3,a\n4,b\n".repeat(5);

  @LocalServerPort private int port;

  private Browser browser;

  @BeforeEach
  void openBrowser() {
    browser = new Browser(port);
  }

  @AfterEach
  void close() throws IOException {
    browser.picture("keys-last");
    browser.close();
  }

  @Test
  void aKeyIsAskedForMadeShownOnceAndRevoked() throws IOException {
    browser.open("#/keys");
    give("no-key-of-this-service");
    give(KeyedServiceTest.ADMIN);
    browser.await(it -> browser.find("header nav").getText().contains("Keys"));

    browser.find("input[name=owner]").sendKeys("grace");
    browser.find("form.access summary").click();
    browser.find("input[name=max_priority]").sendKeys("3");
    browser.button("Create key").click();
    String text = browser.find(".made .secret").getText();
    assertThat(text).startsWith("descent_");
    assertThat(browser.find(".made button.copy").isDisplayed()).isTrue();
    assertThat(row("grace").getText()).contains("read, train, infer", "Highest priority: 3");
    browser.picture("keys");
    assertThat(KeyedClient.of(port, text).get("/api/v1/jobs").status()).isEqualTo(200);

    row("grace").findElement(By.tagName("button")).click();
    browser.await(it -> row("grace").getText().contains("Really revoke?"));
    row("grace").findElement(By.tagName("button")).click();
    browser.await(it -> rows("grace").isEmpty());
    assertThat(KeyedClient.of(port, text).get("/api/v1/jobs").status()).isEqualTo(401);
    browser.await(
        it ->
            browser.find("table[aria-label=Audit]").getText().contains("DELETE /api/v1/keys/{id}"));
  }

  @Test
  void theKeyIsOfThisTabOnlyAndGoesWithStreamsAndDownloads() {
    KeyedClient owner =
        KeyedClient.of(port, KeyedServiceTest.ADMIN)
            .make("tab-" + System.nanoTime(), "[\"read\", \"train\"]");
    String data = owner.send("POST", "/api/v1/datasets?name=own", TABLE, "text/csv").text("/id");
    browser.open("#/datasets/" + data);
    give(owner.key().orElseThrow());
    browser.await(it -> browser.find("h1").getText().equals("own"));

    browser.script(
        "const real = window.fetch; window.asked = [];"
            + " window.fetch = (path, options) => { window.asked.push(path + ' '"
            + " + options?.headers?.Authorization); return real(path, options); }");
    browser.find("a[href$='/content']").click();
    browser.await(it -> asked().contains("/content Bearer descent_"));
    assertThat(browser.script("return Object.keys(localStorage).join()").toString())
        .doesNotContain("key");
    assertThat(browser.driver().getCurrentUrl()).doesNotContain("descent_");

    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.open("#/datasets/" + data);
    assertThat(browser.find("dialog.key input[type=password]").isDisplayed()).isTrue();
  }

  @Test
  void theConsoleTakesAKey() {
    browser.open("/swagger-ui/index.html", By.cssSelector("button.authorize"));
    browser.find("button.authorize").click();
    browser.find(".auth-container input").sendKeys(KeyedServiceTest.ADMIN);
    browser.find(".auth-btn-wrapper button[type=submit]").click();
    browser.find(".auth-container .locked, .auth-container h6");
  }

  private String asked() {
    return browser.script("return window.asked.join('\\n')").toString();
  }

  private void give(String key) {
    WebElement input = browser.find("dialog.key input[type=password]");
    input.sendKeys(key);
    browser.button("Use this key").click();
    browser.await(
        it -> browser.driver().findElements(By.cssSelector("dialog.key")).isEmpty() || empty());
  }

  /** Whether a key is asked for again, after one that was none. */
  private boolean empty() {
    return browser.find("dialog.key input").getDomProperty("value").isEmpty();
  }

  private WebElement row(String owner) {
    return browser.await(it -> rows(owner).isEmpty() ? null : rows(owner).getFirst());
  }

  private List<WebElement> rows(String owner) {
    return browser
        .driver()
        .findElements(By.cssSelector("table[aria-label='All keys'] tbody tr"))
        .stream()
        .filter(it -> it.getText().contains(owner))
        .toList();
  }
}

package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console in a real browser; pictures of it are left in {@code target/page}. */
@ServiceTest
class BrowserIT {

  private static final int PHONE = 390;

  /** Lines of text and pictures that reach beyond the window, or lie over one another. */
  private static final String WRONG =
      """
      const things = [];
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (words.nextNode()) {
        const node = words.currentNode;
        const shown = node.parentElement.checkVisibility({opacityProperty: true, visibilityProperty: true});
        const hidden = node.parentElement.getBoundingClientRect().width < 2;
        if (!node.data.trim() || !shown || hidden || node.parentElement.closest('option, style, script, pre')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) things.push({node, box, said: node.data.trim().slice(0, 40)});
      }
      for (const node of document.querySelectorAll('svg')) {
        const box = node.getBoundingClientRect();
        if (box.width && node.checkVisibility()) things.push({node, box, said: 'a picture'});
      }
      const wrong = [];
      things.forEach((a, i) => {
        if (a.box.right > window.innerWidth + 1)
          wrong.push(a.said + ' reaches to ' + Math.round(a.box.right));
        things.slice(i + 1).filter(b => b.node !== a.node).forEach(b => {
          const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (across > 3 && down > 5) wrong.push(a.said + ' lies over ' + b.said);
        });
      });
      const wide = document.documentElement.scrollWidth;
      if (wide > window.innerWidth) wrong.push('the page scrolls to ' + wide);
      return wrong;
      """;

  @LocalServerPort private int port;

  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser(port);
    browser.open("/swagger-ui.html", By.cssSelector(".opblock"));
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void theConsoleIsClickedFromTopToBottomAsItIsFilledIn() throws IOException {
    assertThat(browser.find(".info").getText()).contains("Descent");
    browser.picture("console");

    WebElement upload = operation("Data_sets-uploadDataset");
    upload
        .findElement(By.cssSelector("input[type=file]"))
        .sendKeys(Path.of("examples/data/iris.csv").toAbsolutePath().toString());
    execute(upload, "201");
    execute(operation("Specs-checkSpec"), "200");
    execute(operation("Jobs-createJob"), "202");
    execute(operation("Jobs-getJob"), "200");
    WebElement list = operation("Jobs-listJobs");
    assertThat(
            list.findElements(
                By.cssSelector("tr[data-param-in=query]:not([data-param-name=limit]) input")))
        .hasSizeGreaterThan(3)
        .allSatisfy(it -> assertThat(it.getDomProperty("value")).isEmpty());
    execute(list, "200");
    new ServiceClient(port).ended("iris");
    execute(operation("Models-getModel"), "200");
    execute(operation("Predictions-predict"), "200");
    browser.picture("console-predicted");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void onAPhoneNothingOverlapsOrScrollsSideways() throws IOException {
    browser.size(PHONE, 844);
    browser.picture("console-phone");
    assertThat((List<?>) browser.script(WRONG)).isEmpty();

    WebElement create = operation("Jobs-createJob");
    execute(create, "2", "4");
    browser.script("arguments[0].scrollIntoView()", create);
    browser.picture("console-phone-executed");
    assertThat((List<?>) browser.script(WRONG)).isEmpty();
  }

  /** An operation, opened and ready to be tried. */
  private WebElement operation(String id) {
    WebElement block = browser.await(it -> browser.driver().findElement(By.id("operations-" + id)));
    click(block.findElement(By.cssSelector(".opblock-summary-control")));
    click(
        browser.await(
            it ->
                block.findElements(By.cssSelector(".try-out__btn")).stream()
                    .findFirst()
                    .orElse(null)));
    return block;
  }

  /** Executes what is filled in, and wants one of these statuses, or ones that begin so. */
  private void execute(WebElement operation, String... statuses) {
    click(operation.findElement(By.cssSelector(".execute")));
    String answer =
        browser.await(
            it ->
                operation.findElements(By.cssSelector(".live-responses-table tbody")).stream()
                    .map(WebElement::getText)
                    .filter(text -> text.matches("(?s)\\d{3}.*"))
                    .findFirst()
                    .orElse(null));
    assertThat(statuses).as(answer).anyMatch(answer::startsWith);
  }

  private void click(WebElement element) {
    browser.script("arguments[0].scrollIntoView({block: 'center'})", element);
    element.click();
  }
}

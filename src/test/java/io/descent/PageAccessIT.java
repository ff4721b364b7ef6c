package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page for everybody: by keyboard, in narrow windows, in both schemes, quick and light. */
class PageAccessIT extends PageFixture {

  private static final int MOST_BYTES = 250_000;

  private static final String DRAWINGS =
      """
      const done = arguments[1];
      let drawings = 0;
      let animated = 0;
      let unseen = 0;
      // What a view asks for when it is opened is drawn, wherever it stands; then comes what nobody asked for
      setTimeout(() => new MutationObserver(() => unseen++)
        .observe(document.querySelector('section.metrics'), {characterData: true, childList: true, subtree: true}), 1500);
      new MutationObserver(() => drawings++)
        .observe(document.querySelector('progress').parentElement, {attributes: true, characterData: true, subtree: true});
      const looks = setInterval(() => (animated += document.getAnimations().length), 100);
      setTimeout(() => {
        clearInterval(looks);
        const large = [...document.querySelectorAll('canvas')].filter((it) => it.width > it.clientWidth + 1);
        done([drawings, animated, large.length, unseen]);
      }, arguments[0]);
      """;

  private static final String FETCHED =
      "return performance.getEntriesByType('resource').some((it) =>"
          + " it.name.endsWith(arguments[0]))";

  /** Whether the page and its tables of columns, jobs and models are no wider than their places. */
  private static final String HELD =
      """
      return [document.documentElement, ...document.querySelectorAll('.framed:has(> table.list)')]
        .every((it) => it.scrollWidth <= it.clientWidth);
      """;

  @Test
  void nothingSeriousKeepsAnybodyOut() throws IOException {
    for (Map.Entry<String, String> view : PageServices.views(port).entrySet()) {
      browser.open(view.getValue());
      for (String scheme : List.of("light", "dark")) {
        browser.scheme(scheme);
        assertThat(violations()).as(view.getKey() + ", " + scheme).isEmpty();
      }
    }
  }

  private List<String> violations() {
    return new AxeBuilder()
        .analyze(browser.driver()).getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(PageAccessIT::told)
            .toList();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream()
            .limit(5)
            .map(node -> node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }

  @Test
  void aNarrowWindowHoldsEveryView() throws IOException {
    browser.size(390, 800);
    for (Map.Entry<String, String> view : PageServices.views(port).entrySet()) {
      browser.open(view.getValue());
      browser.await(it -> browser.driver().findElements(By.className("waiting")).isEmpty());
      assertThat(browser.script("return document.documentElement.scrollWidth"))
          .as(view.getKey())
          .asInstanceOf(InstanceOfAssertFactories.LONG)
          .isLessThanOrEqualTo(390L);
      browser.picture(view.getKey() + "-narrow");
    }
  }

  @Test
  void aNameOfTwoHundredCharactersPushesNothingAside() throws IOException {
    String name = "n".repeat(200);
    String data = PageServices.tables(port, name);
    String job = PageServices.job(port, data, name);
    String model = PageServices.model(port, job);
    for (String view :
        List.of("#/datasets/" + data, "#/jobs/" + job, "#/models/" + model, "#/models", "#/jobs")) {
      browser.open(view);
      browser.await(it -> browser.driver().findElements(By.className("waiting")).isEmpty());
      assertThat((Boolean) browser.script(HELD)).as(view).isTrue();
    }
  }

  @Test
  void theKeyboardIsEnough() {
    browser.open("#/datasets");
    browser.press(Keys.TAB);
    assertThat(browser.driver().switchTo().activeElement().getText())
        .isEqualTo("Skip to the content");
    browser.press(Keys.ENTER);
    assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id")).isEqualTo("main");

    browser.press("g", "t");
    browser.await(it -> browser.find("h1").getText().equals("One step of learning"));
    browser.find("table.tensor");
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    browser.await(it -> browser.button("Loss").getDomAttribute("aria-pressed").equals("true"));
    browser.press("t");
    browser.await(it -> browser.find("details.numbers[open] table").isDisplayed());
    browser.press("?");
    browser.await(it -> browser.find("dialog.help").isDisplayed());
    browser.press(Keys.ESCAPE);
    browser.await(it -> browser.driver().findElements(By.cssSelector("dialog")).isEmpty());
    browser.press("g", "j");
    browser.await(it -> browser.find("h1").getText().equals("Jobs"));
  }

  @Test
  void thePageIsLightAndComesFromHereAlone() throws IOException {
    browser.open("");
    for (Map.Entry<String, String> view : PageServices.views(port).entrySet()) {
      browser.driver().get(browser.origin() + "/" + view.getValue());
      browser.script("performance.setResourceTimingBufferSize(5000)");
      browser.await(it -> (Boolean) browser.script(FETCHED, "/views/" + view.getKey() + ".js"));
      browser.await(it -> browser.driver().findElements(By.className("waiting")).isEmpty());
    }
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> loaded =
        (List<Map<String, Object>>)
            browser.script(
                "return performance.getEntriesByType('resource').map(it =>"
                    + " ({name: it.name, size: it.encodedBodySize}))");
    assertThat(loaded)
        .allSatisfy(it -> assertThat(it.get("name").toString()).startsWith(browser.origin()));
    long own =
        loaded.stream()
            .filter(it -> !it.get("name").toString().contains("/api/"))
            .mapToLong(it -> ((Number) it.get("size")).longValue())
            .sum();
    assertThat(own).isBetween(20_000L, (long) MOST_BYTES);
  }

  @Test
  void theFirstViewIsThereAtOnceAndStaysInItsPlace() {
    browser.open("");
    Number painted = 10_000;
    for (int i = 0; i < 3 && painted.doubleValue() > 1000; i++) {
      browser.open("");
      painted =
          (Number)
              browser.await(
                  it ->
                      browser.script(
                          "return"
                              + " performance.getEntriesByName('first-contentful-paint')[0]?.startTime"));
    }
    assertThat(painted.doubleValue()).isLessThan(1000);
    assertThat(shifted(3000)).isLessThan(0.1);
  }

  @Test
  void nothingMovesWhenNumbersArrive() throws IOException {
    for (Map.Entry<String, String> view : PageServices.views(port).entrySet()) {
      browser.open(view.getValue());
      assertThat(shifted(1500)).as(view.getKey()).isLessThan(0.1);
    }
  }

  /** How much of what is to be seen has moved since the page was opened, after a while. */
  private double shifted(int millis) {
    Object sum =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[1];
                let sum = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((it) => (sum += it.hadRecentInput ? 0 : it.value)))
                  .observe({type: "layout-shift", buffered: true});
                setTimeout(() => done(sum), arguments[0]);
                """,
                millis);
    return ((Number) sum).doubleValue();
  }

  @Test
  void aJobThatRunsIsDrawnOnceASecondAtMost() throws IOException {
    String job = PageServices.longJob(port, PageServices.tables(port), "watched");
    browser.size(1280, 700);
    browser.open("#/jobs/" + job);
    browser.await(it -> browser.find("figure[data-name=loss] canvas").isDisplayed());
    browser.find("section.metrics tbody th");
    Object[] seen = ((List<?>) browser.driver().executeAsyncScript(DRAWINGS, 7000)).toArray();
    browser.script("document.querySelector('section.metrics').scrollIntoView()");
    String row = newestEpoch();
    browser.await(it -> !newestEpoch().equals(row));
    assertThat(shifted(0)).as("shift while numbers arrive").isLessThan(0.1);
    browser.button("Cancel").click();

    assertThat(seen[3]).as("drawings of a table that nobody sees").isEqualTo(0L);
    assertThat(((Number) seen[0]).intValue()).as("drawings in 7 s").isBetween(1, 8);
    assertThat(seen[1]).as("animations that run").isEqualTo(0L);
    assertThat(seen[2]).as("canvases larger than they are shown").isEqualTo(0L);
    browser.await(it -> browser.find("h1 + p .badge").getText().equals("cancelled"));
  }

  private String newestEpoch() {
    return browser.find("section.metrics tbody th").getText();
  }

  @Test
  void anOldAddressLeadsToItsJob() throws IOException {
    String job = PageServices.job(port, PageServices.tables(port), "of old");
    browser.open("#/jobs/" + job);
    browser.await(it -> browser.find("h1").getText().equals("of old"));
  }
}

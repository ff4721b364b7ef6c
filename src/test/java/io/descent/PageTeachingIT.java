package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.descent.web.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

/** What the page teaches: its numbers are the service's, and its questions can be answered. */
class PageTeachingIT extends PageFixture {

  private static final Pattern LOSS =
      Pattern.compile("Loss after (\\d+) updates: ([0-9.]+) on training points");
  private static final String DIGITS = "[0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0]";
  private static final String SEVENS = "[0.1, 0.05, 0.1, 0, 0.05, 0.1, 0, 0.6, 0, 0]";
  private static final String SURE = "[0, 0, 0.9, 0, 0, 0, 0, 0.1, 0, 0]";
  private static final String TWO = "[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]";
  private static final String ALONE =
      "{\"spec\": {\"input_shape\": [%d], \"layers\": [], \"loss\": \"%s\"},"
          + " \"batch\": {\"x\": [%s], \"t\": [%s]}}";

  private JsonNode trace(String body) throws IOException {
    RawHttp.Answer answer =
        RawHttp.exchange(
            port,
            "POST /api/v1/trace HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(body.length(), body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void thePlaygroundLearnsWithinTenSecondsOfOpening() {
    browser.open("");
    long opened = System.nanoTime();
    Matcher first = browser.await(_ -> lossAfter(1));
    Matcher later = browser.await(_ -> lossAfter(Integer.parseInt(first.group(1)) + 50));

    assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(Duration.ofSeconds(10));
    assertThat(Double.parseDouble(later.group(2))).isLessThan(Double.parseDouble(first.group(2)));
    browser.button("Pause").click();
    browser.button("Rewind").click();
    browser.await(_ -> label().contains("Loss after 0 updates") || lossAfter(0) == null);
    browser.button("Step").click();
    browser.await(_ -> lossAfter(1));
    assertThat(browser.complaints()).isEmpty();
  }

  private String label() {
    return String.valueOf(
        browser.find("figure[aria-label^='Loss after']").getDomAttribute("aria-label"));
  }

  /** What the figure says, once so many updates are done. */
  private Matcher lossAfter(int updates) {
    Matcher said = LOSS.matcher(label());
    return said.find() && Integer.parseInt(said.group(1)) >= updates ? said : null;
  }

  /** Nobody looks at it, or the service has too much to do. */
  @Test
  void thePlaygroundRestsWhileHiddenAndSlowsDownWhenRefused() {
    browser.open("");
    browser.await(_ -> lossAfter(5));
    browser.script("Object.defineProperty(document, 'hidden', {value: true, configurable: true})");
    browser.await(_ -> asked(300) == 0);
    browser.script("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    browser.await(_ -> asked(300) > 0);

    browser.script(
        """
        window.refused = 0;
        window.fetch = async () => {
          refused++;
          return new Response('{"type": "/problems/too-many", "status": 429}', {status: 429, headers: {'Retry-After': '1'}});
        };
        """);
    browser.await(_ -> browser.find(".trouble").getText().contains("Too much at once"));
    asked(1500);
    assertThat((Long) browser.script("return refused")).isBetween(1L, 3L);
  }

  /** How many steps the page asks for in a while. */
  private int asked(int millis) {
    Object calls =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[1];
                const calls = () => performance.getEntriesByType('resource').filter((it) => it.name.endsWith('/trace')).length;
                performance.clearResourceTimings();
                setTimeout(() => done(calls()), arguments[0]);
                """,
                millis);
    return ((Number) calls).intValue();
  }

  @Test
  void theNumbersOfTheLossesAreTheServices() throws IOException {
    String rows = DIGITS + ", " + SEVENS;
    JsonNode squared = trace(ALONE.formatted(10, "mse", rows, TWO + ", " + TWO));
    JsonNode crossed = trace(ALONE.formatted(10, "cross_entropy", rows, TWO + ", " + TWO));
    JsonNode three =
        trace(
            ALONE.formatted(
                10, "cross_entropy", rows + ", " + SURE, TWO + ", " + TWO + ", " + TWO));
    assertThat(crossed.at("/forward/losses/0").doubleValue()).isCloseTo(0.510825623, within(1e-6));
    assertCard(2, squared);
    assertCard(3, crossed);
    assertCard(4, three);

    browser.open("#/guide?card=3");
    WebElement half = browser.find(".loss-row input[aria-label='y 2']");
    half.sendKeys(Keys.chord(Keys.CONTROL, "a"), "0.5", Keys.TAB);
    browser.await(_ -> shown(".loss-row output").startsWith("0.6931"));
  }

  /** E of each row, and L. */
  private void assertCard(int card, JsonNode computed) {
    browser.open("#/guide?card=" + card);
    browser.await(_ -> !shown(".loss-row output").contains("–"));
    List<String> losses =
        browser.driver().findElements(By.cssSelector(".loss-row output")).stream()
            .map(WebElement::getText)
            .toList();
    JsonNode expected = computed.at("/forward/losses");
    assertThat(losses).hasSize(expected.size());
    for (int i = 0; i < losses.size(); i++) {
      assertThat(Double.parseDouble(losses.get(i)))
          .isCloseTo(expected.get(i).doubleValue(), within(1e-5));
    }
    assertThat(shown(".result"))
        .contains(String.valueOf(computed.at("/forward/loss").doubleValue()).substring(0, 6));
  }

  private String shown(String css) {
    return browser.find(css).getText();
  }

  @Test
  void theNumbersOfTheGraphsAreTheServices() throws IOException {
    JsonNode apples =
        trace(
            """
            {"spec": {"input_shape": [1], "layers": [{"type": "affine", "out": 1},
              {"type": "affine", "out": 1}], "loss": "mse"},
             "parameters": {"0.W": [[2]], "0.b": [0], "1.W": [[1.1]], "1.b": [0]},
             "batch": {"x": [[100]], "t": [[219]]}}\
            """);
    assertThat(apples.at("/gradients/dx/0/0").doubleValue()).isCloseTo(2.2, within(1e-4));
    browser.open("#/guide?card=9");
    browser.await(_ -> shown("figure[aria-label='Computational graph']").contains("2.2"));
    assertThat(shown("figure[aria-label='Computational graph']")).contains("220", "1.1");

    JsonNode softmax = trace(ALONE.formatted(3, "softmax_ce", "[0.3, 2.9, 4]", "2"));
    browser.open("#/guide?card=12");
    browser.await(
        _ -> shown(".result").contains(softmax.at("/forward/loss").toString().substring(0, 6)));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aRateTooLargeIsSeenToBe() throws IOException {
    browser.open("#/guide?card=5");
    String said =
        String.valueOf(browser.find("figure[data-name=rates]").getDomAttribute("aria-label"));
    for (String rate : List.of("0.005", "0.2", "0.38")) {
      JsonNode losses =
          trace(
                  """
                  {"spec": {"input_shape": [1], "layers": [{"type": "affine", "out": 1}],
                    "loss": "mse"}, "parameters": {"0.W": [[0]], "0.b": [0]},
                   "batch": {"x": [[1], [2], [3]], "t": [[2], [4], [6]]},
                   "after": {"optimizer": {"type": "sgd", "lr": %s}, "steps": 20}}\
                  """
                      .formatted(rate))
              .at("/after/losses");
      double last = losses.get(19).doubleValue();
      Matcher shown = Pattern.compile("η = " + rate + ": ([0-9.]+)").matcher(said);
      assertThat(shown.find()).as(said).isTrue();
      assertThat(Double.parseDouble(shown.group(1))).isCloseTo(last, withinPercentage(0.1));
      assertThat(last > losses.get(0).doubleValue()).isEqualTo(rate.equals("0.38"));
    }
  }

  /** Each by the right answer, of which the service computes the numbers, after a wrong one. */
  @Test
  void everyCardHasAQuestionThatThePageChecks() throws IOException {
    JsonNode three =
        trace(
            ALONE.formatted(
                10,
                "cross_entropy",
                DIGITS + ", " + SEVENS + ", " + SURE,
                TWO + ", " + TWO + ", " + TWO));
    JsonNode softmax = trace(ALONE.formatted(3, "softmax_ce", "[0.3, 2.9, 4]", "2"));
    String error = String.valueOf(softmax.at("/forward/probabilities/0/2").doubleValue() - 1);
    List<String> answers =
        List.of(
            "13",
            "0.0975",
            "#1",
            three.at("/forward/loss").toString(),
            "#2",
            "#0",
            "#1",
            "#2",
            "2.2",
            "#1",
            "#0",
            error);
    browser.open("#/guide");
    for (int card = 1; card <= answers.size(); card++) {
      String title = card + ".";
      browser.await(_ -> shown("h1").startsWith(title));
      String answer = answers.get(card - 1);
      answer(answer.startsWith("#") ? "#" + (answer.charAt(1) - '0' + 1) % 3 : "77", "Not yet.");
      answer(answer, "Right.");
      if (card < answers.size()) {
        browser.button("Next").click();
      }
    }
    assertThat(browser.button("Previous").isEnabled()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  /** Again and again, as the service may not have computed it yet. */
  private void answer(String answer, String verdict) {
    browser.await(
        _ -> {
          if (answer.startsWith("#")) {
            browser.find(".question input[value='" + answer.substring(1) + "']").click();
            browser.button("Check").click();
          } else {
            browser
                .find(".question input")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), answer, Keys.ENTER);
          }
          return shown(".question strong").startsWith(verdict);
        });
  }
}

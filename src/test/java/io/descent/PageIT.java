package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** The page's views in a real browser; pictures of them are left in {@code target/page}. */
class PageIT extends PageFixture {

  private static final String PROBE = "<img src=x onerror=\"document.title='taken'\">";

  @Test
  void everyViewOpensWithoutAComplaint() throws IOException {
    for (Map.Entry<String, String> view : views().entrySet()) {
      browser.open(view.getValue());

      assertThat(browser.driver().findElements(By.tagName("h1"))).as(view.getKey()).hasSize(1);
      assertThat(browser.driver().findElements(By.cssSelector("header nav, main"))).hasSize(2);
      assertThat(browser.button("한국어").isDisplayed()).isTrue();
      assertThat(browser.complaints()).as(view.getKey()).isEmpty();
      for (String scheme : List.of("light", "dark")) {
        browser.scheme(scheme);
        browser.picture(view.getKey() + "-" + scheme);
      }
    }
  }

  @Test
  void aJobIsTrainedFromThePageAndEachUpdateIsSeenAgain() throws IOException {
    browser.open("#/new?dataset=" + PageServices.tables(port));
    browser.await(it -> browser.button("Train").isEnabled());
    browser.button("Train").click();

    browser.await(it -> browser.find("h1 + p .badge").getText().equals("succeeded"));
    browser.awaitText("succeeded · ");
    assertThat(browser.find("table[aria-label=Metrics]").getText()).contains("Training loss");
    assertThat(browser.find("section[aria-label=Verdict]").getText())
        .contains(
            "cannot be told",
            "0 validation rows are not training rows",
            "Always the same",
            "A linear one");
    assertThat(browser.find("figure[aria-label*='Loss after 20 epochs']").isDisplayed()).isTrue();
    browser.script("arguments[0].focus()", browser.find("input[type=range][aria-label=Update]"));
    browser.press(Keys.HOME, Keys.ARROW_RIGHT);
    browser.awaitText("Loss of the mini-batch at update 2:");
    browser.awaitText("equals the recorded loss");
    browser.awaitText("after update 2");
    assertThat(browser.find("figure[data-name=surface]").getDomAttribute("aria-label"))
        .startsWith("How probable “y” is, everywhere: over a and b after update 2, from 0.");
    browser.button("The six steps").click();
    browser.await(it -> browser.find("h1").getText().equals("Update 2"));
    browser.button("Backward").click();
    assertThat(browser.find("figure[aria-label='Computational graph']").isDisplayed()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aWeightIsEditedAndWhatChangesIsMarked() {
    browser.open("#/trace");
    browser.await(it -> text(browser.find("math")).startsWith("∂L/∂"));
    assertThat(browser.find("ul[aria-label='Gradient check']").getText()).contains("0.W", "agrees");
    browser.button("Forward").click();
    browser.find("table[aria-label='2.W'] td button").click();
    WebElement value = browser.find(".pick input");
    value.sendKeys(Keys.chord(Keys.CONTROL, "a"), "0.9", Keys.ENTER);

    browser.await(it -> browser.driver().findElements(By.cssSelector("td.changed")).size() >= 2);
    browser.button("Again").click();
    browser.awaitText("Loss before");
    assertThat(browser.driver().getCurrentUrl()).contains("state=");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aDigitIsDrawnAndRecognised() throws IOException {
    browser.open("");
    browser.find("button.card[aria-label=Digits]").click();
    long clicked = System.nanoTime();
    browser.await(it -> browser.find("h1 + p .badge").getText().equals("succeeded"));
    browser.button("Model").click();
    browser.await(it -> browser.driver().getCurrentUrl().contains("#/models/"));
    String model = browser.driver().getCurrentUrl().replaceFirst(".*/", "");
    browser.find("table[aria-label='Confusion matrix']");
    assertThat(browser.find("section[aria-label=Verdict]").getText())
        .contains("Validation accuracy", "This model", "A linear one");
    draw(new int[][] {{-40, -70}, {20, -80}, {35, -40}, {0, -5}, {35, 30}, {20, 75}, {-40, 70}});

    browser.await(it -> browser.find(".try .result").getText().equals("3"));
    assertThat(Duration.ofNanos(System.nanoTime() - clicked)).isLessThan(Duration.ofMinutes(2));
    assertThat(browser.find("ul[aria-label=Probabilities]").getText()).contains("%");
    browser.picture("drawn");
    browser.button("Why?").click();
    int updates =
        PageServices.get(
                port,
                "/jobs/" + PageServices.get(port, "/models/" + model).at("/job_id").stringValue())
            .at("/progress/updates")
            .intValue();
    browser.await(it -> browser.find("h1").getText().equals("Update " + updates));
    browser.awaitText("equals the recorded loss");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void jobsAreComparedByWhatDiffersBetweenThem() throws IOException {
    browser.open(views().get("compare"));
    WebElement settings = browser.find("table[aria-label=Settings]");
    assertThat(settings.findElements(By.cssSelector("tbody tr"))).hasSize(1);
    assertThat(settings.getText()).contains("/training/optimizer/lr", "0.1", "0.05");
    assertThat(browser.find("figure[data-name=compare]").getDomAttribute("aria-label"))
        .contains("of 2 jobs", "shown: ", "shown too: ");
    browser.button("Pin").click();
    browser.await(
        it -> browser.find("table[aria-label=Settings] th + th").getText().equals("shown too"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aModelIsNamedAndTaggedAndAnAliasIsMovedAway() throws IOException {
    browser.open(views().get("model"));
    browser.button("Rename, tag, describe").click();
    browser.find(".labels input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "found by its tag");
    browser.button("Add a tag").click();
    browser.find("input[aria-label='Key of tag 1']").sendKeys("stage");
    browser.find("input[aria-label='Value of tag 1']").sendKeys("live");
    browser.button("Save").click();
    browser.await(it -> browser.find("h1").getText().startsWith("found by its tag"));
    browser.find("section[aria-label=Aliases] input").sendKeys("champion", Keys.ENTER);
    browser.await(it -> browser.find("h1 + p .badge").getText().equals("champion"));
    browser.picture("called");

    String other =
        PageServices.get(port, "/models?name=shown%20too").at("/items/0/id").stringValue();
    browser.open("#/models/" + other);
    browser.button("Move it here: champion").click();
    browser.button("Really? Programs that call champion follow at once").click();
    browser.await(it -> browser.find("h1 + p .badge").getText().equals("champion"));
    assertThat(PageServices.get(port, "/models/champion").at("/id").stringValue()).isEqualTo(other);
    browser.open("#/models?tag=stage:live");
    browser.await(
        it -> browser.driver().findElements(By.cssSelector("table.list tbody tr")).size() == 2);
    assertThat(browser.find("table[aria-label=Models]").getText()).contains("found by its tag");
    assertThat(browser.find("table[aria-label=Aliases]").getText()).contains("champion");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theColumnsOfAModelAreHeldAgainstEachOther() throws IOException {
    String job = PageServices.job(port, PageServices.tables(port), "columns");
    browser.open("#/models/" + PageServices.model(port, job));
    browser.button("Measure it").click();
    List<WebElement> columns =
        browser.await(
            it -> {
              List<WebElement> items =
                  browser.driver().findElements(By.cssSelector("ul[aria-label=Importance] li"));
              return items.isEmpty() ? null : items;
            });
    assertThat(columns).hasSize(2);
    browser.script("arguments[0].scrollIntoView({block: 'center'})", columns.getFirst());
    browser.picture("importance");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aSweepShowsItsTrialsAcrossTheirSettings() throws IOException {
    browser.open(views().get("sweep"));
    browser.await(it -> browser.find("h1 + p .badge").getText().equals("succeeded"));
    assertThat(browser.find("table[aria-label=Rungs]").getText()).contains("2 4", "4 2", "8 1");
    assertThat(browser.find("table[aria-label=Trials] tbody tr").getText())
        .contains("best", "succeeded");
    assertThat(browser.driver().findElements(By.cssSelector("svg.parallel polyline.best")))
        .hasSize(1);
    assertThat(browser.driver().findElements(By.cssSelector("svg.parallel polyline.pale")))
        .hasSize(3);
    assertThat(browser.find("figure[data-name=parallel]").getDomAttribute("aria-label"))
        .startsWith("4 trials across out, lr and what came of them: trial ");
    browser.button("Best trial").click();
    browser.await(it -> browser.find("h1").getText().startsWith("swept-trial-"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theServiceTellsOfItsProcesses() {
    browser.open("#/service");
    assertThat(browser.find("table[aria-label=Replicas] tbody tr").getText())
        .startsWith("descent-");
  }

  /** One of them reads the stream, and tells the others. */
  @Test
  void allTabsShareOneStream() throws IOException {
    browser.open("#/jobs");
    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.open("#/jobs");
    browser.script(
        "window.heard = [];new BroadcastChannel('descent-events local').onmessage = (it) =>"
            + " heard.push(it.data.kind)");
    PageServices.job(port, PageServices.tables(port), "seen in both");
    browser.await(it -> String.valueOf(browser.script("return heard.join()")).contains("epoch"));
    browser.await(
        it ->
            browser.driver().findElements(By.cssSelector("table.jobs tr")).stream()
                .map(WebElement::getText)
                .anyMatch(row -> row.contains("seen in both") && row.contains("succeeded")));
    assertThat(browser.complaints()).isEmpty();
  }

  /** They are made here and kept there, where the README shows them. */
  @Test
  void thePicturesOfTheReadmeAreOfThisPage() throws IOException {
    String step = views().get("step");
    browser.size(1280, 860);
    browser.open("");
    browser.await(
        it ->
            browser
                .script(
                    "return document.querySelector('figure[aria-label^=\"Loss after\"]').ariaLabel")
                .toString()
                .matches("Loss after ([3-9]\\d\\d|\\d{4,}) .*"));
    browser.picture("playground");
    browser.open(step);
    browser.awaitText("equals the recorded loss");
    browser.picture("step");
    String readme = Files.readString(Path.of("README.md"));
    for (String name : List.of("playground", "step")) {
      Path kept = Path.of("docs/pictures", name + ".png");
      assertThat(readme).contains(kept.toString());
      assertThat(ImageIO.read(kept.toFile()).getWidth()).isEqualTo(1280);
    }
  }

  @Test
  void namesOfUsersAreTextAndNothingElse() throws IOException {
    String data = PageServices.tables(port);
    PageServices.job(port, data, PROBE);
    PageServices.job(port, data, "a name\\r\\nof two lines \\u0026amp; more");
    browser.open("#/jobs");

    browser.awaitText(PROBE);
    browser.awaitText("a name of two lines &amp; more");
    assertThat(browser.driver().getTitle()).isEqualTo("Jobs · Descent");
    assertThat(browser.driver().findElements(By.cssSelector("main img"))).isEmpty();
  }

  @Test
  void everyWordIsThereInKorean() throws IOException {
    for (Map.Entry<String, String> view : views().entrySet()) {
      browser.open(view.getValue());
      if (!browser.driver().findElements(By.cssSelector("html[lang=en]")).isEmpty()) {
        browser.button("한국어").click();
      }
      browser.await(it -> browser.button("English").isDisplayed());
      assertThat(browser.find("nav").getText()).contains("데이터셋", "작업", "모델");
      assertThat(browser.find("h1").getText()).isNotBlank();
      browser.picture(view.getKey() + "-ko");
      browser.size(390, 800);
      assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
          .as(view.getKey())
          .isLessThanOrEqualTo(390);
      browser.size(1280, 900);
    }
    browser.button("English").click();
    browser.await(it -> browser.find("nav").getText().contains("Data sets"));
  }

  @Test
  void aRefusedFileIsNamedAndStaysChosen() throws IOException {
    Path file = Files.writeString(Files.createTempFile("refused", ".csv"), "a,b\n1,x\n3\n");
    browser.open("#/datasets");
    browser.driver().findElement(By.cssSelector("input[type=file]")).sendKeys(file.toString());
    browser.button("Upload").click();

    browser.awaitText("line 3");
    assertThat(browser.find(".drop strong").getText()).isEqualTo(file.getFileName().toString());
    Files.delete(file);
  }

  private static String text(WebElement element) {
    return element.getDomProperty("textContent").replaceAll("\\s", "");
  }

  private void draw(int[][] strokes) {
    Actions actions = new Actions(browser.driver());
    actions.moveToElement(browser.find("d-pad"), strokes[0][0], strokes[0][1]).clickAndHold();
    for (int i = 1; i < strokes.length; i++) {
      actions.moveByOffset(strokes[i][0] - strokes[i - 1][0], strokes[i][1] - strokes[i - 1][1]);
    }
    actions.release().perform();
  }

  /** All views, on things that are there. */
  private Map<String, String> views() throws IOException {
    return PageServices.views(port);
  }
}

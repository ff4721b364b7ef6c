package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

/**
 * What holds in every view: pictures with their numbers, ids and numbers to copy, addresses that
 * say all.
 */
class PageRulesIT extends PageFixture {

  private static final String TAKEN_NAME = "0198f3b2-0000-7000-8000-000000000000";

  /** Pictures without words, numbers or a file, and controls inside of pictures. */
  private static final String POOR_PICTURES =
      """
      const small = '.spark, svg.bars, .ticks, .pictures d-surface, .unit, button *';
      const inFull = (it) => it.matches('figure.picture') && it.querySelector(':scope > .beside details.numbers') && it.querySelector(':scope > .beside button');
      const told = (it) => it.tagName + '.' + (it.getAttribute('class') ?? '') + ' ' + (it.getAttribute('aria-label') ?? '');
      const pictures = [...document.querySelectorAll('main [role=img]')];
      return [
        ...[...document.querySelectorAll('figure.picture')].filter((it) => !inFull(it)),
        ...pictures.filter((it) => !(it.getAttribute('aria-label') ?? '').trim() || it.querySelector('button, a, input, select')),
        ...pictures.filter((it) => !it.closest('figure.picture') && !it.matches(small) && !it.matches('.heat d-surface')),
        ...[...document.querySelectorAll('main .spark, main svg.bars')].filter((it) => !it.closest('main').querySelector('details.numbers')),
      ].map(told);
      """;

  private static final String BARE_IDS =
      """
      return [...document.querySelectorAll('main code[title], main time')]
        .filter((it) => (it.localName === 'time' ? !it.title || !it.dateTime : !it.nextElementSibling?.matches('button.copy')))
        .map((it) => it.outerHTML);
      """;

  private static final String COPIED =
      """
      const range = document.createRange();
      range.selectNode(arguments[0]);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      const event = new ClipboardEvent('copy', {clipboardData: new DataTransfer(), bubbles: true, cancelable: true});
      arguments[0].dispatchEvent(event);
      return event.clipboardData.getData('text/plain');
      """;

  private static final String DROPPED =
      """
      const files = new DataTransfer();
      files.items.add(new File(['a,b\\n1,x\\n2,y\\n'], 'dropped.csv', {type: 'text/csv'}));
      const give = (kind) => arguments[0].dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
      give('dragover');
      give('drop');
      """;

  @Test
  void everyPictureHasItsNumbersAndEveryIdAButtonThatCopiesIt() throws IOException {
    for (Map.Entry<String, String> view : PageServices.views(port).entrySet()) {
      browser.open(view.getValue());
      browser.await(_ -> browser.driver().findElements(By.className("waiting")).isEmpty());
      assertThat((List<?>) browser.script(POOR_PICTURES)).as(view.getKey()).isEmpty();
      assertThat((List<?>) browser.script(BARE_IDS)).as(view.getKey()).isEmpty();
    }
  }

  @Test
  void fourFiguresAreShownAndAllAreCopied() throws IOException {
    String job = finished("copied", 8);
    JsonNode newest = PageServices.get(port, "/jobs/" + job + "/metrics").at("/items/19");
    browser.open("#/jobs/" + job);
    WebElement row = browser.find("table[aria-label=Metrics] tbody tr");
    String copied = String.valueOf(browser.script(COPIED, row));

    assertThat(copied.strip().split("\\s+")).startsWith("20", newest.at("/train_loss").toString());
    assertThat(row.getText()).doesNotContain(newest.at("/train_loss").toString());
    browser.script("arguments[0].open = true", browser.find("figure[data-name=loss] details"));
    WebElement cell = browser.find("figure[data-name=loss] tbody tr:last-child td data");
    assertThat(browser.script(COPIED, cell)).isEqualTo(newest.at("/train_loss").toString());
    assertThat(cell.getText().replaceAll("^0\\.0*|\\D", "").length()).isLessThanOrEqualTo(4);
  }

  private String finished(String name, int layers) throws IOException {
    String data = PageServices.tables(port);
    String job =
        layers == 8
            ? PageServices.job(port, data, name)
            : PageServices.deepJob(port, data, name, layers);
    PageServices.model(port, job);
    return job;
  }

  @Test
  void sixtyLayersAreShownAlongTheLayers() throws IOException {
    browser.open("#/jobs/" + finished("deep", 60));
    for (String name : List.of("update_ratio", "dead_share")) {
      WebElement figure = browser.find("figure[data-name=" + name + "]");
      assertThat(figure.findElements(By.cssSelector(".legend li"))).hasSizeBetween(2, 4);
      assertThat(figure.getDomAttribute("aria-label"))
          .containsPattern(" of 6[01] layers after .* in layer ");
    }
    browser.script("arguments[0].scrollIntoView()", browser.find("figure[data-name=dead_share]"));
    browser.picture("deep");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void anAddressOpensAViewAgainJustSo() throws IOException {
    String job = finished("just so", 8);
    browser.open("#/jobs/" + job + "?step=7");
    browser.find("figure[data-name=loss] input[type=checkbox]").click();
    again();
    assertThat(browser.find("figure[data-name=loss] input").isSelected()).isTrue();
    browser.awaitText("Loss of the mini-batch at update 7:");

    browser.open("#/trace?stage=2");
    browser.find("table[aria-label='2.W'] td + td button").click();
    browser.button("Backward").click();
    again();
    browser.await(_ -> browser.find(".pick strong").getText().equals("2.W[1, 2]"));
    assertThat(browser.button("Unpin").isDisplayed()).isTrue();
    assertThat(browser.button("Backward").getDomAttribute("aria-pressed")).isEqualTo("true");

    browser.open("#/jobs?name=just%20so");
    browser.find("input[aria-label='Choose just so']").click();
    again();
    browser.await(_ -> browser.find("input[aria-label='Choose just so']").isSelected());

    browser.open(
        "#/datasets/" + PageServices.get(port, "/jobs/" + job).at("/dataset_id").stringValue());
    browser.button("Next").click();
    browser.awaitText("21 to 40 of 60");
    again();
    browser.awaitText("21 to 40 of 60");
  }

  private void again() {
    String address = String.valueOf(browser.script("return location.hash"));
    browser.open(address);
  }

  @Test
  void aRefusalKeepsWhatWasTyped() throws IOException {
    browser.open("#/new?dataset=" + PageServices.tables(port));
    browser.find("input[name=job-name]").sendKeys(TAKEN_NAME, Keys.TAB);
    browser.await(_ -> browser.button("Train").isEnabled());
    browser.button("Train").click();
    browser.await(_ -> browser.find(".trouble").getText().contains("/name"));
    assertThat(browser.find("input[name=job-name]").getDomProperty("value")).isEqualTo(TAKEN_NAME);

    browser.open("#/jobs/" + finished("kept", 8));
    browser.button("Rename, tag, describe").click();
    browser.find(".labels input").sendKeys(Keys.chord(Keys.CONTROL, "a"), TAKEN_NAME);
    browser.find(".labels textarea").sendKeys("of its own");
    browser.button("Save").click();
    browser.await(_ -> browser.find(".labels .trouble").isDisplayed());
    assertThat(browser.find(".labels input").getDomProperty("value")).isEqualTo(TAKEN_NAME);
    assertThat(browser.find(".labels textarea").getDomProperty("value")).isEqualTo("of its own");
  }

  @Test
  void aRefusalIsNamedInTheLanguageOfThePage() {
    browser.open("#/jobs/nothing");
    browser.button("한국어").click();
    browser.await(_ -> browser.find(".trouble strong").getText().equals("찾을 수 없습니다"));
    assertThat(browser.find(".trouble [lang=en]").getText()).contains("nothing");
    browser.button("English").click();
    browser.await(_ -> browser.find(".trouble strong").getText().equals("Not found"));
  }

  @Test
  void aFileIsDroppedAnywhereOnTheDataSets() {
    browser.open("#/datasets");
    browser.script(DROPPED, browser.find("h1"));
    browser.await(_ -> browser.find(".drop strong").getText().equals("dropped.csv"));
    browser.button("Upload").click();
    browser.await(_ -> browser.find("h1").getText().equals("dropped.csv"));
    assertThat(browser.find("table[aria-label=Columns]").getText()).contains("a", "b");
  }

  @Test
  void aListThatItsFiltersLeaveEmptySaysHowToSeeAll() throws IOException {
    PageServices.job(port, PageServices.tables(port), "there");
    browser.open("#/jobs?name=not%20there");
    browser.button("Show all").click();
    browser.await(_ -> browser.find("table.jobs").getText().contains("there"));
  }
}

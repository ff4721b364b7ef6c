package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console in a real browser. */
@ServiceTest
class BrowserIT {

  @LocalServerPort private int port;

  @Test
  void theConsoleWorks() throws IOException {
    try (Browser browser = new Browser(port)) {
      browser.open("/swagger-ui.html", By.cssSelector(".opblock"));

      assertThat(browser.find(".info").getText()).contains("Descent");
      browser.picture("console");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}

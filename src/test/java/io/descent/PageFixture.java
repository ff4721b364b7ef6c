package io.descent;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A service and a browser, of which a picture is kept when a test has ended. */
@ServiceTest
abstract class PageFixture {

  @LocalServerPort int port;

  Browser browser;

  @BeforeEach
  void openBrowser() {
    browser = new Browser(port);
  }

  @AfterEach
  void close() throws IOException {
    browser.picture("last");
    browser.close();
  }
}

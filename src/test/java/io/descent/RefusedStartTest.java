package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

  private final GenericApplicationContext context = new GenericApplicationContext();
  private final RefusedStartReporter reporter = new RefusedStartReporter(context);

  @Test
  void aPortInUseNamesTheOtherWay(CapturedOutput output) {
    assertThat(report(new PortInUseException(8080, new BindException("in use")))).isTrue();
    assertThat(output).contains("port 8080 is in use").contains("--server.port=");
  }

  @Test
  void aDatabaseFileInUseNamesTheOtherWay(CapturedOutput output) {
    context.setEnvironment(new MockEnvironment().withProperty("descent.home", "/data/here"));

    assertThat(report(new SQLException("locked", "90020", 90020))).isTrue();
    assertThat(output).contains("the database in /data/here is in use").contains("--descent.home=");
  }

  @Test
  void aDatabaseThatIsAwayIsNamed(CapturedOutput output) {
    assertThat(report(new SQLException("refused", "08001"))).isTrue();
    assertThat(report(new SQLException("password", "28P01"))).isTrue();
    assertThat(output).contains("DESCENT_DB_URL").contains("DESCENT_DB_USER");
  }

  @Test
  void anAddressOfAnotherMachineIsNamed(CapturedOutput output) {
    context.setEnvironment(new MockEnvironment().withProperty("server.address", "10.1.2.3"));

    assertThat(report(new BindException("Cannot assign requested address"))).isTrue();
    assertThat(output).contains("10.1.2.3 is not an address of this machine");
  }

  @Test
  void theSentenceHasNoStackTrace(CapturedOutput output) {
    report(new PortInUseException(8080));

    assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  void whatIsNotKnownIsLeftToOthers() {
    assertThat(report(new IllegalStateException("a mistake of ours"))).isFalse();
  }

  private boolean report(Exception cause) {
    return reporter.reportException(new IllegalStateException("bean not created", cause));
  }
}

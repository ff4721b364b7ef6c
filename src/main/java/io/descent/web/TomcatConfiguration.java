package io.descent.web;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Teaches the container our manners, and how long to wait for the next bytes of a body. */
@Component
final class TomcatConfiguration
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final ProblemWriter problems;
  private final Limits limits;

  TomcatConfiguration(ProblemWriter problems, Limits limits) {
    this.problems = problems;
    this.limits = limits;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(BoundedProtocol.class.getName());
    factory.addContextCustomizers(this::customize);
    factory.addConnectorCustomizers(this::customize);
  }

  private void customize(Context context) {
    StandardHost host = (StandardHost) context.getParent();
    // The host looks for a valve of this class before it would make one itself
    host.setErrorReportValveClass(ProblemValve.class.getName());
    host.getPipeline().addValve(new RefusedBodyValve(limits.refusedBody()));
    host.getPipeline().addValve(new ProblemValve(problems));
  }

  private void customize(Connector connector) {
    // Encoded slashes reach the controllers as parts of a name or an id
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    if (connector.getProtocolHandler() instanceof BoundedProtocol http) {
      http.limitHead(limits.head());
      http.setMaxConnections(limits.connections());
      // A connection that says nothing costs as little as can be
      http.setProperty("socket.appReadBufSize", "4096");
      // A body that is refused by its length alone is not asked for
      http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
      http.setDisableUploadTimeout(false);
      http.setConnectionUploadTimeout(Math.toIntExact(limits.uploadIdle().toMillis()));
    }
  }
}

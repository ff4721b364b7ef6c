package io.descent.web;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
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
    factory.addContextCustomizers(this::customize);
    factory.addConnectorCustomizers(this::customize);
  }

  private void customize(Context context) {
    StandardHost host = (StandardHost) context.getParent();
    // The host looks for a valve of this class before it would make one itself
    host.setErrorReportValveClass(ProblemValve.class.getName());
    host.getPipeline().addValve(new ProblemValve(problems));
  }

  private void customize(Connector connector) {
    // An encoded slash reaches the controllers as part of an id, which is then the id of nothing
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setDisableUploadTimeout(false);
      http.setConnectionUploadTimeout(Math.toIntExact(limits.uploadIdle().toMillis()));
    }
  }
}

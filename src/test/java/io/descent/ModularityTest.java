package io.descent;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

  @Test
  void modulesDependOnlyAsTheirPackagesSay() {
    ApplicationModules.of(DescentApplication.class, new WithoutTests()).verify();
  }
}

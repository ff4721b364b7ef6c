package io.descent;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves out the tests: what lies where this class lies, whatever the folder is called. */
final class WithoutTests implements ImportOption {

  private static final String TESTS =
      WithoutTests.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  @Override
  public boolean includes(Location location) {
    return !location.contains(TESTS);
  }
}

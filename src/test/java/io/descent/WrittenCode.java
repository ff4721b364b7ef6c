package io.descent;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/**
 * Leaves out the tests, which are what lies where this class lies, whatever the folder is called;
 * and what Spring generates beside the classes when the jar is built, as its names show.
 */
final class WrittenCode implements ImportOption {

  private static final String TESTS =
      WrittenCode.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  @Override
  public boolean includes(Location location) {
    return !location.contains(TESTS) && !location.contains("__") && !location.contains("$$");
  }
}

/**
 * One worker's turn with one job: restore or start, step, checkpoint, publish. Nothing depends on
 * it.
 */
@ApplicationModule(
    allowedDependencies = {
      "dataset",
      "engine",
      "insight",
      "job",
      "model",
      "security",
      "spec",
      "storage",
      "web"
    })
@NullMarked
package io.descent.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

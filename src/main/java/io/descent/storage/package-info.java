/** Named bytes in small database rows, checksummed and streamed both ways. */
@ApplicationModule(allowedDependencies = {"web"})
@NullMarked
package io.descent.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

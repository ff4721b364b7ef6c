/**
 * Backpropagation made visible: one step of learning with all that flows forward and back, the
 * formula of each node, and a check of the gradients. And a training judged: what its epochs came
 * to, by rules that name their numbers. Trains nothing and keeps nothing.
 */
@ApplicationModule(allowedDependencies = {"engine", "spec", "web", "security"})
@NullMarked
package io.descent.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Training-as-a-service for neural networks: the application and the beans without a home. */
@NullMarked
package io.descent;

import org.jspecify.annotations.NullMarked;

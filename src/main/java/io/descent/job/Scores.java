package io.descent.job;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch came to: losses, in the target's unit squared for a regression, and accuracies or
 * R². They may be not finite; those of the validation part are absent where there is none.
 */
@Embeddable
public record Scores(
    double trainLoss,
    double trainScore,
    @Nullable Double validationLoss,
    @Nullable Double validationScore) {}

package io.descent.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/**
 * A state of a job's training to go on from.
 *
 * @param blobId where the trainer's state is
 * @param trainSeconds spent in training and validation up to here
 * @param epochSeconds spent training the current epoch
 * @param finished no step is left to do
 */
@Embeddable
public record Checkpoint(
    @Column(insertable = false, updatable = false) UUID blobId,
    int epoch,
    int batch,
    long updates,
    double trainSeconds,
    double epochSeconds,
    boolean finished) {}

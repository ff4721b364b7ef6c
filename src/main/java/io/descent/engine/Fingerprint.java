package io.descent.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over what a training state does not hold: the model, the plan and the data. Of the data
 * it sees the extents and up to 1 024 rows, evenly spaced.
 */
final class Fingerprint {

  static final int BYTES = 32;

  private static final int ROWS = 1024;

  private Fingerprint() {}

  static byte[] of(ModelSpec model, TrainingPlan plan, Samples train, Samples validation) {
    MessageDigest digest = sha256();
    digest.update(model.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(plan.toString().getBytes(StandardCharsets.UTF_8));
    add(digest, train);
    add(digest, validation);
    return digest.digest();
  }

  private static void add(MessageDigest digest, Samples samples) {
    float[] row = new float[samples.inputs() + samples.targets()];
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(samples.rows()).flip());
    int shown = Math.min(ROWS, samples.rows());
    for (int i = 0; i < shown; i++) {
      int at = (int) ((long) i * samples.rows() / shown);
      samples.input(at, row, 0);
      samples.target(at, row, samples.inputs());
      bytes.clear().asFloatBuffer().put(row);
      digest.update(bytes);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

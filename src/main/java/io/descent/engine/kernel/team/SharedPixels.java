package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pixels;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/** Bytes made floats by ranges of them; rows are unpacked one after another, by their reader. */
public final class SharedPixels implements Pixels, Share {

  private final Team team;
  private byte[] pixels = new byte[0];
  private int first;
  private float[] y = new float[0];
  private int at;

  public SharedPixels(Team team) {
    this.team = team;
  }

  @Override
  public void scale(int n, byte[] pixels, int from, float[] y, int at) {
    this.pixels = pixels;
    first = from;
    this.y = y;
    this.at = at;
    team.shareElements(this, 0, n, 5);
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    kernels.pixels().scale(to - from, pixels, first + from, y, at + from);
  }

  @Override
  public void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    team.own().pixels().unpack(n, packed, from, y, at);
  }
}

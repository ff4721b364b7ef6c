package io.descent.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files under {@code full:PATH}, on a disk that takes nothing while that is switched on. */
public final class FullDisk extends FilePathWrapper {

  private static volatile boolean full;
  private static volatile String reason = "No space left on device";

  static {
    FilePath.register(new FullDisk());
  }

  /** The JDBC address of a database on this disk. */
  public static String url(java.nio.file.Path database) {
    return "jdbc:h2:full:" + database + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  }

  public static void fill(String why) {
    reason = why;
    full = true;
  }

  public static void free() {
    full = false;
  }

  @Override
  public String getScheme() {
    return "full";
  }

  private static void check() throws IOException {
    if (full) {
      throw new IOException(reason);
    }
  }

  @Override
  public OutputStream newOutputStream(boolean append) throws IOException {
    check();
    return new FilterOutputStream(super.newOutputStream(append)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        check();
        out.write(bytes, from, length);
      }
    };
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(super.open(mode));
  }

  private static final class Channel extends FileBase {

    private final FileChannel real;

    Channel(FileChannel real) {
      this.real = real;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      check();
      return real.write(from, position);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      check();
      return real.write(from);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return real.read(into);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      check();
      real.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      real.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }
}

package io.descent.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes small images to bytes, channel by channel, without conversions of colour. */
final class ImageDecoder {

  private static final int OPAQUE = 255;

  private boolean transparent;

  /** Whether a pixel of the image decoded last lets its background through. */
  boolean sawTransparency() {
    return transparent;
  }

  /**
   * Decodes a file of which the header is known.
   *
   * @param into channels × height × width
   * @return what is wrong with it, if anything
   */
  Optional<String> decode(byte[] file, ImageHeader header, byte[] into) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(header.format().name()).next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // What stands beside the pixels is skipped: text in it may be compressed to anything
      reader.setInput(in, true, true);
      return copy(reader.read(0), header, into);
    } catch (IOException | RuntimeException e) {
      // The readers throw of all kinds at bytes that are damaged
      return Optional.of("cannot be decoded");
    } finally {
      reader.dispose();
    }
  }

  private Optional<String> copy(BufferedImage image, ImageHeader header, byte[] into) {
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      return Optional.of("has another size than its header says");
    }
    transparent = false;
    int[] pixel = new int[Math.max(4, image.getRaster().getNumBands())];
    int plane = header.width() * header.height();
    for (int y = 0, at = 0; y < header.height(); y++) {
      for (int x = 0; x < header.width(); x++, at++) {
        pixel(image, x, y, pixel);
        for (int channel = 0; channel < header.channels(); channel++) {
          into[channel * plane + at] = (byte) pixel[channel];
        }
      }
    }
    return Optional.empty();
  }

  /** As stored: asking the image for colours would bend greys by a curve of brightness. */
  private void pixel(BufferedImage image, int x, int y, int[] into) {
    Raster raster = image.getRaster();
    raster.getPixel(x, y, into);
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel colors) {
      int index = into[0];
      into[0] = colors.getRed(index);
      into[1] = colors.getGreen(index);
      into[2] = colors.getBlue(index);
      transparent |= colors.getAlpha(index) < OPAQUE;
      return;
    }
    int colours = model.getNumColorComponents();
    transparent |= model.hasAlpha() && level(model, colours, into[colours]) < OPAQUE;
    for (int i = 0; i < colours; i++) {
      into[i] = level(model, i, into[i]);
    }
    if (colours < 3) {
      into[1] = into[0];
      into[2] = into[0];
    }
  }

  /** A value of any number of bits as one of eight. */
  private static int level(ColorModel model, int component, int value) {
    int most = (1 << model.getComponentSize(component)) - 1;
    return most == OPAQUE ? value : (value * OPAQUE + most / 2) / most;
  }
}

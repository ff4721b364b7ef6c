package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.web.ProblemException;
import io.descent.web.Warning;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as cameras, browsers and drawing programs save them. */
class ImageFoldersTest {

  private final Intake intake = new Intake();

  /** A data set of an image as one class, and another of the same form as the other. */
  private StoredContent read(String name, byte[] image, byte[] other) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("a/" + name, image);
    files.put("b/" + name, other);
    return intake.read(FormatsTest.zip(files), Optional.empty(), Intake.NO_FIELDS);
  }

  private static List<String> codes(StoredContent content) {
    return content.description().warnings().stream()
        .map(Warning::code)
        .filter(it -> !it.equals("small_class"))
        .toList();
  }

  private List<Integer> pixels(StoredContent content, int row) {
    RowBlock block = intake.blocks(content).getFirst();
    int size = Math.toIntExact(content.description().schema().inputShape().size());
    return java.util.stream.IntStream.range(row * size, (row + 1) * size)
        .mapToObj(i -> block.pixels()[i] & 0xff)
        .toList();
  }

  /** Colours of two pixels, each with its alpha. */
  static byte[] translucent(int... alphas) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    for (int x = 0; x < 2; x++) {
      image.getRaster().setPixel(x, 0, new int[] {10, 20, 30, alphas[x]});
    }
    return written("png", image);
  }

  private static byte[] written(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  @Test
  void transparencyThatIsDroppedIsTold() throws IOException {
    StoredContent content = read("1.png", translucent(255, 0), translucent(255, 255));

    assertThat(pixels(content, 0)).containsExactly(10, 10, 20, 20, 30, 30);
    Warning told = content.description().warnings().getFirst();
    assertThat(told.code()).isEqualTo("transparency");
    assertThat(told.detail()).startsWith("One image has transparent pixels").contains("a/1.png");
    assertThat(told.advice()).contains("on a background");
  }

  @Test
  void anAlphaChannelThatHidesNothingIsNotTold() throws IOException {
    assertThat(codes(read("1.png", translucent(255, 255), translucent(255, 255)))).isEmpty();
  }

  @Test
  void aTransparentColourOfAPaletteIsTold() throws IOException {
    byte[] levels = {0, (byte) 200};
    for (int transparent : new int[] {1, 0}) {
      IndexColorModel model = new IndexColorModel(8, 2, levels, levels, levels, transparent);
      BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
      image.getRaster().setSample(1, 0, 0, 1);
      for (String format : List.of("png", "gif")) {
        StoredContent content = read("1." + format, written(format, image), written(format, image));
        assertThat(codes(content)).as(format).containsExactly("transparency");
        assertThat(pixels(content, 0)).as(format).containsExactly(0, 200, 0, 200, 0, 200);
        assertThat(content.description().warnings().getFirst().detail())
            .startsWith("2 images have");
      }
    }
  }

  @Test
  void aColourNamedTransparentIsTold() throws IOException {
    byte[] grey = FormatsTest.image("png", BufferedImage.TYPE_BYTE_GRAY, 2, 1);
    byte[] named = chunk(grey, "tRNS", new byte[] {0, 10});
    StoredContent greys = read("1.png", named, grey);
    assertThat(pixels(greys, 0)).containsExactly(0, 10);
    assertThat(codes(greys)).containsExactly("transparency");

    byte[] colours = FormatsTest.image("png", BufferedImage.TYPE_3BYTE_BGR, 2, 1);
    byte[] one = chunk(colours, "tRNS", new byte[] {0, 10, 0, (byte) 245, 0, 5});
    StoredContent rgb = read("1.png", one, colours);
    assertThat(pixels(rgb, 0)).containsExactly(0, 10, 255, 245, 0, 5);
    assertThat(codes(rgb)).containsExactly("transparency");
  }

  @Test
  void greysWithAlphaAreOneChannel() throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, new int[] {7, 255});
    raster.setPixel(1, 0, new int[] {9, 128});
    byte[] file = written("png", new BufferedImage(model, raster, false, null));
    StoredContent content = read("1.png", file, file);

    assertThat(content.description().schema().inputShape().size()).isEqualTo(2);
    assertThat(pixels(content, 0)).containsExactly(7, 9);
    assertThat(codes(content)).containsExactly("transparency");
  }

  @Test
  void fewerBitsAreSpreadOverAllShades() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(1, 0, 0, 1);
    StoredContent bits = read("1.png", written("png", image), written("png", image));
    assertThat(pixels(bits, 0)).containsExactly(0, 255, 0);

    BufferedImage high = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_565_RGB);
    high.getRaster().setPixel(0, 0, new int[] {31, 63, 0});
    high.getRaster().setPixel(1, 0, new int[] {0, 32, 16});
    StoredContent bmp = read("1.bmp", written("bmp", high), written("bmp", high));
    assertThat(pixels(bmp, 0)).containsExactly(255, 0, 255, 130, 0, 132);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void anOrientationIsToldAndNotObeyed(int orientation) throws IOException {
    byte[] photo = FormatsTest.image("jpg", BufferedImage.TYPE_3BYTE_BGR, 8, 8);
    List<String> codes = codes(read("1.jpg", turned(photo, orientation), photo));
    assertThat(codes).isEqualTo(orientation == 1 ? List.of() : List.of("orientation"));

    byte[] drawing = FormatsTest.image("png", BufferedImage.TYPE_BYTE_GRAY, 4, 4);
    byte[] tiff = java.util.Arrays.copyOfRange(exif(orientation), 6, exif(orientation).length);
    assertThat(codes(read("1.png", chunk(drawing, "eXIf", tiff), drawing))).isEqualTo(codes);
  }

  static byte[] turned(byte[] photo, int orientation) {
    return segment(photo, exif(orientation));
  }

  private static byte[] exif(int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(32).put("Exif\0\0MM\0*".getBytes(ISO_8859_1));
    exif.putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    return exif.putShort((short) orientation).array();
  }

  /** A segment behind the start of a JPEG. */
  private static byte[] segment(byte[] file, byte[] data) {
    return ByteBuffer.allocate(file.length + data.length + 4)
        .put(file, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (data.length + 2))
        .put(data)
        .put(file, 2, file.length - 2)
        .array();
  }

  /** A chunk behind the head of a PNG. */
  private static byte[] chunk(byte[] file, String type, byte[] data) {
    CRC32 sum = new CRC32();
    sum.update(type.getBytes(ISO_8859_1));
    sum.update(data);
    return ByteBuffer.allocate(file.length + data.length + 12)
        .put(file, 0, 33)
        .putInt(data.length)
        .put(type.getBytes(ISO_8859_1))
        .put(data)
        .putInt((int) sum.getValue())
        .put(file, 33, file.length - 33)
        .array();
  }

  static byte[] moving() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 2; i++) {
        BufferedImage frame = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
    return out.toByteArray();
  }

  @Test
  void ofSeveralPicturesTheFirstIsTakenAndTold() throws IOException {
    byte[] first = FormatsTest.image("gif", BufferedImage.TYPE_BYTE_INDEXED, 4, 4);
    assertThat(codes(read("1.gif", moving(), first))).containsExactly("animation");
    assertThat(codes(read("1.gif", first, first))).isEmpty();

    byte[] png = FormatsTest.image("png", BufferedImage.TYPE_BYTE_GRAY, 4, 4);
    assertThat(codes(read("1.png", chunk(png, "acTL", new byte[8]), png)))
        .containsExactly("animation");
  }

  @Test
  void anImageOfPrintingColoursIsRefused() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    assertThatThrownBy(() -> read("1.jpg", out.toByteArray(), out.toByteArray()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has 4 channels; save it in colours (RGB)");
  }
}

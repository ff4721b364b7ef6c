package io.descent.dataset;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What a client says of how a CSV file is written; what is absent is seen from the file.
 *
 * @param header whether the first line names the columns
 * @param separator a blank stands for runs of blanks and tabs
 * @param encodingIn where a client names the encoding
 */
public record CsvOptions(
    Optional<Boolean> header,
    Optional<Character> separator,
    Optional<Charset> encoding,
    String encodingIn) {

  public CsvOptions(
      Optional<Boolean> header, Optional<Character> separator, Optional<Charset> encoding) {
    this(header, separator, encoding, "encoding");
  }

  public static final CsvOptions AUTO =
      new CsvOptions(Optional.empty(), Optional.empty(), Optional.empty());
}

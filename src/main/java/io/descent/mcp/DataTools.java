package io.descent.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.security.Scope;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

/** Tools about data sets. */
final class DataTools {

  private final DataSize longest;

  /**
   * @param longest bytes of a table that comes as text
   */
  DataTools(DataSize longest) {
    this.longest = longest;
  }

  Stream<Tool> all() {
    return Stream.of(
        ToolFile.read("upload_csv", Set.of(Scope.TRAIN), this::upload),
        ToolFile.read("list_datasets", Set.of(Scope.READ), DataTools::list));
  }

  private ObjectNode upload(Arguments arguments, Api api) {
    byte[] csv = arguments.requiredText("csv", Integer.MAX_VALUE).getBytes(UTF_8);
    Optional<String> key = arguments.key();
    ObjectNode fields = arguments.rest();
    if (csv.length > longest.toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "csv is larger than "
              + longest.toBytes()
              + " bytes; send the file itself by POST /api/v1/datasets");
    }
    return api.call(Call.upload(csv).once(key).with(fields));
  }

  private static ObjectNode list(Arguments arguments, Api api) {
    return api.call(Call.get("datasets").with(arguments.rest()));
  }
}

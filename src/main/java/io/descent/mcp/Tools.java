package io.descent.mcp;

import io.descent.security.Caller;
import io.descent.web.Limits;
import io.descent.web.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All tools. */
final class Tools {

  private final List<Tool> all;

  Tools(Limits limits) {
    all =
        Stream.of(new DataTools(limits.agentUpload()).all(), JobTools.all(), ModelTools.all())
            .flatMap(it -> it)
            .toList();
  }

  /** All there are, whoever may call them. */
  List<Tool> all() {
    return all;
  }

  /** Those that a caller may call. */
  List<Tool> of(Caller caller) {
    return all.stream().filter(it -> it.isFor(caller)).toList();
  }

  Optional<Tool> named(String name) {
    return all.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** What is wrong with the name of the tool that is called, if anything. */
  Optional<String> problem(Message.Request request) {
    Optional<String> name = request.tool();
    if (name.isEmpty()) {
      return Optional.of("name must be the name of a tool");
    }
    return name.flatMap(this::named).isPresent() ? Optional.empty() : name.map(this::unknown);
  }

  private String unknown(String name) {
    List<String> names = of(Caller.current()).stream().map(Tool::name).toList();
    return "there is no tool " + Spelling.quoted(name) + Spelling.hint(name, names);
  }
}

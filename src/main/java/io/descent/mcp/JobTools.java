package io.descent.mcp;

import io.descent.security.Scope;
import io.descent.web.UuidV7;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tools about trainings, from a specification to one step of them. */
final class JobTools {

  private static final String JOB = "job";
  private static final String JOBS = "jobs";
  private static final String STEP = "step";
  private static final String METRICS = "metrics";

  /** Jobs beside one another, as the operation has it. */
  private static final int MOST = 20;

  private JobTools() {}

  static Stream<Tool> all() {
    return Stream.of(
        ToolFile.read("check_spec", Set.of(Scope.READ), JobTools::check),
        ToolFile.read("train", Set.of(Scope.READ, Scope.TRAIN), JobTools::train),
        ToolFile.read("get_job", Set.of(Scope.READ), JobTools::get),
        ToolFile.read("compare_jobs", Set.of(Scope.READ), JobTools::compare),
        ToolFile.read("trace_step", Set.of(Scope.READ), JobTools::trace));
  }

  private static ObjectNode check(Arguments arguments, Api api) {
    return api.call(Call.post(arguments.rest(), "specs", "check"));
  }

  private static ObjectNode train(Arguments arguments, Api api) {
    boolean confirm = arguments.flag("confirm");
    Optional<String> key = arguments.key();
    if (!confirm) {
      // A check does without, a job does not
      arguments.need("training");
      arguments.need("dataset_id", "dataset");
    }
    ObjectNode asked = arguments.rest();
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("confirmed", confirm);
    if (confirm) {
      result.set(JOB, api.call(Call.post(asked, JOBS).once(key)));
    } else {
      result.set("check", api.call(Call.post(asked, "specs", "check")));
      result.put("next", "Nothing is stored. To train this, call again with confirm: true");
    }
    return result;
  }

  private static ObjectNode get(Arguments arguments, Api api) {
    String job = arguments.requiredThing(JOB);
    arguments.done();
    return api.call(Call.get(JOBS, job));
  }

  private static ObjectNode compare(Arguments arguments, Api api) {
    List<JsonNode> jobs = arguments.list(JOBS);
    boolean metrics = arguments.flag(METRICS);
    arguments.done();
    List<String> ids = jobs.stream().limit(MOST + 1).map(it -> id(it.asString(""), api)).toList();
    ObjectNode compared = api.call(Call.get(JOBS, "compare").with("id", ids));
    if (!metrics) {
      compared.withArray(JOBS).values().forEach(it -> ((ObjectNode) it).remove(METRICS));
    }
    return compared;
  }

  private static String id(String job, Api api) {
    boolean named = UuidV7.read(job).isEmpty();
    return named ? api.call(Call.get(JOBS, job)).get("id").stringValue() : job;
  }

  private static ObjectNode trace(Arguments arguments, Api api) {
    Optional<String> job = arguments.thing(JOB);
    Optional<JsonNode> step = arguments.node(STEP);
    ObjectNode shown = arguments.rest();
    return api.call(
        job.map(it -> Call.post(shown, JOBS, it, "trace").with(STEP, step))
            .orElseGet(() -> Call.post(shown, "trace")));
  }
}

package io.descent.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Every limit in force, as {@code GET /limits} shows it: those that can be set, and those that are
 * the same everywhere. Sizes are shown in bytes and times in seconds.
 *
 * @param uploadsPerOwner how many of the {@code concurrentUploads} are for one owner
 * @param head time in which the head of a request must be there
 * @param refusedBody time in which the rest of a refused body is read, before it is cut
 * @param uploadIdle time in which 1 KiB of a body must come; n times as long, n² KiB
 * @param jsonTime time in which a body that is held in memory must be there
 * @param jsonValues numbers, texts, objects and lists of a body
 * @param requestMemory what the bodies and answers of all requests may take at a time, beside
 *     trainings; 0: a fifth of the heap
 * @param turn time that a job trains at least, before it makes room for one that waits, of an owner
 *     who has fewer with workers
 * @param metricCache memory of the epochs that charts are made of, and of charts; 0: a
 *     thirty-second of the heap
 * @param evaluation memory of a data set on which a model is measured; 0: an eighth of the heap
 * @param importanceFlops of a model's answers while values of its columns are permuted
 * @param importedWeights of a model that is imported; 0: an eighth of the heap
 * @param modelCache memory of the models that are kept loaded; 0: an eighth of the heap
 * @param answer time that an answer may take to be computed, where no other limit is named
 * @param answerWait time that it waits for its turn while {@code concurrentAnswers} are computed
 * @param answersPerOwner how many of them are for one owner
 * @param trace time that the numbers of a step may take
 * @param traceNumbers parameters, numbers that go into layers, numbers that come out: most of each
 * @param traceFlops of all steps of a trace, and of its check of gradients
 * @param traceSteps updates of which the outcome is shown
 * @param replay time in which a step of a past training must be reached
 * @param replayNumbers as {@code traceNumbers}, for a step whose large tensors are only summed up
 * @param keptReplays trainings of which a step was shown, kept for the next step; 0: none
 * @param replayCache memory of those; 0: an eighth of the heap
 * @param agentUpload of a table that an agent sends as text
 * @param agentAnswer of what an operation answers a tool
 * @param measuredModels models whose answers have figures of their own at a time
 * @param scratch of all files below {@code descent.scratch}
 * @param keptBackups copies of an H2 database; the oldest go
 */
@ConfigurationProperties("descent.limits")
@Schema(name = "LimitsInForce")
public record Limits(
    @DefaultValue("2GB") @JsonProperty("upload_bytes") DataSize upload,
    @DefaultValue("4") int concurrentUploads,
    @DefaultValue("3") int uploadsPerOwner,
    @DefaultValue("1000") int connections,
    @DefaultValue("20s") @JsonProperty("head_seconds") Duration head,
    @DefaultValue("10s") @JsonProperty("refused_body_seconds") Duration refusedBody,
    @DefaultValue("30s") @JsonProperty("upload_idle_seconds") Duration uploadIdle,
    @DefaultValue("10000") int columns,
    @DefaultValue("1000") int categories,
    @DefaultValue("1MB") @JsonProperty("cell_bytes") DataSize cell,
    @DefaultValue("32MB") @JsonProperty("json_bytes") DataSize json,
    @DefaultValue("2m") @JsonProperty("json_seconds") Duration jsonTime,
    @DefaultValue("64") int jsonDepth,
    @DefaultValue("4000000") int jsonValues,
    @DefaultValue("0B") @JsonProperty("request_memory_bytes") DataSize requestMemory,
    @DefaultValue("1000") int layers,
    @DefaultValue("100000") int epochs,
    @DefaultValue("100000000000") long flopsPerStep,
    @DefaultValue("100000") int instances,
    @DefaultValue("1000") int unfinishedJobsPerOwner,
    @DefaultValue("30s") @JsonProperty("turn_seconds") Duration turn,
    @DefaultValue("500") int eventStreams,
    @DefaultValue("0B") @JsonProperty("metric_cache_bytes") DataSize metricCache,
    @DefaultValue("100000") int evaluationRows,
    @DefaultValue("0B") @JsonProperty("evaluation_bytes") DataSize evaluation,
    @DefaultValue("1000000000000") long importanceFlops,
    @DefaultValue("0B") @JsonProperty("imported_weights_bytes") DataSize importedWeights,
    @DefaultValue("0B") @JsonProperty("model_cache_bytes") DataSize modelCache,
    @DefaultValue("60s") @JsonProperty("answer_seconds") Duration answer,
    @DefaultValue("1s") @JsonProperty("answer_wait_seconds") Duration answerWait,
    @DefaultValue("4") int concurrentAnswers,
    @DefaultValue("2") int answersPerOwner,
    @DefaultValue("5s") @JsonProperty("trace_seconds") Duration trace,
    @DefaultValue("1000000") long traceNumbers,
    @DefaultValue("1000000000") long traceFlops,
    @DefaultValue("10000") int traceSteps,
    @DefaultValue("60s") @JsonProperty("replay_seconds") Duration replay,
    @DefaultValue("20000000") long replayNumbers,
    @DefaultValue("16") int keptReplays,
    @DefaultValue("0B") @JsonProperty("replay_cache_bytes") DataSize replayCache,
    @DefaultValue("8MB") @JsonProperty("agent_upload_bytes") DataSize agentUpload,
    @DefaultValue("2MB") @JsonProperty("agent_answer_bytes") DataSize agentAnswer,
    @DefaultValue("50") int measuredModels,
    @DefaultValue("7") int keptBackups,
    @DefaultValue("64GB") @JsonProperty("scratch_bytes") DataSize scratch) {

  /** Characters of a name. */
  public static final int NAME = 200;

  /** Tags of one thing, and characters of a key, of a value and of a description. */
  public static final int TAGS = 32;

  public static final int TAG_KEY = 63;
  public static final int TAG_VALUE = 200;
  public static final int DESCRIPTION = 2000;

  /** Up to here each whole number is a double, and so what any reader of JSON holds. */
  public static final long SEED = (1L << 53) - 1;

  /** Trials of a sweep, and values of one setting of its space. */
  public static final int SWEEP_TRIALS = 1000;

  public static final int SWEEP_VALUES = 1000;

  /** Sweeps that are checked and stored at a time, one of an owner. */
  public static final int SWEEPS_MADE_AT_ONCE = 2;

  /** Items of a page. */
  public static final int PAGE = 200;

  /** Problems that one refusal tells of. */
  public static final int ERRORS = 100;

  /** Messages of an agent in one request. */
  public static final int AGENT_MESSAGES = 20;

  /** Digits of a number in JSON. */
  static final int DIGITS = 1000;

  /** What the names and categories of a file take of memory, in bytes. */
  public static final int TEXT = 16 << 20;

  /** Numbers of a row once it is encoded: each category of a column is one. */
  public static final int ENCODED = 200_000;

  /** How many times its size a packed file may be, beyond a first part. */
  public static final int INFLATION = 1000;

  /** Bytes of that first part. */
  public static final long INFLATION_FREE = 100L << 20;

  /** Parts of an upload's form. */
  public static final int PARTS = 100;

  /** Numbers of one answer; their text alone is a third of a gigabyte. */
  public static final int ANSWER = 1 << 24;

  /** FLOPs of a prediction up to which it is computed at once, without waiting for a turn. */
  public static final long LIGHT_FLOPS = 100_000_000;

  public Limits {
    requestMemory = orPartOfHeap(requestMemory, 5);
    metricCache = orPartOfHeap(metricCache, 32);
    evaluation = orPartOfHeap(evaluation, 8);
    importedWeights = orPartOfHeap(importedWeights, 8);
    modelCache = orPartOfHeap(modelCache, 8);
    replayCache = orPartOfHeap(replayCache, 8);
  }

  @JsonProperty
  int nameCharacters() {
    return NAME;
  }

  @JsonProperty
  int pageItems() {
    return PAGE;
  }

  @JsonProperty
  int sweepTrials() {
    return SWEEP_TRIALS;
  }

  @JsonProperty
  int sweepValues() {
    return SWEEP_VALUES;
  }

  @JsonProperty
  int sweepsMadeAtOnce() {
    return SWEEPS_MADE_AT_ONCE;
  }

  @JsonProperty
  int errors() {
    return ERRORS;
  }

  @JsonProperty
  int agentMessages() {
    return AGENT_MESSAGES;
  }

  @JsonProperty
  int jsonDigits() {
    return DIGITS;
  }

  @JsonProperty
  int textBytes() {
    return TEXT;
  }

  @JsonProperty
  int encodedValues() {
    return ENCODED;
  }

  @JsonProperty
  int inflationRatio() {
    return INFLATION;
  }

  @JsonProperty
  long inflationFreeBytes() {
    return INFLATION_FREE;
  }

  @JsonProperty
  int formParts() {
    return PARTS;
  }

  @JsonProperty
  int answerNumbers() {
    return ANSWER;
  }

  @JsonProperty
  long lightAnswerFlops() {
    return LIGHT_FLOPS;
  }

  @JsonProperty
  int waitingAnswersPerOwner() {
    return AnswerExecutor.WAITING;
  }

  /** Whether a field takes more bytes in UTF-8 than a cell may have. */
  public boolean isBeyondCell(char[] text, int from, int length) {
    long most = cell.toBytes();
    return length > most || 3L * length > most && utf8(text, from, length) > most;
  }

  private static long utf8(char[] text, int from, int length) {
    long bytes = 0;
    for (int i = from; i < from + length; i++) {
      // Half of a surrogate pair is half of four bytes
      boolean two = text[i] < 0x800 || Character.isSurrogate(text[i]);
      bytes += text[i] < 0x80 ? 1 : two ? 2 : 3;
    }
    return bytes;
  }

  private static DataSize orPartOfHeap(DataSize size, int part) {
    return size.toBytes() > 0 ? size : DataSize.ofBytes(Runtime.getRuntime().maxMemory() / part);
  }
}

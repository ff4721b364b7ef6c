package io.descent;

import io.descent.web.Limits;

/** What the service says of itself. */
record About(String version, String commit, String kernel, String limits) {

  /** The limits in force, sizes in bytes and times in seconds. */
  record LimitsInForce(
      long uploadBytes,
      int concurrentUploads,
      long uploadIdleSeconds,
      int columns,
      int categories,
      long cellBytes,
      long jsonBytes,
      int jsonDepth,
      int layers,
      int epochs,
      long flopsPerStep,
      int instances,
      int unfinishedJobsPerOwner,
      int eventStreams,
      int evaluationRows,
      long evaluationBytes,
      long importedWeightsBytes,
      long modelCacheBytes,
      long traceSeconds,
      long traceWaitSeconds,
      int concurrentTraces,
      long traceNumbers,
      long traceFlops,
      int traceSteps,
      long replaySeconds,
      long replayNumbers) {

    static LimitsInForce of(Limits limits) {
      return new LimitsInForce(
          limits.upload().toBytes(),
          limits.concurrentUploads(),
          limits.uploadIdle().toSeconds(),
          limits.columns(),
          limits.categories(),
          limits.cell().toBytes(),
          limits.json().toBytes(),
          limits.jsonDepth(),
          limits.layers(),
          limits.epochs(),
          limits.flopsPerStep(),
          limits.instances(),
          limits.unfinishedJobsPerOwner(),
          limits.eventStreams(),
          limits.evaluationRows(),
          limits.evaluation().toBytes(),
          limits.importedWeights().toBytes(),
          limits.modelCache().toBytes(),
          limits.trace().toSeconds(),
          limits.traceWait().toSeconds(),
          limits.concurrentTraces(),
          limits.traceNumbers(),
          limits.traceFlops(),
          limits.traceSteps(),
          limits.replay().toSeconds(),
          limits.replayNumbers());
    }
  }
}

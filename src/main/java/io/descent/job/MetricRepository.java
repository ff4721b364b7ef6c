package io.descent.job;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The epochs of jobs. Orders and keys name the job too, as the index does: H2 would read and sort
 * all epochs of a job otherwise.
 */
interface MetricRepository extends Repository<JobMetric, JobMetric.Key> {

  /** The epochs after one, ascending. */
  @Query(
      """
      select m.values from JobMetric m where m.id.jobId = :job and m.id.epoch > :epoch
      order by m.id.jobId, m.id.epoch
      """)
  List<EpochRow> after(UUID job, int epoch, Limit limit);

  /** The last epoch that is stored of a job. */
  record Last(UUID job, int epoch) {}

  @Query(
      """
      select m.id.jobId, max(m.id.epoch) from JobMetric m where m.id.jobId in :jobs
      group by m.id.jobId
      """)
  List<Last> last(Collection<UUID> jobs);

  /** These epochs, as far as there are any, ascending. */
  default List<EpochRow> at(UUID job, Collection<Integer> epochs) {
    return at(epochs.stream().map(epoch -> new JobMetric.Key(job, epoch)).toList());
  }

  @Query("select m.values from JobMetric m where m.id in :keys order by m.id.jobId, m.id.epoch")
  List<EpochRow> at(Collection<JobMetric.Key> keys);

  /** A {@link MetricPack}, or its outline, as {@link PackedEpochs} reads it. */
  record Packed(int firstEpoch, byte[] content) {}

  /** The packs after an epoch, ascending. */
  default List<Packed> packs(UUID job, int epoch) {
    return packs(job, epoch, Limit.unlimited());
  }

  @Query(
      """
      select p.id.firstEpoch, p.content from MetricPack p
      where p.id.jobId = :job and p.id.firstEpoch > :epoch
      order by p.id.jobId, p.id.firstEpoch
      """)
  List<Packed> packs(UUID job, int epoch, Limit limit);

  /** The outlines of packs after an epoch, ascending. */
  @Query(
      """
      select o.id.firstEpoch, o.content from MetricOutline o
      where o.id.jobId = :job and o.id.firstEpoch > :epoch
      order by o.id.jobId, o.id.firstEpoch
      """)
  List<Packed> outlines(UUID job, int epoch);

  /**
   * Epochs of packs with the layers of those that were measured; where a run went back and has them
   * not yet again, without.
   */
  default List<EpochRow> withLayers(UUID job, List<EpochRow> packed) {
    List<Integer> measured =
        packed.stream().filter(row -> row.layers() != null).map(EpochRow::epoch).toList();
    Map<Integer, EpochRow> rows = new HashMap<>();
    for (int from = 0; from < measured.size(); from += 1_000) {
      at(job, measured.subList(from, Math.min(from + 1_000, measured.size())))
          .forEach(row -> rows.put(row.epoch(), row));
    }
    return packed.stream()
        .map(row -> row.layers() == null ? row : rows.getOrDefault(row.epoch(), row.unmeasured()))
        .toList();
  }

  /** The first epochs of which layers were measured. */
  @Query(
      """
      select m.values from JobMetric m where m.id.jobId = :job and m.values.layers is not null
      order by m.id.jobId, m.id.epoch
      """)
  List<EpochRow> measured(UUID job, Limit limit);

  @Query("select m.values from JobMetric m where m.id.jobId = :job")
  List<EpochRow> sorted(UUID job, Sort sort, Limit limit);

  /** All epochs, ascending, read a thousand at a time. */
  default Stream<EpochRow> all(UUID job) {
    Limit page = Limit.of(1_000);
    return Stream.iterate(
            after(job, 0, page),
            rows -> !rows.isEmpty(),
            rows -> after(job, rows.getLast().epoch(), page))
        .flatMap(List::stream);
  }

  /** Those from an epoch on, with the packs that hold some of them. */
  default void deleteFrom(UUID job, int epoch) {
    if (deleteRows(job, epoch) > 0) {
      deletePacks(job, MetricPack.first(epoch));
      deleteOutlines(job, MetricPack.first(epoch));
    }
  }

  @Modifying
  @Query("delete from JobMetric m where m.id.jobId = :job and m.id.epoch >= :epoch")
  int deleteRows(UUID job, int epoch);

  @Modifying
  @Query("delete from MetricPack p where p.id.jobId = :job and p.id.firstEpoch >= :first")
  void deletePacks(UUID job, int first);

  @Modifying
  @Query("delete from MetricOutline o where o.id.jobId = :job and o.id.firstEpoch >= :first")
  void deleteOutlines(UUID job, int first);
}

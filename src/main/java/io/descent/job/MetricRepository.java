package io.descent.job;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The epochs of jobs. */
interface MetricRepository extends Repository<JobMetric, JobMetric.Key> {

  /** The epochs after one, ascending. */
  @Query(
      """
      select m.values from JobMetric m where m.id.jobId = :job and m.id.epoch > :epoch
      order by m.id.epoch
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

  @Query(
      """
      select m.values from JobMetric m where m.id.jobId = :job and m.id.epoch in :epochs
      order by m.id.epoch
      """)
  List<EpochRow> at(UUID job, Collection<Integer> epochs);

  /** All epochs, ascending, read a thousand at a time. */
  default Stream<EpochRow> all(UUID job) {
    Limit page = Limit.of(1_000);
    return Stream.iterate(
            after(job, 0, page),
            rows -> !rows.isEmpty(),
            rows -> after(job, rows.getLast().epoch(), page))
        .flatMap(List::stream);
  }

  @Modifying
  @Query("delete from JobMetric m where m.id.jobId = :job and m.id.epoch >= :epoch")
  void deleteFrom(UUID job, int epoch);
}

package io.descent.job;

import java.util.List;
import java.util.UUID;
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

  @Modifying
  @Query("delete from JobMetric m where m.id.jobId = :job and m.id.epoch >= :epoch")
  void deleteFrom(UUID job, int epoch);
}

package io.descent.job;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface JobRepository extends Repository<Job, UUID>, JpaSpecificationExecutor<Job> {

  Job saveAndFlush(Job job);

  Optional<Job> findByIdAndOwner(UUID id, String owner);

  long countByOwnerAndStatusIn(String owner, Collection<JobStatus> statuses);
}

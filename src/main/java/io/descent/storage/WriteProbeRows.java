package io.descent.storage;

import java.time.Instant;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The row of {@link WriteProbeRow}. */
interface WriteProbeRows extends Repository<WriteProbeRow, Short> {

  @Transactional
  @Modifying
  @Query("update WriteProbeRow set writtenAt = :now")
  int write(Instant now);

  @Query("select count(*) from WriteProbeRow")
  long read();
}

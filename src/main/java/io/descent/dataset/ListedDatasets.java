package io.descent.dataset;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

/** Data sets for lists; every question names the owner. */
interface ListedDatasets
    extends Repository<ListedDataset, UUID>, JpaSpecificationExecutor<ListedDataset> {}

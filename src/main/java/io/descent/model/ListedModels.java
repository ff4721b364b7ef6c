package io.descent.model;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

/** Models for lists; every question names the owner. */
interface ListedModels
    extends Repository<ListedModel, UUID>, JpaSpecificationExecutor<ListedModel> {}

package io.descent.dataset;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A data set as lists read it, without its columns, which may be ten thousand. */
@Entity
@Immutable
@Table(name = "dataset")
class ListedDataset extends DatasetHead {}

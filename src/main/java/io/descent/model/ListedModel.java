package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A model as lists read it, without its tables, curves and histograms. */
@Entity
@Immutable
@Table(name = "model")
class ListedModel extends ModelHead {}

package io.descent.dataset;

/** How numeric columns are scaled before training; images are always divided by 255. */
public enum NumericScaling {
  STANDARDIZE,
  MINMAX,
  NONE
}

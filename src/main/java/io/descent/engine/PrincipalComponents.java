package io.descent.engine;

import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * The directions in which rows differ most, and where the rows lie along them: for centred X = U S
 * Vᵀ the first columns of V and of X V = U S (Jolliffe, Principal Component Analysis, section 3.5).
 * Of each direction the largest loading is positive.
 *
 * @param components of each direction its loadings, one a column of X
 * @param explained of each direction its share in the variance of X
 * @param projection of each row its place along each direction
 */
public record PrincipalComponents(
    double[][] components, double[] explained, double[][] projection) {

  /**
   * Of rows, which are centred here but not scaled.
   *
   * @param x (rows, columns), at least one of each
   * @param count of directions; fewer are given where there are fewer rows or columns
   */
  public static PrincipalComponents of(double[][] x, int count) {
    R064Store centred = centred(x);
    SingularValue<Double> svd = SingularValue.R064.make(centred);
    svd.decompose(centred);
    double[] values = svd.getSingularValues().toRawCopy1D();
    int found = Math.min(count, values.length);
    double total = 0;
    for (double value : values) {
      total += value * value;
    }
    double[][] components = new double[found][];
    double[] explained = new double[found];
    double[][] projection = new double[x.length][found];
    for (int k = 0; k < found; k++) {
      components[k] = direction(svd.getV(), k, x[0].length);
      explained[k] = total > 0 ? values[k] * values[k] / total : 0;
      project(centred, components[k], projection, k);
    }
    return new PrincipalComponents(components, explained, projection);
  }

  private static R064Store centred(double[][] x) {
    int columns = x[0].length;
    R064Store centred = R064Store.FACTORY.make(x.length, columns);
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (double[] row : x) {
        sum += row[j];
      }
      double mean = sum / x.length;
      for (int i = 0; i < x.length; i++) {
        centred.set(i, j, x[i][j] - mean);
      }
    }
    return centred;
  }

  private static double[] direction(MatrixStore<Double> v, int k, int columns) {
    double[] loadings = new double[columns];
    int largest = 0;
    for (int j = 0; j < columns; j++) {
      loadings[j] = v.doubleValue(j, k);
      largest = Math.abs(loadings[j]) > Math.abs(loadings[largest]) ? j : largest;
    }
    if (loadings[largest] < 0) {
      for (int j = 0; j < columns; j++) {
        loadings[j] = -loadings[j];
      }
    }
    return loadings;
  }

  private static void project(R064Store x, double[] direction, double[][] into, int k) {
    for (int i = 0; i < into.length; i++) {
      double sum = 0;
      for (int j = 0; j < direction.length; j++) {
        sum += x.doubleValue(i, j) * direction[j];
      }
      into[i][k] = sum;
    }
  }
}

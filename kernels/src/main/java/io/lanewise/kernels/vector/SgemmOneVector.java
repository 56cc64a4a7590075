package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products whose C is one vector wide, such as a dense layer of images side by side in the lanes:
 * there is a broadcast of an element of A for each FMA, and packing A would be two more accesses
 * for it. A and B are read and C is written where they lie, 12 rows at a time; the last 12 begin
 * earlier and compute again, to the same bits, what they have in common with those before.
 */
final class SgemmOneVector {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;

  /** Columns of C. */
  static final int COLUMNS = V.length();

  /** Rows of a tile, and of C at least: 12 accumulators, B's vector and an element, of 16. */
  static final int MR = 12;

  private static final float[] NO_BIAS = new float[MR];

  private SgemmOneVector() {}

  /** C &lt;- op(A) B + bias of each row if there is one, everything in arrays. */
  static void multiply(Product product) {
    int m = product.m();
    int k = product.k();
    float[] a = product.a().floats();
    int lda = product.a().ld();
    boolean along = product.transA() == Transpose.NO;
    int aRow = along ? lda : 1;
    int aColumn = along ? 1 : lda;
    float[] b = product.b().floats();
    int bAt = (int) product.b().offset();
    int ldb = product.b().ld();
    boolean biased = !product.epilogue().isNone();
    float[] bias = biased ? product.bias().floats() : NO_BIAS;
    float[] c = product.c().floats();
    int ldc = product.c().ld();
    for (int row = 0; row < m; row += MR) {
      int i = Math.min(row, m - MR);
      int aAt = (int) product.a().offset() + i * aRow;
      int biasAt = biased ? (int) product.bias().offset() + i : 0;
      int cAt = (int) product.c().offset() + i * ldc;
      twelveRows(k, a, aAt, aRow, aColumn, b, bAt, ldb, bias, biasAt, c, cAt, ldc);
    }
  }

  private static void twelveRows(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int ldb,
      float[] bias,
      int biasAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector c0 = FloatVector.broadcast(V, bias[biasAt]);
    FloatVector c1 = FloatVector.broadcast(V, bias[biasAt + 1]);
    FloatVector c2 = FloatVector.broadcast(V, bias[biasAt + 2]);
    FloatVector c3 = FloatVector.broadcast(V, bias[biasAt + 3]);
    FloatVector c4 = FloatVector.broadcast(V, bias[biasAt + 4]);
    FloatVector c5 = FloatVector.broadcast(V, bias[biasAt + 5]);
    FloatVector c6 = FloatVector.broadcast(V, bias[biasAt + 6]);
    FloatVector c7 = FloatVector.broadcast(V, bias[biasAt + 7]);
    FloatVector c8 = FloatVector.broadcast(V, bias[biasAt + 8]);
    FloatVector c9 = FloatVector.broadcast(V, bias[biasAt + 9]);
    FloatVector c10 = FloatVector.broadcast(V, bias[biasAt + 10]);
    FloatVector c11 = FloatVector.broadcast(V, bias[biasAt + 11]);
    for (int p = 0; p < k; p++) {
      FloatVector row = FloatVector.fromArray(V, b, bAt);
      int at = aAt;
      c0 = FloatVector.broadcast(V, a[at]).fma(row, c0);
      at += aRow;
      c1 = FloatVector.broadcast(V, a[at]).fma(row, c1);
      at += aRow;
      c2 = FloatVector.broadcast(V, a[at]).fma(row, c2);
      at += aRow;
      c3 = FloatVector.broadcast(V, a[at]).fma(row, c3);
      at += aRow;
      c4 = FloatVector.broadcast(V, a[at]).fma(row, c4);
      at += aRow;
      c5 = FloatVector.broadcast(V, a[at]).fma(row, c5);
      at += aRow;
      c6 = FloatVector.broadcast(V, a[at]).fma(row, c6);
      at += aRow;
      c7 = FloatVector.broadcast(V, a[at]).fma(row, c7);
      at += aRow;
      c8 = FloatVector.broadcast(V, a[at]).fma(row, c8);
      at += aRow;
      c9 = FloatVector.broadcast(V, a[at]).fma(row, c9);
      at += aRow;
      c10 = FloatVector.broadcast(V, a[at]).fma(row, c10);
      at += aRow;
      c11 = FloatVector.broadcast(V, a[at]).fma(row, c11);
      aAt += aColumn;
      bAt += ldb;
    }
    c0.intoArray(c, cAt);
    cAt += ldc;
    c1.intoArray(c, cAt);
    cAt += ldc;
    c2.intoArray(c, cAt);
    cAt += ldc;
    c3.intoArray(c, cAt);
    cAt += ldc;
    c4.intoArray(c, cAt);
    cAt += ldc;
    c5.intoArray(c, cAt);
    cAt += ldc;
    c6.intoArray(c, cAt);
    cAt += ldc;
    c7.intoArray(c, cAt);
    cAt += ldc;
    c8.intoArray(c, cAt);
    cAt += ldc;
    c9.intoArray(c, cAt);
    cAt += ldc;
    c10.intoArray(c, cAt);
    cAt += ldc;
    c11.intoArray(c, cAt);
  }
}

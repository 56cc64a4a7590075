package io.lanewise.nn.reference;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.nn.Connections;
import org.jspecify.annotations.Nullable;

/**
 * Convolution (as networks say: the kernel is not turned round), with w = W [oc][ic / groups][kh]
 * [kw], then b [oc]. Over the input channels c of the output channel's group and the taps (u, v)
 * that lie inside the image:
 *
 * <pre>
 * y[o][p][q]       = b[o] + sum of W[o][c][u][v] x[c][h][r]
 *                    h = p strideH - padTop + u dilationH, r = q strideW - padLeft + v dilationW
 * dx[c][h][r]      = sum of W[o][c][u][v] dy[o][p][q]
 * dW[o][c][u][v]  += sum of x[c][h][r] dy[o][p][q],  db[o] += sum of dy[o][p][q]
 * </pre>
 *
 * <p>Where only some channels are connected, the others have no kernel in W.
 *
 * @param shape sizes; mb is not read
 * @param connections which input channels reach which output channel; null for all of the group
 */
record ReferenceConv2d(Conv2dShape shape, @Nullable Connections connections)
    implements ReferenceLayer {

  /** What happens to one product of the sum, given by the places of its three elements. */
  @FunctionalInterface
  private interface Product {
    void at(int x, int w, int y);
  }

  @Override
  public int parameterCount() {
    return weightCount() + shape.oc();
  }

  @Override
  public int weightCount() {
    int kernels =
        connections == null ? shape.oc() * shape.ic() / shape.groups() : connections.count();
    return kernels * shape.kh() * shape.kw();
  }

  private int pixels() {
    return shape.oh() * shape.ow();
  }

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[shape.oc() * pixels()];
    for (int i = 0; i < y.length; i++) {
      y[i] = w[weightCount() + i / pixels()];
    }
    forEachProduct((xAt, wAt, yAt) -> y[yAt] += w[wAt] * x[xAt]);
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[x.length];
    forEachProduct(
        (xAt, wAt, yAt) -> {
          dx[xAt] += w[wAt] * dy[yAt];
          dw[wAt] += x[xAt] * dy[yAt];
        });
    for (int i = 0; i < dy.length; i++) {
      dw[weightCount() + i / pixels()] += dy[i];
    }
    return dx;
  }

  private void forEachProduct(Product product) {
    int icGroup = shape.ic() / shape.groups();
    int ocGroup = shape.oc() / shape.groups();
    int kernel = 0;
    for (int o = 0; o < shape.oc(); o++) {
      for (int c = 0; c < icGroup; c++) {
        if (connections == null || connections.connects(o, c)) {
          forEachTap(o / ocGroup * icGroup + c, kernel, o, product);
          kernel++;
        }
      }
    }
  }

  /** The products of one kernel, which is given by its place among the kernels of W. */
  private void forEachTap(int ic, int kernel, int oc, Product product) {
    for (int p = 0; p < shape.oh(); p++) {
      for (int q = 0; q < shape.ow(); q++) {
        for (int u = 0; u < shape.kh(); u++) {
          for (int v = 0; v < shape.kw(); v++) {
            int h = p * shape.strideH() - shape.padTop() + u * shape.dilationH();
            int r = q * shape.strideW() - shape.padLeft() + v * shape.dilationW();
            if (h >= 0 && h < shape.ih() && r >= 0 && r < shape.iw()) {
              product.at(
                  (ic * shape.ih() + h) * shape.iw() + r,
                  (kernel * shape.kh() + u) * shape.kw() + v,
                  (oc * shape.oh() + p) * shape.ow() + q);
            }
          }
        }
      }
    }
  }
}

package io.lanewise.nn.reference;

/**
 * A scaled and shifted layer of window sums, with a coefficient a and a bias b for each channel c;
 * w = a [channels], then b [channels]. With s the sums over the windows:
 *
 * <pre>
 * y[c][p] = a[c] s[c][p] + b[c]
 * ds[c][p] = a[c] dy[c][p],  da[c] += sum over p of s[c][p] dy[c][p],  db[c] += sum of dy[c][p]
 * </pre>
 *
 * <p>Source: Y. LeCun et al., Gradient-based learning applied to document recognition, 1998, II-B.
 *
 * @param sums the sums over the windows
 * @param channels channels
 */
record ReferenceSubsample(ReferencePool2d sums, int channels) implements ReferenceLayer {

  @Override
  public int parameterCount() {
    return 2 * channels;
  }

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = sums.forward(pass, w, x);
    int pixels = y.length / channels;
    for (int i = 0; i < y.length; i++) {
      y[i] = w[i / pixels] * y[i] + w[channels + i / pixels];
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] s = sums.forward(pass, w, x);
    double[] ds = new double[s.length];
    int pixels = s.length / channels;
    for (int i = 0; i < s.length; i++) {
      int channel = i / pixels;
      ds[i] = w[channel] * dy[i];
      dw[channel] += s[i] * dy[i];
      dw[channels + channel] += dy[i];
    }
    return sums.backward(pass, w, x, s, ds, dw);
  }
}

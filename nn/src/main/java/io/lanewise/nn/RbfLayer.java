package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Minus the squared distances from fixed centres, so that the nearest has the highest score:
 *
 * <pre>
 * y[i] = -sum over j of (x[j] - c[i][j])^2,  dx[j] = -2 sum over i of dy[i] (x[j] - c[i][j])
 * </pre>
 *
 * <p>With a cross entropy behind it, this is the output layer of LeCun 1998 with the discriminative
 * criterion of its equation 9, without the class for rubbish. No parameters.
 */
public final class RbfLayer extends Layer {

  private final float[][] centres;

  RbfLayer(float[]... centres) {
    Numbers.require(centres.length > 0, "centres", "none", "at least one");
    this.centres = new float[centres.length][];
    for (int i = 0; i < centres.length; i++) {
      Numbers.require(
          centres[i].length == centres[0].length && centres[0].length > 0,
          "centres[" + i + "]",
          centres[i].length + " long",
          centres[0].length + " as the first, and not empty");
      this.centres[i] = centres[i].clone();
    }
  }

  /** The centres; a copy. */
  public float[][] centres() {
    return Arrays.stream(centres).map(float[]::clone).toArray(float[][]::new);
  }

  @Override
  public String kind() {
    return "rbf";
  }

  @Override
  public Features output(Features input) {
    if (!input.isVector() || input.elements() != centres[0].length) {
      throw new IllegalArgumentException(
          "input is " + input + ", expected a vector of " + centres[0].length + ", as the centres");
    }
    return Features.vector(centres.length);
  }

  @Override
  boolean supportsLanes(Kernels kernels, Features input, int lanes) {
    return false;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int in = input.elements();
    int out = centres.length;
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        for (int row = 0; row < batch.samples(); row++) {
          for (int i = 0; i < out; i++) {
            float sum = 0;
            for (int j = 0; j < in; j++) {
              float d = x.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * in + j) - centres[i][j];
              sum += d * d;
            }
            y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * out + i, -sum);
          }
        }
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx == null) {
          return;
        }
        for (int row = 0; row < batch.samples(); row++) {
          for (int j = 0; j < in; j++) {
            float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * in + j);
            float sum = 0;
            for (int i = 0; i < out; i++) {
              float gradient = dy.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * out + i);
              sum += gradient * (value - centres[i][j]);
            }
            dx.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * in + j, -2 * sum);
          }
        }
      }
    };
  }

  /** The centres, elements separated by commas, centres by semicolons. */
  @Override
  public String toString() {
    StringJoiner all = new StringJoiner(";", "rbf ", "");
    for (float[] centre : centres) {
      StringJoiner one = new StringJoiner(",");
      for (float value : centre) {
        one.add(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value));
      }
      all.add(one.toString());
    }
    return all.toString();
  }
}

package io.lanewise.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Shapes that are large enough for several threads, rows of several vectors and several bands. */
class WindowThreadsTest {

  private static final String[] POOLINGS = {
    "mb2ic8ih112oh56kh3sh2ph1",
    "mb1ic31ih55oh27kh3sh2ph0",
    "mb2ic8ih113oh56kh3sh2ph0",
    "mb1ic16ih112oh57kh3sh2ph1",
    "mb3ic3ih128oh64kh2sh2ph0",
    "mb16ic64ih14oh7kh2sh2ph0",
    "mb5ic7ih57oh28kh2sh2ph0",
    "mb2ic8ih90oh90kh3sh1ph1",
    "mb1ic9ih120iw70oh40ow34kh4kw5sh3sw2ph1pw2"
  };

  private static final String[] DEPTHWISE = {
    "g24mb1ic24ih56oc24oh56kh3ph1",
    "g24mb2ic24ih57oc24oh29kh3sh2ph1",
    "g1024mb2ic1024ih7oc1024oh7kh3ph1",
    "g40mb1ic40ih31oc80oh31kh5ph2",
    "g10mb3ic10ih70iw45oc10oh35ow22kh4kw3sh2ph1pw0"
  };

  /** Ties of few values, and now and then a NaN, -infinity or a plane of it. */
  private static DoubleSupplier values(SplittableRandom random) {
    return () -> {
      int draw = random.nextInt(20_000);
      return draw == 0 ? Double.NaN : draw < 9 ? Double.NEGATIVE_INFINITY : random.nextInt(-4, 4);
    };
  }

  @Test
  void poolingIsTheSameForAnyNumberOfThreadsAndScalarCode() {
    assumeThat(new VectorBackend().unavailable()).isEmpty();
    for (String problem : POOLINGS) {
      for (PoolKind kind : PoolKind.values()) {
        Pool2dShape shape = Pool2dShape.parse(problem).withKind(kind);
        SplittableRandom random = new SplittableRandom(7);
        float[] x = array(shape.srcElements(), values(random));
        float[] dy = array(shape.dstElements(), () -> random.nextInt(-8, 8));
        float[][] expected = pool("scalar", 1, Layout.NCHW, shape, x, dy);
        for (Layout layout : new Layout[] {Layout.NCHW, Layout.LANES}) {
          float[][] one = pool("vector", 1, layout, shape, x, dy);
          assertSame(one, pool("vector", 3, layout, shape, x, dy), shape + " 3 threads " + layout);
          if (kind == PoolKind.MAX || kind == PoolKind.SUM) {
            assertSame(expected, one, shape + " " + layout);
          }
        }
      }
    }
  }

  private static float[][] pool(
      String backend, int threads, Layout layout, Pool2dShape shape, float[] x, float[] dy) {
    try (Kernels kernels = Backends.require(backend).open(new KernelOptions(threads));
        Pool2d pool = kernels.pool2d(shape, layout)) {
      MemorySegment src = room(pool.elements(Tensor.SRC));
      MemorySegment dst = room(pool.elements(Tensor.DST));
      pool.pack(Tensor.SRC, MemorySegment.ofArray(x), src);
      pool.forward(src, dst);
      float[] y = new float[(int) shape.dstElements()];
      pool.unpack(Tensor.DST, dst, MemorySegment.ofArray(y));
      pool.pack(Tensor.DST, MemorySegment.ofArray(dy), dst);
      pool.backward(dst, src);
      float[] dx = new float[(int) shape.srcElements()];
      pool.unpack(Tensor.SRC, src, MemorySegment.ofArray(dx));
      return new float[][] {y, dx};
    }
  }

  /** Small integers, whose sums are exact in any order. */
  @Test
  void depthwiseConvolutionIsTheSameForAnyNumberOfThreadsAndScalarCode() {
    assumeThat(new VectorBackend().unavailable()).isEmpty();
    for (String problem : DEPTHWISE) {
      Conv2dShape shape = Conv2dShape.parse(problem);
      float[][] expected = depthwise("scalar", 1, shape);
      assertSame(expected, depthwise("vector", 1, shape), shape.toString());
      assertSame(expected, depthwise("vector", 3, shape), shape + " 3 threads");
    }
  }

  private static float[][] depthwise(String backend, int threads, Conv2dShape shape) {
    SplittableRandom random = new SplittableRandom(9);
    DoubleSupplier small = () -> random.nextInt(-3, 4);
    float[] x = array(shape.srcElements(), small);
    float[] w = array(shape.weightElements(), small);
    float[] b = array(shape.oc(), small);
    float[] y = new float[(int) shape.dstElements()];
    float[] dx = new float[x.length];
    float[] dw = new float[w.length];
    float[] db = new float[b.length];
    try (Kernels kernels = Backends.require(backend).open(new KernelOptions(threads));
        Conv2d conv = kernels.conv2d(shape)) {
      assertThat(conv.kernel()).matches("scalar/.*|vector/conv2d-depthwise");
      conv.forward(
          MemorySegment.ofArray(x),
          MemorySegment.ofArray(w),
          MemorySegment.ofArray(b),
          Activation.RELU,
          MemorySegment.ofArray(y));
      conv.backwardData(y, 0, w, 0, dx, 0);
      conv.backwardWeights(x, 0, y, 0, dw, 0, db, 0);
      return new float[][] {y, dx, dw, db};
    }
  }

  private static void assertSame(float[][] expected, float[][] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        // -0 and 0 are equal, NaN and NaN too.
        if (expected[i][j] != actual[i][j] && Float.compare(expected[i][j], actual[i][j]) != 0) {
          assertThat(actual[i][j])
              .as("%s, tensor %d, element %d", what, i, j)
              .isEqualTo(expected[i][j]);
        }
      }
    }
  }

  private static MemorySegment room(long elements) {
    return MemorySegment.ofArray(new float[(int) elements]);
  }

  private static float[] array(long elements, DoubleSupplier values) {
    float[] array = new float[(int) elements];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) values.getAsDouble();
    }
    return array;
  }
}

package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** While a thread is inside a call, every call of another is refused and writes nothing. */
class OneThreadAtATimeTest {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final MemorySegment x = MemorySegment.ofArray(new float[] {1});
  private final MemorySegment w = MemorySegment.ofArray(new float[] {2});
  private final MemorySegment y = MemorySegment.ofArray(new float[] {3});

  /** The other thread stays inside until it is told to leave. */
  private void stay() {
    if (!Thread.currentThread().getName().equals("the other")) {
      return;
    }
    inside.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class StayingConv2d extends Conv2d {

    private boolean released;

    private StayingConv2d() {
      super(
          "staying/conv2d",
          Conv2dShape.of(1, 1, 1, 1, 1, 1, 1, 0),
          Layout.NCHW,
          Backends.require("scalar").open(new KernelOptions(1)).elementwise());
    }

    @Override
    protected void computeForward(
        MemorySegment src,
        MemorySegment weights,
        MemorySegment bias,
        Activation activation,
        MemorySegment dst) {
      stay();
    }

    @Override
    protected void computeBackwardData(
        MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
      diffSrc.fill((byte) 1);
    }

    @Override
    protected void computeBackwardWeights(
        MemorySegment src,
        MemorySegment diffDst,
        MemorySegment diffWeights,
        MemorySegment diffBias) {
      diffWeights.fill((byte) 1);
    }

    @Override
    protected void release() {
      super.release();
      released = true;
    }
  }

  private final class StayingPool2d extends Pool2d {

    private StayingPool2d() {
      super("staying/pool2d", Pool2dShape.of(PoolKind.SUM, 1, 1, 1, 1, 1, 1, 0), Layout.NCHW);
    }

    @Override
    protected void computeForward(MemorySegment src, MemorySegment dst) {
      stay();
    }

    @Override
    protected void computeBackward(MemorySegment diffDst, MemorySegment diffSrc) {
      diffSrc.fill((byte) 1);
    }
  }

  @Test
  void convolution() throws Exception {
    StayingConv2d conv = new StayingConv2d();
    whileInside(
        () -> conv.forward(x, w, null, y),
        List.of(
            () -> conv.forward(x, w, null, y),
            () -> conv.forward(new float[1], 0, new float[1], 0, null, 0, new float[1], 0),
            () -> conv.backwardData(y, w, x),
            () -> conv.backwardWeights(x, y, w, null),
            () -> conv.pack(Tensor.SRC, x, y),
            () -> conv.unpack(Tensor.DST, y, x),
            conv::close));
    assertThat(conv.released).isFalse();
    conv.backwardData(y, w, x);
    conv.close();
    assertThat(conv.released).isTrue();
  }

  @Test
  void pooling() throws Exception {
    StayingPool2d pool = new StayingPool2d();
    whileInside(
        () -> pool.forward(x, y),
        List.of(
            () -> pool.forward(x, y),
            () -> pool.backward(y, x),
            () -> pool.pack(Tensor.SRC, x, y),
            () -> pool.unpack(Tensor.DST, y, x),
            pool::close));
    pool.close();
  }

  /** A call that is refused leaves the operation to the next one. */
  @Test
  void afterARefusal() {
    StayingConv2d conv = new StayingConv2d();
    assertThatThrownBy(() -> conv.backwardData(null, w, x))
        .isInstanceOf(NullPointerException.class);
    conv.backwardData(y, w, x);
    conv.close();
    assertThatThrownBy(() -> conv.backwardData(y, w, x)).hasMessage("staying/conv2d is closed");
    conv.close();
  }

  private void whileInside(Runnable staying, List<ThrowingCallable> calls) throws Exception {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(staying, task -> new Thread(task, "the other").start());
    inside.await();
    try {
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageMatching(
                "staying/.* is in use by thread the other, expected one thread at a time.*");
      }
      assertThat(List.of(value(x), value(w), value(y))).containsExactly(1f, 2f, 3f);
    } finally {
      leave.countDown();
    }
    other.join();
  }

  private static float value(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_FLOAT)[0];
  }
}

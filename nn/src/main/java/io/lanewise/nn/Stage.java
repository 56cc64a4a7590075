package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A layer compiled for one batch. Owns its operations, not the operands: those are given by the
 * network, always the same.
 */
interface Stage extends AutoCloseable {

  /**
   * Begins a step of training.
   *
   * @param key random bits of this step, the same for every run from one seed
   * @param first index in the step's samples of the first one here
   */
  default void begin(long key, int first) {}

  /** Computes y from x. */
  void forward(MemorySegment x, MemorySegment y);

  /**
   * Computes the gradients of its parameters, and of x.
   *
   * @param x the input of the latest forward; not intact if this layer works in place
   * @param y its output, intact only if {@link Layer#backwardReadsOutput}
   * @param dy gradient of y
   * @param dx where the gradient of x goes; null if nobody wants it
   * @param add whether the gradients of the parameters are added to; else they are overwritten
   */
  void backward(
      MemorySegment x, MemorySegment y, MemorySegment dy, @Nullable MemorySegment dx, boolean add);

  @Override
  default void close() {}
}

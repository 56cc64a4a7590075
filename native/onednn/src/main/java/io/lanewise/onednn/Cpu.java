package io.lanewise.onednn;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN's engine for the CPU, and the number of threads that primitives on it are made and run
 * with: one number for both, since a primitive divides its work when it is made.
 */
final class Cpu implements AutoCloseable {

  private final dnnl_engine engine = new dnnl_engine();
  private final int threads;

  Cpu(int threads) {
    this.threads = threads;
    Status.check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "dnnl_engine_create");
  }

  dnnl_engine engine() {
    return engine;
  }

  /** Makes the number of threads hold for what the calling thread does next. */
  void enter() {
    OpenMp.use(threads);
  }

  /** The number of threads as OpenMP gives it back. */
  int threads() {
    enter();
    return OpenMp.threads();
  }

  @Override
  public void close() {
    Status.check(dnnl.dnnl_engine_destroy(engine), "dnnl_engine_destroy");
  }
}

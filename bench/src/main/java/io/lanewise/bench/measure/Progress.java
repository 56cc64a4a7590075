package io.lanewise.bench.measure;

/** Hears how a long measurement goes on. */
public interface Progress extends AutoCloseable {

  /** Hears nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void start(String what) {}

        @Override
        public void finish(String what, String outcome) {}

        @Override
        public void close() {}
      };

  /** A step begins. */
  void start(String what);

  /** The step is over. */
  void finish(String what, String outcome);

  @Override
  void close();
}

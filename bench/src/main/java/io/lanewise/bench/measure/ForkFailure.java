package io.lanewise.bench.measure;

/** A fork that could not measure; the message is the status of its row. */
final class ForkFailure extends Exception {

  private static final long serialVersionUID = 1L;

  ForkFailure(String status) {
    super(status);
  }

  ForkFailure(String status, Throwable cause) {
    super(status, cause);
  }
}

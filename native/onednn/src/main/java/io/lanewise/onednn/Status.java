package io.lanewise.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** What oneDNN's functions return. */
final class Status {

  private Status() {}

  /**
   * Refuses every status but success.
   *
   * @param status what the function returned
   * @param what the function and the shape, for the message
   * @throws OneDnnException if it is not success
   */
  static void check(int status, Object what) {
    if (status != dnnl.dnnl_success) {
      throw new OneDnnException("oneDNN failed in " + what + ": " + name(status));
    }
  }

  private static String name(int status) {
    return switch (status) {
      case dnnl.dnnl_out_of_memory -> "out of memory";
      case dnnl.dnnl_invalid_arguments -> "invalid arguments";
      case dnnl.dnnl_unimplemented -> "unimplemented";
      case dnnl.dnnl_runtime_error -> "runtime error";
      default -> "status " + status;
    };
  }
}

package io.lanewise.onednn;

/** A failure that oneDNN reports; the message names the operation, its shape and the status. */
final class OneDnnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OneDnnException(String message) {
    super(message);
  }
}

package io.lanewise.kernels;

/** A backend that cannot run here, or that does not exist; the message says why and what to do. */
public final class UnavailableBackendException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its reason. */
  public UnavailableBackendException(String message) {
    super(message);
  }
}

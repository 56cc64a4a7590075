package io.lanewise.openblas;

/** Why the library cannot be used; the message is a sentence for the user. */
final class LoadingException extends Exception {

  private static final long serialVersionUID = 1L;

  LoadingException(String sentence) {
    super(sentence);
  }

  LoadingException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}

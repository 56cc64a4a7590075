package io.lanewise.bench.peer;

/** A library beside Lanewise's backends. */
public interface Library {

  /** Its name in {@code --backends} and in rows. */
  String id();

  /** Its name and version. */
  String library();
}

package io.lanewise.bench.output;

import java.util.Locale;

/** How a result is printed. */
public enum Format {
  /** Aligned columns for a terminal; numbers are rounded. */
  TABLE("txt"),
  /** Raw numbers; one document. */
  JSON("json"),
  /** Raw numbers; RFC 4180. */
  CSV("csv"),
  /** Tables of GitHub's Markdown; numbers are rounded. */
  MARKDOWN("md");

  private final String extension;

  Format(String extension) {
    this.extension = extension;
  }

  /** How the names of files in this format end, without a dot. */
  public String extension() {
    return extension;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

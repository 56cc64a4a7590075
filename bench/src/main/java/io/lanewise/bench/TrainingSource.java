package io.lanewise.bench;

/** The data of compare's training. */
final class TrainingSource {
  private TrainingSource() {}

  static String find(String data) {
    if (!data.isEmpty()) {
      return data;
    }
    String folder = System.getenv("LANEWISE_DATA");
    return folder == null ? "glyphs" : folder;
  }
}

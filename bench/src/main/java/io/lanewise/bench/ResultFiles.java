package io.lanewise.bench;

import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.results.EnvironmentReport;
import io.lanewise.bench.results.Results;
import java.nio.file.Path;

/** What a run leaves in its folder for programs. */
final class ResultFiles {

  private ResultFiles() {}

  /**
   * Writes results.json; and jmh.json, JMH's own results as they are, with environment.json beside
   * them, which they lack.
   *
   * @param jmh an array of JMH's results in JSON
   */
  static void write(Path folder, Results results, String jmh) {
    OutputFolder.write(folder.resolve("results.json"), results.toJson());
    OutputFolder.write(folder.resolve("environment.json"), EnvironmentReport.of(results).toJson());
    OutputFolder.write(folder.resolve("jmh.json"), jmh);
  }
}

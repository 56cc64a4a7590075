package io.lanewise.bench;

import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.report.HtmlReport;
import io.lanewise.bench.results.EnvironmentReport;
import io.lanewise.bench.results.Results;
import java.nio.file.Path;
import java.util.List;

/** What a run leaves in its folder. */
final class ResultFiles {

  private ResultFiles() {}

  /**
   * Writes results.json and report.html, which is made of it; and jmh.json, JMH's own results as
   * they are, with environment.json beside them, which they lack.
   *
   * @param jmh an array of JMH's results in JSON
   * @return the names of what a user opens
   */
  static String write(Path folder, Results results, String jmh) {
    Path json = folder.resolve("results.json");
    Path html = folder.resolve("report.html");
    OutputFolder.write(json, results.toJson());
    OutputFolder.write(folder.resolve("environment.json"), EnvironmentReport.of(results).toJson());
    OutputFolder.write(folder.resolve("jmh.json"), jmh);
    OutputFolder.write(html, HtmlReport.render(List.of(results)));
    return json + " and " + html;
  }
}

package io.lanewise.bench;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.report.HtmlReport;
import io.lanewise.bench.report.MarkdownReport;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.verdict.Criteria;
import io.lanewise.bench.verdict.RunComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the HTML report of a run, or compares two. */
@Command(
    name = "report",
    description = {
      "Makes report.html from a results.json: one page without any network. --format prints the run"
          + " instead: markdown for a README, csv with a row for each kernel (or each"
          + " training, where there is no kernel), or json.",
      "Of two files it compares the second run with the first, on standard output: what differs in"
          + " their environments, then the ratios of their speeds with confidence intervals over"
          + " JVMs. A difference is called one if it is as large as --threshold and the intervals"
          + " are disjoint. With --merge, several files become one report.html instead."
    },
    footer = {
      "",
      "Examples:",
      "  ./lanewise report lanewise-results/results.json --out page",
      "  ./lanewise report lanewise-results/results.json --format markdown",
      "  ./lanewise report before/results.json after/results.json --format markdown",
      "  ./lanewise report --merge gemm/results.json conv/results.json --out page"
    })
final class ReportCommand implements Callable<Integer> {

  private static final String DEFAULT_THRESHOLD = "0.1";

  @Parameters(
      arity = "1..*",
      paramLabel = "results.json",
      description = "what compare or bench --out has written")
  private List<Path> files = List.of();

  @Option(names = "--merge", description = "one report.html of all files, one run below the other")
  private boolean merge;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      defaultValue = DEFAULT_THRESHOLD,
      description =
          "the least difference of two runs that counts, 0.1 being 10 %%; default:"
              + " ${DEFAULT-VALUE}")
  private double threshold;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(threshold > 0)) {
      throw CommandFailure.usage("threshold is " + threshold + ", expected more than 0");
    }
    if (files.size() > 2 && !merge) {
      throw CommandFailure.usage(
          "%d files, expected one, two to compare, or --merge".formatted(files.size()));
    }
    List<Results> results = files.stream().map(Results::read).toList();
    output.check();
    if (results.size() == 2 && !merge) {
      Criteria criteria = Criteria.DEFAULT.withThreshold(threshold);
      output.print("comparison", RunComparison.of(results.get(0), results.get(1), criteria));
    } else if (output.format() == Format.TABLE) {
      writePage(results);
    } else {
      print(results);
    }
    return ExitStatus.DONE;
  }

  /** What people or programs read elsewhere; csv is one table: kernels, or trainings alone. */
  private void print(List<Results> results) {
    switch (output.format()) {
      case MARKDOWN ->
          output.printText(
              "report", results.stream().map(MarkdownReport::of).collect(Collectors.joining("\n")));
      case CSV ->
          output.print(
              "report",
              results.stream()
                  .flatMap(run -> (run.rows().isEmpty() ? run.training() : run.rows()).stream())
                  .toList());
      default -> output.print("report", results.size() == 1 ? results.get(0) : results);
    }
  }

  private void writePage(List<Results> results) {
    Path folder = output.folder() == null ? Path.of(".") : output.folder();
    Path html = folder.resolve("report.html");
    OutputFolder.write(html, HtmlReport.render(results));
    spec.commandLine().getErr().println("wrote " + html);
    spec.commandLine().getErr().flush();
  }
}

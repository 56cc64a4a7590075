package io.lanewise.bench;

import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.report.HtmlReport;
import io.lanewise.bench.results.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the HTML report. */
@Command(
    name = "report",
    description = "Makes report.html from one or more results.json: one page without any network.",
    footer = {"", "Example:", "  ./lanewise report lanewise-results/results.json --out page"})
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "results.json",
      description = "what compare or bench --out has written")
  private List<Path> files = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "folder of report.html; default: the current one")
  private Path folder = Path.of(".");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Results> results = files.stream().map(Results::read).toList();
    OutputFolder.check(folder);
    Path html = folder.resolve("report.html");
    OutputFolder.write(html, HtmlReport.render(results));
    spec.commandLine().getErr().println("wrote " + html);
    spec.commandLine().getErr().flush();
    return ExitStatus.DONE;
  }
}

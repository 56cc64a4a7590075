package io.lanewise.bench;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "lanewise",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "CPU kernels for Java on four backends: GEMM, 2-D convolution, pooling, neural networks,"
            + " maps.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:a check failed",
      "2:wrong usage",
      "3:inconclusive: the measurement was too noisy",
      "4:the environment lacks something: a backend, data, a folder that can be written"
    },
    footer = {"", "Example:", "  ./lanewise doctor"},
    subcommands = {
      DoctorCommand.class,
      CompareCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      SomCommand.class,
      CheckCommand.class,
      ReportCommand.class
    })
public final class Lanewise implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "show the stack trace of an error")
  void verbose(boolean verbose) {
    System.setProperty(ErrorSentence.VERBOSE, Boolean.toString(verbose));
  }

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, for callers that bring their own streams. */
  public static CommandLine commandLine() {
    ErrorSentence errors = new ErrorSentence();
    return new CommandLine(new Lanewise())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Lanewise::execute)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }

  /** Errors of the JVM become sentences too. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      CommandFailure failure =
          CommandFailure.environment(
              "the heap is too small (%s); ask for less, or set LANEWISE_JAVA_OPTS=-Xmx..."
                  .formatted(e.getMessage()),
              e);
      throw new ExecutionException(parsed.commandSpec().commandLine(), "memory", failure);
    } catch (LinkageError | AssertionError e) {
      throw new ExecutionException(
          parsed.commandSpec().commandLine(), "error", new IllegalStateException(e));
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command, one of " + String.join(", ", spec.subcommands().keySet()));
  }
}

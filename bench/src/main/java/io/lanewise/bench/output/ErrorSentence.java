package io.lanewise.bench.output;

import io.lanewise.kernels.UnavailableBackendException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever a command throws into one sentence on standard error and an exit status. */
public final class ErrorSentence implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The system property that adds stack traces; the option {@code --verbose} sets it. */
  public static final String VERBOSE = "lanewise.verbose";

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    tell(command, sentence(exception), exception);
    return status(exception);
  }

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    tell(command, exception.getMessage(), exception);
    UnmatchedArgumentException.printSuggestions(exception, command.getErr());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    command.getErr().flush();
    return ExitStatus.USAGE;
  }

  /** Why the file system refused, in words. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied: " + e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return "not a folder: " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void tell(CommandLine command, String sentence, Exception exception) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().root().name() + ": " + sentence);
    if (Boolean.getBoolean(VERBOSE)) {
      exception.printStackTrace(err);
    }
    err.flush();
  }

  private static String sentence(Exception exception) {
    if (exception instanceof UncheckedIOException unchecked) {
      return reason(unchecked.getCause());
    }
    if (exception instanceof IOException io) {
      return reason(io);
    }
    if (isExpected(exception)) {
      return exception.getMessage();
    }
    return "internal error, please report it: "
        + exception
        + " (the same command with --verbose shows where)";
  }

  private static boolean isExpected(Exception exception) {
    return exception instanceof CommandFailure
        || exception instanceof UnavailableBackendException
        || exception instanceof IllegalArgumentException;
  }

  private static int status(Exception exception) {
    if (exception instanceof CommandFailure failure) {
      return failure.exitStatus();
    }
    if (exception instanceof IllegalArgumentException) {
      return ExitStatus.USAGE;
    }
    boolean environment =
        exception instanceof UnavailableBackendException
            || exception instanceof UncheckedIOException
            || exception instanceof IOException;
    return environment ? ExitStatus.ENVIRONMENT : ExitStatus.FAILED;
  }
}

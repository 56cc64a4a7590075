package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the contract tests of the kernels on one backend, in a JVM at one level. They are the same
 * tests as those of the build, and are told what to do by the same system properties; see their
 * class ContractRun.
 */
public final class ContractChild {

  private static final String PACKAGE = "io.lanewise.kernels.contract";

  private ContractChild() {}

  /**
   * Arguments of {@link #main}.
   *
   * @param backend id of the backend
   * @param only which kernels, see {@link KernelNames#matching}
   * @param without kernels that are left out, as they have ended a JVM before
   */
  static List<String> arguments(String backend, String only, Set<String> without) {
    List<String> arguments = new ArrayList<>(List.of(backend, only));
    arguments.addAll(without);
    return arguments;
  }

  /** Arguments: those of {@link #arguments}. */
  public static void main(String[] arguments) {
    PrintStream parent = ParentLine.open().messages();
    String backend = arguments[0];
    List<String> without = Arrays.asList(arguments).subList(2, arguments.length);
    Predicate<String> only = KernelNames.matching(arguments[1]);
    Map<String, String> kernels;
    try (Kernels open = BackendCatalog.require(backend).open(KernelOptions.defaults())) {
      Description found = open.describe();
      new Message.InEffect(found.isa(), found.library(), found.threads()).to(parent);
      kernels = KernelNames.all(backend, open);
    }
    kernels.keySet().removeIf(kernel -> !only.test(kernel) || without.contains(kernel));
    if (!kernels.isEmpty()) {
      System.setProperty("lanewise.backends", backend);
      System.setProperty("lanewise.kernels", String.join(",", kernels.keySet()));
      LauncherFactory.create()
          .execute(
              request(new LinkedHashSet<>(kernels.values())),
              new Listener(backend, kernels.keySet(), parent));
    }
    new Message.Done().to(parent);
    // Threads of a library may outlive everything.
    System.exit(0);
  }

  /** The test classes of some operations, whose names begin with that of the operation. */
  private static LauncherDiscoveryRequest request(Set<String> operations) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectPackage(PACKAGE))
        .filters(
            ClassNameFilter.includeClassNamePatterns(
                "(?i).*\\.(" + String.join("|", operations) + ")\\w*ContractTest"))
        .build();
  }

  private static final class Listener implements TestExecutionListener {

    /** How the contract's tests are called: by what they are about. */
    private static final Pattern SUBJECT = Pattern.compile("\\S+, kernel (\\S+), threads \\d+");

    private static final String AUTOMATIC = "automatic";

    private final String backend;
    private final Set<String> kernels;
    private final PrintStream parent;

    Listener(String backend, Set<String> kernels, PrintStream parent) {
      this.backend = backend;
      this.kernels = kernels;
      this.parent = parent;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      if (isAsked(test)) {
        new Message.Testing(kernel(test), name(test)).to(parent);
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
      if (isAsked(test) || failed) {
        String failure = failed ? result.getThrowable().map(Throwable::toString).orElse("") : null;
        new Message.Tested(kernel(test), name(test), failure).to(parent);
      }
    }

    /** Some tests are not about a kernel; they go with the backend's own choice. */
    private boolean isAsked(TestIdentifier test) {
      return test.isTest() && kernels.contains(kernel(test));
    }

    /**
     * What a test without a subject is about is everything: the backend's own choice stands for it.
     */
    private String kernel(TestIdentifier test) {
      Matcher subject = SUBJECT.matcher(test.getDisplayName());
      return subject.matches() && !subject.group(1).equals(AUTOMATIC)
          ? subject.group(1)
          : backend + "/" + operation(test);
    }

    private static String operation(TestIdentifier test) {
      return method(test)
          .map(MethodSource::getClassName)
          .flatMap(
              name ->
                  List.of("gemm", "conv2d", "pool2d", "elementwise").stream()
                      .filter(
                          op -> name.regionMatches(true, PACKAGE.length() + 1, op, 0, op.length()))
                      .findFirst())
          .orElse("contract");
    }

    private static String name(TestIdentifier test) {
      return method(test)
          .map(
              method ->
                  method.getClassName().substring(PACKAGE.length() + 1)
                      + "."
                      + method.getMethodName())
          .orElse(test.getDisplayName());
    }

    private static Optional<MethodSource> method(TestIdentifier test) {
      return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }
  }
}

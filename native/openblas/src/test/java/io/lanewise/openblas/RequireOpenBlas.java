package io.lanewise.openblas;

import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests of the library where it is unavailable, or fails if lanewise.require names it. */
final class RequireOpenBlas implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    OpenBlas.unavailable().ifPresent(RequireOpenBlas::refuse);
  }

  private static void refuse(String reason) {
    String required = System.getProperty("lanewise.require", "");
    if (Arrays.asList(required.split(",", -1)).contains("openblas")) {
      Assertions.fail(
          "backend openblas is required by lanewise.require but unavailable: " + reason);
    }
    Assumptions.abort("backend openblas is unavailable: " + reason);
  }
}

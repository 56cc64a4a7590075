package io.lanewise.bench.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file environment.json: where and how JMH's own results beside it were measured.
 *
 * @param schema {@value #SCHEMA}
 * @param date when it was measured, ISO 8601 in UTC
 * @param commandLine what makes it again
 * @param environment where it was measured
 * @param conditions what the machine did meanwhile
 * @param warnings why the figures are worth less than they look
 */
public record EnvironmentReport(
    String schema,
    String date,
    String commandLine,
    Environment environment,
    @Nullable Conditions conditions,
    List<String> warnings) {

  /** The version of this format. */
  public static final String SCHEMA = "lanewise-environment-1";

  /** That part of some results. */
  public static EnvironmentReport of(Results results) {
    return new EnvironmentReport(
        SCHEMA,
        results.date(),
        results.commandLine(),
        results.environment(),
        results.conditions(),
        results.warnings());
  }

  /** The document as JSON with a line end. */
  public String toJson() {
    return Results.json(this);
  }
}

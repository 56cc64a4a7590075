package io.lanewise.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one run has measured: the file results.json.
 *
 * @param schema {@value #SCHEMA}
 * @param date when it was measured, ISO 8601 in UTC
 * @param commandLine what makes it again
 * @param environment where it was measured
 * @param conditions what the machine did meanwhile; null in files of earlier versions
 * @param warnings why the figures are worth less than they look, a sentence each; empty if nothing
 *     disturbed them
 * @param peak what the machine can do
 * @param rows kernels
 * @param training trainings
 */
public record Results(
    String schema,
    String date,
    String commandLine,
    Environment environment,
    @Nullable Conditions conditions,
    List<String> warnings,
    List<PeakRow> peak,
    List<KernelRow> rows,
    List<TrainingRow> training) {

  /** Files of earlier versions have no warnings. */
  public Results {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** The version of this format. */
  public static final String SCHEMA = "lanewise-results-1";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The document as JSON with a line end. */
  public String toJson() {
    return json(this);
  }

  static String json(Object document) {
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws CommandFailure with status 4 if it cannot be read, 2 if it is something else
   */
  public static Results read(Path file) {
    Results results;
    try {
      results = JSON.readValue(Files.readString(file), Results.class);
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "file " + file + " is not a results.json of Lanewise: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read file " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
    if (results == null || !SCHEMA.equals(results.schema)) {
      throw CommandFailure.usage(
          "file %s has schema \"%s\", expected \"%s\""
              .formatted(file, results == null ? null : results.schema, SCHEMA));
    }
    return results;
  }
}

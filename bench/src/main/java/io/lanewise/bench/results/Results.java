package io.lanewise.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern SCHEMAS = Pattern.compile("lanewise-results-(\\d{1,9})");
  private static final int NUMBER = Integer.parseInt(SCHEMA.substring(SCHEMA.lastIndexOf('-') + 1));

  private static final int MOST_CHARS = 200;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
   * Reads a file, of this version or an earlier one, and believes nothing: what it returns is
   * complete.
   *
   * @throws CommandFailure with status 4 if it cannot be read, 2 if it is something else, cut off,
   *     incomplete, or from a later version
   */
  public static Results read(Path file) {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file));
      requireSchema(file, tree.path("schema").asText(""));
      Results results = JSON.treeToValue(tree, Results.class);
      Completeness.problem(results)
          .or(() -> Speeds.problem(results))
          .ifPresent(
              problem -> {
                throw CommandFailure.usage(
                    "file " + file + " is not a whole results.json of Lanewise: " + problem);
              });
      return results;
    } catch (JsonEOFException e) {
      throw CommandFailure.usage(
          "file %s is cut off at line %d: it ends within its JSON"
              .formatted(file, e.getLocation().getLineNr()));
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "file "
              + file
              + " is not a results.json of Lanewise: "
              + oneLine(e.getOriginalMessage()));
    } catch (CharacterCodingException e) {
      throw CommandFailure.usage("file " + file + " is not a results.json of Lanewise: no UTF-8");
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read file " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
  }

  /** What a stranger's file says must not move the cursor, and not fill the screen. */
  private static String oneLine(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cc}", "?");
    return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS) + "...";
  }

  private static void requireSchema(Path file, String schema) {
    if (schema.equals(SCHEMA)) {
      return;
    }
    Matcher other = SCHEMAS.matcher(schema);
    if (other.matches() && Integer.parseInt(other.group(1)) > NUMBER) {
      throw CommandFailure.usage(
          "file %s has schema %s, this version of Lanewise reads up to %s; read it with the version that wrote it, or a later one"
              .formatted(file, schema, SCHEMA));
    }
    throw CommandFailure.usage(
        "file %s is not a results.json of Lanewise: its schema is \"%s\", expected \"%s\""
            .formatted(file, oneLine(schema), SCHEMA));
  }
}

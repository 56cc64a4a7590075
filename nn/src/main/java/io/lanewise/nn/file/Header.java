package io.lanewise.nn.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON in front of the data of a safetensors file: an object with an entry for each tensor and,
 * under {@value #METADATA}, an object of strings.
 *
 * @param metadata the strings, in the file's order
 * @param entries the tensors, in the order of their data
 */
record Header(Map<String, String> metadata, List<Entry> entries) {

  /** The longest header that the format allows, in bytes. */
  static final int MAX_BYTES = 100_000_000;

  /** The name that no tensor may have. */
  static final String METADATA = "__metadata__";

  // Names of a hostile file are neither kept in a table of the factory nor interned.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(MAX_BYTES)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  /**
   * A tensor's place.
   *
   * @param name its name
   * @param dtype type of the elements
   * @param shape size of each dimension
   * @param begin its first byte, from the end of the header
   * @param end the byte behind its last one
   */
  record Entry(String name, Dtype dtype, List<Long> shape, long begin, long end) {}

  /** The header in UTF-8; spaces behind it let the data start at a multiple of 8 bytes. */
  byte[] toBytes() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (Entry entry : entries) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.dtype().name());
        writeNumbers(json, "shape", entry.shape());
        writeNumbers(json, "data_offsets", List.of(entry.begin(), entry.end()));
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter failed", e);
    }
    try {
      ByteBuffer utf8 =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.getBuffer()));
      int length = utf8.remaining();
      byte[] bytes = new byte[Math.ceilDiv(length, Long.BYTES) * Long.BYTES];
      utf8.get(bytes, 0, length);
      Arrays.fill(bytes, length, bytes.length, (byte) ' ');
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "a tensor's name or the metadata has half a surrogate pair, expected Unicode text", e);
    }
  }

  private static void writeNumbers(JsonGenerator json, String key, List<Long> numbers)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  /**
   * Reads and checks a header.
   *
   * @param file whose header it is, for messages
   * @param header the header
   * @param dataBytes bytes of the file behind the header
   * @throws IOException if it is not JSON, not of the format, or places a tensor outside of the
   *     data, on another one or not behind the one before it
   */
  static Header parse(Path file, String header, long dataBytes) throws IOException {
    if (!header.startsWith("{")) {
      throw new IOException(
          file + " has a header that starts with " + start(header) + ", expected '{'");
    }
    Parsing parsing = new Parsing(file);
    try (JsonParser json = JSON.createParser(header)) {
      Header parsed = parsing.header(json);
      parsed.entries().sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      parsing.checkPlaces(parsed.entries(), dataBytes);
      return parsed;
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " has a header that is not valid JSON: " + shown(e.getOriginalMessage()), e);
    }
  }

  private static String start(String header) {
    return header.isEmpty() ? "nothing" : "'" + shown(header.substring(0, 1)) + "'";
  }

  /** Text of a file as a message may show it: no control characters, and not megabytes of it. */
  static String shown(String text) {
    String line = text.lines().findFirst().orElse("");
    StringBuilder shown = new StringBuilder();
    line.codePoints()
        .limit(80)
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.length() < text.length() ? shown + "..." : shown.toString();
  }

  /** One pass over the JSON; whatever is not expected where it stands ends it. */
  private static final class Parsing {

    private final Path file;

    Parsing(Path file) {
      this.file = file;
    }

    Header header(JsonParser json) throws IOException {
      Map<String, String> metadata = Map.of();
      List<Entry> entries = new ArrayList<>();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (name.equals(METADATA)) {
          metadata = metadata(json);
        } else {
          entries.add(entry(json, name));
        }
      }
      if (json.nextToken() != null) {
        throw new IOException(file + " has a header that goes on behind its JSON object");
      }
      return new Header(metadata, entries);
    }

    private Map<String, String> metadata(JsonParser json) throws IOException {
      Map<String, String> metadata = new LinkedHashMap<>();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(
            file + " has " + METADATA + " with " + found(json) + ", expected an object of strings");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new IOException(
              file
                  + (" has " + METADATA + " \"" + shown(key) + "\" with ")
                  + (found(json) + ", expected a string"));
        }
        metadata.put(key, json.getText());
      }
      return metadata;
    }

    private Entry entry(JsonParser json, String name) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(name, "", found(json), "an object");
      }
      Dtype dtype = null;
      List<Long> shape = null;
      List<Long> offsets = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.currentName()) {
          case "dtype" -> dtype = dtype(json, name);
          case "shape" -> shape = numbers(json, name, "shape");
          case "data_offsets" -> offsets = numbers(json, name, "data_offsets");
          default ->
              throw wrong(
                  name,
                  "entry",
                  '"' + shown(json.currentName()) + '"',
                  "dtype, shape and data_offsets");
        }
      }
      if (dtype == null || shape == null || offsets == null) {
        String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
        throw wrong(name, "", "no " + missing, "dtype, shape and data_offsets");
      }
      return checked(name, dtype, shape, offsets);
    }

    private Dtype dtype(JsonParser json, String name) throws IOException {
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        for (Dtype dtype : Dtype.values()) {
          if (dtype.name().equals(json.getText())) {
            return dtype;
          }
        }
      }
      throw wrong(name, "dtype", found(json), "one of " + Arrays.toString(Dtype.values()));
    }

    private List<Long> numbers(JsonParser json, String name, String key) throws IOException {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw wrong(name, key, found(json), "an array of integers");
      }
      List<Long> numbers = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        long number = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? longValue(json) : -1;
        if (number < 0) {
          throw wrong(name, key, found(json), "integers of 0 to 2^63 - 1");
        }
        numbers.add(number);
      }
      return numbers;
    }

    /** The number, or -1 where it does not fit. */
    private static long longValue(JsonParser json) throws IOException {
      try {
        return json.getLongValue();
      } catch (InputCoercionException e) {
        return -1;
      }
    }

    private Entry checked(String name, Dtype dtype, List<Long> shape, List<Long> offsets)
        throws IOException {
      if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
        throw wrong(name, "data_offsets", shown(offsets.toString()), "[begin, end], begin <= end");
      }
      long count = Tensor.count(shape);
      if (count < 0 || count > Tensor.MAX_BYTES / dtype.bytes()) {
        throw wrong(
            name,
            "shape",
            shown(shape.toString()),
            "at most " + Tensor.MAX_BYTES / dtype.bytes() + " elements");
      }
      if (offsets.get(1) - offsets.get(0) != count * dtype.bytes()) {
        throw wrong(
            name,
            "data_offsets",
            shown(offsets.toString()),
            (count * dtype.bytes() + " bytes for " + dtype)
                + (" of shape " + shown(shape.toString())));
      }
      return new Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    /** Tensors lie one behind the other and fill the data. */
    void checkPlaces(List<Entry> entries, long dataBytes) throws IOException {
      long at = 0;
      for (Entry entry : entries) {
        if (entry.begin() != at) {
          throw wrong(
              entry.name(),
              "begin",
              String.valueOf(entry.begin()),
              at + ", where the tensor before it ends");
        }
        at = entry.end();
        if (at > dataBytes) {
          throw wrong(
              entry.name(),
              "end",
              String.valueOf(at),
              "at most " + dataBytes + ", the bytes behind the header; the file may be cut short");
        }
      }
      if (at != dataBytes) {
        throw new IOException(
            file + " has " + dataBytes + " bytes of data, expected " + at + ", what tensors need");
      }
    }

    private static String found(JsonParser json) throws IOException {
      @Nullable String text = json.getText();
      if (text == null) {
        return "nothing";
      }
      return json.currentToken() == JsonToken.VALUE_STRING ? '"' + shown(text) + '"' : shown(text);
    }

    private IOException wrong(String name, String what, String found, String expected) {
      String attribute = what.isEmpty() ? "" : what + " ";
      return new IOException(
          file
              + (" has tensor \"" + shown(name) + "\" with ")
              + (attribute + found + ", expected " + expected));
    }
  }
}

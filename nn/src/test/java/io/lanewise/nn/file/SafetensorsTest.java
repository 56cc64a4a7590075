package io.lanewise.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  private static final String TWO =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]}}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("net.safetensors");
  }

  /** A file by the letter of the format, without the writer. */
  private static byte[] bytes(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int i = 0; i < dataBytes / 4; i++) {
      bytes.putFloat(i + 0.5f);
    }
    return bytes.array();
  }

  private Safetensors read(byte[] content) throws IOException {
    return Safetensors.read(Files.write(file, content));
  }

  private static String one(String entry) {
    return "{\"w\":" + entry + "}";
  }

  private static String one(String dtype, String shape, String offsets) {
    return one(
        "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}");
  }

  @Test
  void readsAFileMadeByHand() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\",\"note\":\"\\u00e4\"},"
            + "\"late\":{\"shape\":[],\"data_offsets\":[8,12],\"dtype\":\"F32\"},"
            + "\"none\":{\"dtype\":\"I64\",\"shape\":[3,0],\"data_offsets\":[8,8]},"
            + "\"early\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}  ";
    Safetensors read = read(bytes(header, 12));
    assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"), Map.entry("note", "ä"));
    assertThat(read.names()).containsExactly("early", "none", "late");
    assertThat(read.require("early", Dtype.F32, 2, 1).toFloats()).containsExactly(0.5f, 1.5f);
    assertThat(read.require("late", Dtype.F32).toFloats()).containsExactly(2.5f);
    assertThat(read.require("none", Dtype.I64, 3, 0).toLongs()).isEmpty();
    assertThat(read.tensor("other")).isNull();
  }

  @Test
  void writesTheFormatToTheByte() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(new float[] {1, -2}, 2));
    tensors.put("step", Tensor.of(new long[] {258}));
    Safetensors.write(file, Map.of("k", "v"), tensors);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"step\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}";
    header += " ".repeat(-header.length() & 7);
    ByteBuffer expected = ByteBuffer.allocate(24 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    expected.put(
        new byte[] {2, 1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0});
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsWrittenIsRead(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      metadata.put("key \"" + i + "\n", "ä\u0000\\ \uD83D\uDE00" + "x".repeat(random.nextInt(50)));
    }
    for (int i = 0; i < random.nextInt(8); i++) {
      int rows = random.nextInt(4);
      int columns = random.nextInt(5);
      tensors.put("layer." + i + "/ü", tensor(random, rows * columns, rows, columns));
    }
    Safetensors.write(file, metadata, tensors);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor wanted = entry.getValue();
      Tensor found = read.require(entry.getKey(), wanted.dtype(), wanted.shape());
      assertThat(found.data()).isEqualTo(wanted.data());
    }
  }

  private static Tensor tensor(Random random, int elements, long... shape) {
    return switch (random.nextInt(3)) {
      case 0 -> Tensor.of(random.longs(elements).toArray(), shape);
      case 1 -> Tensor.of(random.doubles(elements).toArray(), shape);
      default -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = Float.intBitsToFloat(random.nextInt());
        }
        yield Tensor.of(values, shape);
      }
    };
  }

  @Test
  void dataStartsAtAMultipleOfItsElements() throws IOException {
    for (int length = 0; length < 9; length++) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("f", Tensor.of(new float[] {1}, 1));
      tensors.put("d" + "x".repeat(length), Tensor.of(new double[] {2}, 1));
      Safetensors.write(file, Map.of(), tensors);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int data = 8 + (int) bytes.getLong(0);
      assertThat(data % 8).isZero();
      assertThat(bytes.getDouble(data)).isEqualTo(2);
      assertThat(bytes.getFloat(data + 8)).isEqualTo(1);
    }
  }

  @Test
  void tensorsComeFromAndGoToSegments() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment off = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4);
      Safetensors.write(file, Map.of(), Map.of("w", Tensor.of(off.asSlice(4, 8), 2)));
      Tensor read = Safetensors.read(file).require("w", Dtype.F32, 2);
      read.copyTo(off.asSlice(8));
      assertThat(off.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 2, 2, 3);
      float[] heap = new float[3];
      read.copyTo(MemorySegment.ofArray(heap));
      assertThat(heap).containsExactly(2, 3, 0);
      assertThatThrownBy(() -> read.copyTo(off.asSlice(12)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("floats has 1 elements, expected at least 2");
      assertThatThrownBy(read::toLongs)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("tensor is F32 [2], expected I64");
    }
  }

  @Test
  void tensorsAreCopies() {
    float[] values = {1, 2};
    long[] shape = {2};
    Tensor tensor = Tensor.of(values, shape);
    values[0] = 9;
    shape[0] = 9;
    tensor.shape()[0] = 9;
    tensor.toFloats()[0] = 9;
    assertThat(tensor.toFloats()).containsExactly(1, 2);
    assertThat(tensor.shape()).containsExactly(2);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values are 5, expected 6 for the shape [2, 3]");
    assertThatThrownBy(() -> Tensor.of(new float[1], -1, -1))
        .hasMessageStartingWith("shape is [-1, -1], expected sizes of at least 0");
    assertThatThrownBy(() -> Tensor.of(new float[0], 1L << 32, 1L << 32))
        .hasMessageStartingWith("shape is [4294967296, 4294967296], expected");
    assertThatThrownBy(() -> Tensor.of(new float[0], 1L << 31, 1L << 32))
        .hasMessageStartingWith("shape is [2147483648, 4294967296], expected");
  }

  @Test
  void badNamesAndTextsAreRefusedBeforeAnythingIsWritten() {
    Tensor tensor = Tensor.of(new float[1], 1);
    assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("__metadata__", tensor)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensors has the name __metadata__, expected any other");
    assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("half \uD83D", tensor)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half a surrogate pair");
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("k", "\uDE00"), Map.of()))
        .hasMessageContaining("half a surrogate pair");
    assertThat(file).doesNotExist();
  }

  @Test
  void anotherTypeOrShapeThanRequiredIsNamed() throws IOException {
    Safetensors read = read(bytes(TWO, 12));
    assertThatThrownBy(() -> read.require("a", Dtype.F32, 3))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has tensor \"a\" with F32 [2], expected F32 [3]");
    assertThatThrownBy(() -> read.require("a", Dtype.F64, 2))
        .hasMessage(file + " has tensor \"a\" with F32 [2], expected F64 [2]");
    assertThatThrownBy(() -> read.require("c", Dtype.F32, 2))
        .hasMessage(file + " has no tensor \"c\", expected F32 [2]");
  }

  static Stream<Arguments> hostileHeaders() {
    String deep = "[".repeat(100_000);
    return Stream.of(
        Arguments.of("", 0, "header that starts with nothing, expected '{'"),
        Arguments.of("[]", 0, "header that starts with '[', expected '{'"),
        Arguments.of(" {}", 0, "header that starts with ' ', expected '{'"),
        Arguments.of("\u001b[31m", 0, "header that starts with '?', expected '{'"),
        Arguments.of("{", 0, "not valid JSON"),
        Arguments.of("{\"w\":", 0, "not valid JSON"),
        Arguments.of("{w:1}", 0, "not valid JSON"),
        Arguments.of("{} {}", 0, "goes on behind its JSON object"),
        Arguments.of("{}]", 0, "not valid JSON"),
        Arguments.of(TWO.replace("\"b\"", "\"a\""), 12, "not valid JSON: Duplicate"),
        Arguments.of("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "not valid JSON: Duplicate"),
        Arguments.of("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "Duplicate"),
        Arguments.of(one("{\"dtype\":\"F32\",\"dtype\":\"F32\"}"), 0, "Duplicate"),
        Arguments.of("{\"__metadata__\":[]}", 0, "__metadata__ with [, expected an object of str"),
        Arguments.of(
            "{\"__metadata__\":{\"n\":1}}", 0, "__metadata__ \"n\" with 1, expected a string"),
        Arguments.of("{\"__metadata__\":{\"n\":null}}", 0, "with null, expected a string"),
        Arguments.of("{\"__metadata__\":{\"n\":" + deep, 0, "with [, expected a string"),
        Arguments.of(one("7"), 0, "tensor \"w\" with 7, expected an object"),
        Arguments.of(one(deep), 0, "tensor \"w\" with [, expected an object"),
        Arguments.of(one("{\"x\":" + deep + "}"), 0, "with entry \"x\", expected dtype, shape and"),
        Arguments.of(one("{}"), 0, "tensor \"w\" with no dtype, expected dtype, shape and"),
        Arguments.of(one("{\"dtype\":\"F32\"}"), 0, "with no shape, expected"),
        Arguments.of(one("{\"dtype\":\"F32\",\"shape\":[]}"), 0, "with no data_offsets, expected"),
        Arguments.of(
            one("\"BF16\"", "[2]", "[0,4]"),
            4,
            "tensor \"w\" with dtype \"BF16\", expected one of [F64, I64, F32]"),
        Arguments.of(one("\"f32\"", "[1]", "[0,4]"), 4, "with dtype \"f32\", expected"),
        Arguments.of(one("32", "[1]", "[0,4]"), 4, "with dtype 32, expected"),
        Arguments.of(one("\"F32\"", "1", "[0,4]"), 4, "with shape 1, expected an array"),
        Arguments.of(one("\"F32\"", "[-1]", "[0,4]"), 4, "with shape -1, expected integers of 0"),
        Arguments.of(one("\"F32\"", "[1.0]", "[0,4]"), 4, "with shape 1.0, expected integers"),
        Arguments.of(one("\"F32\"", "[\"1\"]", "[0,4]"), 4, "with shape \"1\", expected integers"),
        Arguments.of(one("\"F32\"", "[[1]]", "[0,4]"), 4, "with shape [, expected integers"),
        Arguments.of(
            one("\"F32\"", "[9223372036854775808]", "[0,4]"),
            4,
            "with shape 9223372036854775808, expected integers of 0 to 2^63 - 1"),
        Arguments.of(one("\"F32\"", "[1" + "0".repeat(5000) + "]", "[0,4]"), 4, "not valid JSON: "),
        Arguments.of(
            one("\"F32\"", "[4294967296,4294967296]", "[0,0]"),
            0,
            "with shape [4294967296, 4294967296], expected at most"),
        Arguments.of(
            one("\"F32\"", "[4611686018427387904]", "[0,0]"), 0, "with shape [46116860184273879"),
        Arguments.of(
            one("\"F32\"", "[536870912]", "[0,2147483648]"), 4, "expected at most 536870909 el"),
        Arguments.of(one("\"F32\"", "[2]", "[0,4]"), 4, "[0, 4], expected 8 bytes for F32 of sha"),
        Arguments.of(one("\"F64\"", "[1]", "[0,4]"), 4, "[0, 4], expected 8 bytes for F64 of sha"),
        Arguments.of(one("\"F32\"", "[1]", "[4]"), 4, "data_offsets [4], expected [begin, end]"),
        Arguments.of(one("\"F32\"", "[1]", "[0,4,8]"), 4, "data_offsets [0, 4, 8], expected"),
        Arguments.of(one("\"F32\"", "[1]", "[8,4]"), 4, "data_offsets [8, 4], expected [begin"),
        Arguments.of(one("\"F32\"", "[1]", "[-4,0]"), 4, "data_offsets -4, expected integers"),
        Arguments.of(
            one("\"F32\"", "[1]", "[9223372036854775804,9223372036854775807]"),
            4,
            "expected 4 bytes for F32"),
        Arguments.of(
            one("\"F32\"", "[0]", "[9223372036854775807,9223372036854775807]"),
            0,
            "with begin 9223372036854775807, expected 0"),
        Arguments.of(one("\"F32\"", "[1]", "[4,8]"), 8, "begin 4, expected 0, where the tensor"),
        Arguments.of(one("\"F32\"", "[2]", "[0,8]"), 4, "end 8, expected at most 4, the bytes"),
        Arguments.of(one("\"F32\"", "[1]", "[0,4]"), 8, "has 8 bytes of data, expected 4, what"),
        Arguments.of("{}", 4, "has 4 bytes of data, expected 0"),
        Arguments.of(TWO.replace("[8,12]", "[4,8]"), 12, "\"b\" with begin 4, expected 8"),
        Arguments.of(TWO.replace("[8,12]", "[12,16]"), 16, "\"b\" with begin 12, expected 8"),
        Arguments.of(TWO.replace("[8,12]", "[0,4]"), 12, "\"a\" with begin 0, expected 4"));
  }

  @ParameterizedTest
  @MethodSource("hostileHeaders")
  void hostileHeadersAreRefused(String header, int dataBytes, String message) {
    assertThatThrownBy(() -> read(bytes(header, dataBytes)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n"));
  }

  @Test
  void messagesDoNotCarryWhatATerminalWouldObey() {
    String name = "\\u001b[31m" + "n".repeat(10_000);
    assertThatThrownBy(() -> read(bytes("{\"" + name + "\":1}", 0)))
        .hasMessage(
            file + " has tensor \"?[31m" + "n".repeat(75) + "...\" with 1, expected an object");
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] content = bytes("{}", 0);
    content[9] = (byte) 0xff;
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has a header that is not UTF-8, expected JSON in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 100_000_001, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void headersLongerThanTheFileAreRefused(long length) {
    byte[] content = bytes("{}", 0);
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            file + " has a header of " + Long.toUnsignedString(length) + " bytes by its first 8")
        .hasMessageContaining("expected at most 2, what follows");
  }

  /** The file is sparse: it has the length, and takes no room. */
  @Test
  void headersOver100MbAreRefused() throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).flip());
      channel.position(200_000_000).write(ByteBuffer.allocate(1));
    }
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected at most 100000000, the limit of the format");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(new float[] {1, 2, 3}, 3));
    tensors.put("empty", Tensor.of(new float[0], 0));
    Safetensors.write(file, Map.of("k", "v"), tensors);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " has ");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("has 13 bytes of data, expected 12");
  }

  /** Whatever a byte of the header becomes, the answer is a file or an IOException. */
  @Test
  void noDamagedByteDoesMoreThanAnIoException() throws IOException {
    byte[] whole = bytes(TWO, 12);
    Random random = new Random(1);
    for (int at = 0; at < whole.length; at++) {
      for (int i = 0; i < 8; i++) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) random.nextInt(256);
        try {
          assertThat(read(damaged).names()).hasSize(2);
        } catch (IOException e) {
          assertThat(e).hasMessageStartingWith(file + " has ");
        }
      }
    }
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(file + " does not exist, expected a safetensors file");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is not a regular file, expected a safetensors file");
  }
}

package io.lanewise.nn.file;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file: named tensors and a map of strings. Immutable.
 *
 * <p>The format: the length of the header as a little-endian 64-bit number, the header (JSON in
 * UTF-8), the tensors one behind the other, little-endian and row-major. Of its types those of
 * {@link Dtype} are known. A file is read whole or refused: no length in it is believed before it
 * was compared with the size of the file. Source: the README of huggingface/safetensors.
 */
public final class Safetensors {

  private final Path file;
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;

  private Safetensors(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.file = file;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Writes a file, or replaces it atomically.
   *
   * @param file the file; its folder is made where it is missing
   * @param metadata strings, in the order of the map
   * @param tensors tensors by name; they lie in the file in the order of {@link Dtype}, and those
   *     of one type in the order of the map
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, a text has half a
   *     surrogate pair, or the header has more than 100 MB
   * @throws IOException if it cannot be written; what was there before is then there still
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    if (tensors.containsKey(Header.METADATA)) {
      throw new IllegalArgumentException(
          "tensors has the name " + Header.METADATA + ", expected any other");
    }
    List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(Comparator.comparing(entry -> entry.getValue().dtype()));
    byte[] header = new Header(metadata, places(sorted)).toBytes();
    if (header.length > Header.MAX_BYTES) {
      throw new IllegalArgumentException(
          "names and metadata take "
              + header.length
              + (" bytes, expected at most " + Header.MAX_BYTES));
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFile.write(
        file,
        out -> {
          out.write(length.putLong(0, header.length).array());
          out.write(header);
          for (Map.Entry<String, Tensor> entry : sorted) {
            out.write(entry.getValue().data());
          }
        });
  }

  private static List<Header.Entry> places(List<Map.Entry<String, Tensor>> tensors) {
    List<Header.Entry> places = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors) {
      Tensor tensor = entry.getValue();
      long end = at + tensor.data().length;
      places.add(new Header.Entry(entry.getKey(), tensor.dtype(), tensor.sizes(), at, end));
      at = end;
    }
    return places;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is missing, cut short, damaged or of another kind; the message names
   *     the file and, where it is about one, the tensor, what was found and what was expected
   */
  public static Safetensors read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      if (Files.exists(file)) {
        throw new IOException(file + " is not a regular file, expected a safetensors file");
      }
      throw new FileNotFoundException(file + " does not exist, expected a safetensors file");
    }
    long size = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      int headerBytes = headerBytes(file, in, size);
      String text = text(file, bytes(file, in, headerBytes));
      Header header = Header.parse(file, text, size - Long.BYTES - headerBytes);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Header.Entry entry : header.entries()) {
        byte[] data = bytes(file, in, (int) (entry.end() - entry.begin()));
        tensors.put(entry.name(), new Tensor(entry.dtype(), entry.shape(), data));
      }
      return new Safetensors(file, header.metadata(), tensors);
    }
  }

  private static int headerBytes(Path file, InputStream in, long size) throws IOException {
    if (size < Long.BYTES) {
      throw new IOException(
          file
              + (" has " + size + " bytes, expected at least " + Long.BYTES)
              + ": the length of a safetensors header");
    }
    long length =
        ByteBuffer.wrap(bytes(file, in, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(size - Long.BYTES, Header.MAX_BYTES);
    if (Long.compareUnsigned(length, most) > 0) {
      throw new IOException(
          file
              + (" has a header of " + Long.toUnsignedString(length) + " bytes by its first 8")
              + (", expected at most " + most)
              + (most < Header.MAX_BYTES ? ", what follows" : ", the limit of the format")
              + ": it is cut short or not a safetensors file");
    }
    return (int) length;
  }

  private static byte[] bytes(Path file, InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = in.readNBytes(bytes, 0, length);
    if (read < length) {
      throw new EOFException(
          file + " ended after " + read + " of " + length + " bytes: it was changed while read");
    }
    return bytes;
  }

  private static String text(Path file, byte[] header) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + " has a header that is not UTF-8, expected JSON in UTF-8", e);
    }
  }

  /** The strings, in the file's order. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors' names, in the order of their data. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** The tensor of this name, or null. */
  public @Nullable Tensor tensor(String name) {
    return tensors.get(name);
  }

  /**
   * The tensor of this name, with this type and shape.
   *
   * @throws IOException if it is missing or different; the message names file, tensor, what was
   *     found and what was expected
   */
  public Tensor require(String name, Dtype dtype, long... shape) throws IOException {
    Tensor tensor = tensors.get(name);
    String expected = dtype + " " + Arrays.toString(shape);
    if (tensor == null) {
      throw new IOException(file + " has no tensor \"" + name + "\", expected " + expected);
    }
    if (tensor.dtype() != dtype || !Arrays.equals(tensor.shape(), shape)) {
      throw new IOException(
          file
              + (" has tensor \"" + name + "\" with " + Header.shown(tensor.toString()))
              + (", expected " + expected));
    }
    return tensor;
  }

  /** The file and its number of tensors. */
  @Override
  public String toString() {
    return file + ": " + tensors.size() + " tensors";
  }
}

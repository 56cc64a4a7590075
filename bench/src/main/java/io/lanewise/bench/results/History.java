package io.lanewise.bench.results;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file to which runs append a line for each row, those that could not be measured among them.
 * It is appended to and never rewritten, since it may be years old: under a lock, and cut back to
 * its old length where not everything could be written.
 */
public final class History {

  private static final List<String> COLUMNS =
      List.of(
          "date",
          "commit",
          "dirty",
          "version",
          "cpu",
          "os",
          "jdk",
          "jvmFlags",
          "op",
          "dir",
          "type",
          "layout",
          "epilogue",
          "shape",
          "backend",
          "kernel",
          "threads",
          "residence",
          "gflops",
          "gflopsLow",
          "gflopsHigh",
          "spread",
          "peakGflops",
          "fractionOfPeak",
          "gbPerSecond",
          "fractionOfBandwidth",
          "imagesPerSecond",
          "testAccuracy",
          "maxError",
          "allocBytesPerOp",
          "forks",
          "warnings",
          "status");

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
  private static final String HEADER = String.join(",", COLUMNS) + "\n";

  private final Path file;

  /**
   * A file to append to; it need not be there yet.
   *
   * @throws CommandFailure with status 2 if it is there and is something else, 4 if it cannot be
   *     read
   */
  public History(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        check(channel);
      } catch (IOException e) {
        throw failure("read", e);
      }
    }
  }

  /**
   * Appends the rows of a run; all of them, or none.
   *
   * @throws CommandFailure with status 2 if the file has become something else, 4 if it cannot be
   *     written
   */
  public void append(Results results) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        channel.lock();
        check(channel);
        append(channel, (channel.size() == 0 ? HEADER : "") + lines(results));
      }
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private static void append(FileChannel channel, String text) throws IOException {
    long end = channel.size();
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      channel.position(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  private void check(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      return;
    }
    ByteBuffer first = ByteBuffer.allocate(HEADER.length());
    while (first.hasRemaining() && channel.read(first) >= 0) {
      // Reads may be short.
    }
    String header = new String(first.array(), 0, first.position(), StandardCharsets.UTF_8);
    if (!header.equals(HEADER)) {
      throw CommandFailure.usage(
          "history is \"%s\", which begins with other columns than a history of this version; name"
                  .formatted(file)
              + " another file");
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    if (last.get(0) != '\n') {
      throw CommandFailure.usage(
          "history is \"" + file + "\", whose last line has no end; complete or delete that line");
    }
  }

  private static String lines(Results results) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      for (KernelRow row : results.rows()) {
        printer.printRecord(line(results, ofRow(row)));
      }
      for (TrainingRow row : results.training()) {
        printer.printRecord(line(results, ofRow(row)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<@Nullable Object> line(Results results, List<@Nullable Object> row) {
    Environment where = results.environment();
    List<@Nullable Object> line =
        new ArrayList<>(
            Arrays.asList(
                results.date(),
                where.commit(),
                where.dirty(),
                where.version(),
                where.cpu(),
                where.os(),
                where.jvm(),
                String.join(" ", where.jvmFlags())));
    line.addAll(row.subList(0, row.size() - 1));
    line.add(results.warnings().size());
    line.add(row.get(row.size() - 1));
    return line;
  }

  private static List<@Nullable Object> ofRow(KernelRow row) {
    return Arrays.asList(
        row.op(),
        row.dir(),
        row.type(),
        row.layout(),
        row.epilogue(),
        row.shape(),
        row.backend(),
        row.kernel(),
        row.threads(),
        row.residence(),
        row.gflops(),
        row.gflopsLow(),
        row.gflopsHigh(),
        row.spread(),
        row.peakGflops(),
        row.fractionOfPeak(),
        row.gbPerSecond(),
        row.fractionOfBandwidth(),
        null,
        null,
        row.maxError(),
        row.allocBytesPerOp(),
        row.forks(),
        row.status());
  }

  private static List<@Nullable Object> ofRow(TrainingRow row) {
    return Arrays.asList(
        "train",
        null,
        "f32",
        null,
        null,
        row.model() + " on " + row.data() + " mb" + row.batch(),
        row.backend(),
        null,
        row.threads(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        row.imagesPerSecond(),
        row.testAccuracy(),
        null,
        null,
        1,
        row.status());
  }

  private CommandFailure failure(String what, IOException e) {
    return CommandFailure.environment(
        "cannot " + what + " history " + file + " (" + ErrorSentence.reason(e) + ")", e);
  }
}

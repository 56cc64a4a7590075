package io.lanewise.bench.check;

import io.lanewise.bench.doctor.Machine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import oshi.SystemInfo;

/**
 * Names a type of CPU: its name as far as it goes, and a hash of what tells two of the same name
 * apart, as virtual machines name theirs after a whole generation.
 */
public final class CpuFingerprint {

  private static final int HASH_DIGITS = 8;

  private CpuFingerprint() {}

  /** The name of the folder of this machine's baselines. */
  public static String of(Machine machine) {
    return of(
        machine.cpu() == null ? machine.architecture() : machine.cpu(),
        identifier(),
        machine.isaFlags(),
        machine.caches());
  }

  /** Family, model and stepping; empty if they cannot be read. */
  private static String identifier() {
    try {
      return new SystemInfo().getHardware().getProcessor().getProcessorIdentifier().getIdentifier();
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }

  /**
   * The name of a folder, such as {@code intel-xeon-processor-5d41402a}.
   *
   * @param name name of the CPU
   * @param identifier family, model and stepping
   * @param isaFlags what it can
   * @param caches sizes of its caches
   */
  static String of(String name, String identifier, List<String> isaFlags, List<String> caches) {
    String slug =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("\\((r|tm|c)\\)|\\bcpu\\b|@.*", " ")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String rest =
        String.join(
            "\n",
            Stream.of(Stream.of(name, identifier), isaFlags.stream().sorted(), caches.stream())
                .flatMap(parts -> parts)
                .toList());
    return (slug.isEmpty() ? "cpu" : slug) + "-" + hash(rest);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

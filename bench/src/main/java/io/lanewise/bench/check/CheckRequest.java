package io.lanewise.bench.check;

import io.lanewise.bench.doctor.Machine;
import io.lanewise.bench.verdict.Criteria;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be checked.
 *
 * @param backends ids of the backends
 * @param levels names of levels; empty for every one
 * @param only which kernels, see {@link KernelNames#matching}
 * @param quick a part of the contract's problems, and speeds of one problem for each kernel
 * @param seed another number gives other operands and random shapes
 * @param shape the only shape to test, in its canonical form; null for those of the contract
 * @param threads threads of each backend where speeds are measured
 * @param contract whether correctness is checked
 * @param speed whether speeds are measured
 * @param jvms how many JVMs measure each level at first
 * @param criteria when a speed differs from that of the baseline
 * @param baselines folder of the baselines
 */
public record CheckRequest(
    List<String> backends,
    List<String> levels,
    String only,
    boolean quick,
    long seed,
    @Nullable String shape,
    int threads,
    boolean contract,
    boolean speed,
    int jvms,
    Criteria criteria,
    Path baselines) {

  /** Every kernel. */
  public static final String EVERY_KERNEL = "*";

  /** The folder of the baselines where none is named. */
  public static final Path BASELINES = Path.of("baselines");

  private static final int JVMS = 3;

  /** As many as it takes to see a bimodal kernel, see {@link io.lanewise.bench.verdict.Modes}. */
  private static final int JVMS_OF_A_BASELINE = 6;

  /** Copies the lists. */
  public CheckRequest {
    backends = List.copyOf(backends);
    levels = List.copyOf(levels);
  }

  /** How many JVMs measure each level at first where nobody says otherwise. */
  public static int jvms(boolean quick, boolean save) {
    return save ? JVMS_OF_A_BASELINE : quick ? 1 : JVMS;
  }

  /**
   * Every level of the backends on a machine, asked for or not.
   *
   * @throws IllegalArgumentException if one is asked for that is not among them
   */
  public List<Level> levelsOn(Machine machine) {
    List<Level> all =
        backends.stream()
            .flatMap(id -> Levels.of(id, machine.architecture(), machine.isaFlags()).stream())
            .toList();
    List<String> names = all.stream().map(Level::name).distinct().toList();
    for (String level : levels) {
      if (!names.contains(level)) {
        throw new IllegalArgumentException(
            "level is \"%s\", expected one of %s".formatted(level, String.join(", ", names)));
      }
    }
    return all;
  }

  /** Whether a level is to be checked. */
  boolean takes(Level level) {
    return levels.isEmpty() || levels.contains(level.name());
  }
}

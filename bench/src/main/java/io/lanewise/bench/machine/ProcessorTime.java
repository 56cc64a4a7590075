package io.lanewise.bench.machine;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where the processors' time has gone since the system started, in Linux's ticks of 10 ms.
 *
 * @param total all of it
 * @param busy what processes took, this one among them
 * @param steal what the hypervisor gave to other machines
 * @param own what this process took, and those that it started and that have ended
 */
public record ProcessorTime(long total, long busy, long steal, long own) {

  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  /** Counted in user and nice already. */
  private static final int GUEST = 8;

  private static final int OWN_FIRST = 11;
  private static final int OWN_LAST = 14;

  /** Reads it; empty elsewhere than on Linux. */
  public static Optional<ProcessorTime> read() {
    return SystemFile.read("/proc/stat")
        .flatMap(all -> SystemFile.read("/proc/self/stat").map(self -> parse(all, self)));
  }

  /** Reads the texts of /proc/stat and /proc/self/stat. */
  static ProcessorTime parse(String all, String self) {
    long[] ticks =
        Arrays.stream(all.lines().findFirst().orElseThrow().split(" +"))
            .skip(1)
            .limit(GUEST)
            .mapToLong(Long::parseLong)
            .toArray();
    long total = Arrays.stream(ticks).sum();
    long steal = ticks.length > STEAL ? ticks[STEAL] : 0;
    // The name of the process, in parentheses, may have spaces in it.
    String[] fields = self.substring(self.lastIndexOf(')') + 2).split(" ");
    long own = Arrays.stream(fields, OWN_FIRST, OWN_LAST + 1).mapToLong(Long::parseLong).sum();
    return new ProcessorTime(total, total - ticks[IDLE] - ticks[IO_WAIT] - steal, steal, own);
  }

  /** Share of the machine's time since an earlier reading that the hypervisor gave to others. */
  public double stealFractionSince(ProcessorTime earlier) {
    return share(steal - earlier.steal, earlier);
  }

  /** Share of the machine's time since an earlier reading that other processes took. */
  public double othersFractionSince(ProcessorTime earlier) {
    return share(Math.max(0, (busy - earlier.busy) - (own - earlier.own)), earlier);
  }

  private double share(long ticks, ProcessorTime earlier) {
    return total == earlier.total ? 0 : (double) ticks / (total - earlier.total);
  }
}

package io.lanewise.kernels.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The flags of this JVM. */
final class HotSpot {

  private HotSpot() {}

  /** A flag's value; empty in another JVM, or where module jdk.management is missing. */
  static Optional<String> flag(String flag) {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Optional.of(hotSpot.getVMOption(flag).getValue());
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }
}

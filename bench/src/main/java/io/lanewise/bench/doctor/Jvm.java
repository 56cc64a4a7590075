package io.lanewise.bench.doctor;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The running JVM.
 *
 * @param version its version
 * @param name its name and vendor
 * @param home its folder
 * @param arguments the flags that it was started with
 * @param vectorModule whether jdk.incubator.vector is there, which the vector backend needs
 * @param nativeAccess whether native libraries may be called without a warning
 * @param maxHeapBytes the most memory that the heap may take
 * @param flags HotSpot's flags that decide about vectors, with the values in effect
 */
public record Jvm(
    String version,
    String name,
    String home,
    List<String> arguments,
    boolean vectorModule,
    boolean nativeAccess,
    long maxHeapBytes,
    Map<String, String> flags) {

  /** Those of x86, of AArch64, and of both; a JVM knows some of them. */
  private static final List<String> VECTOR_FLAGS =
      List.of("UseAVX", "UseSVE", "UseNEON", "UseFMA", "MaxVectorSize", "EnableVectorSupport");

  /** Looks. */
  public static Jvm look() {
    return new Jvm(
        Runtime.version().toString(),
        System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"),
        System.getProperty("java.home"),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        Jvm.class.getModule().isNativeAccessEnabled(),
        Runtime.getRuntime().maxMemory(),
        vectorFlags());
  }

  private static Map<String, String> vectorFlags() {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String flag : VECTOR_FLAGS) {
      HotSpotFlags.value(flag).ifPresent(value -> flags.put(flag, value));
    }
    return flags;
  }
}

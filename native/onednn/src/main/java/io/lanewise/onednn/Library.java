package io.lanewise.onednn;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** The library itself: loads it and says what it is. */
final class Library {

  /** How OpenMP is told its number of threads: the standard's name. */
  private static final String THREADS = "OMP_NUM_THREADS";

  private Library() {}

  /**
   * Loads the library, if that has not been done, and calls it.
   *
   * @throws LinkageError if it is not there or cannot be loaded
   */
  static void load() {
    Loader.load(dnnl.class);
    if (dnnl.dnnl_engine_get_count(dnnl.dnnl_cpu) < 1) {
      throw new OneDnnException("oneDNN has no CPU engine");
    }
  }

  /** Such as {@code oneDNN 3.11.0}. */
  static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
  }

  /** What runs oneDNN's parallel loops. */
  static String threading() {
    int runtime = dnnl.dnnl_version().cpu_runtime();
    if (runtime == dnnl.DNNL_RUNTIME_OMP) {
      return "OpenMP";
    } else if (runtime == dnnl.DNNL_RUNTIME_TBB) {
      return "TBB";
    } else if (runtime == dnnl.DNNL_RUNTIME_THREADPOOL) {
      return "thread pool";
    }
    return "sequential";
  }

  /**
   * Threads that each operation uses.
   *
   * <p>oneDNN takes what OpenMP gives, and asks it in every call. bytedeco's library has no
   * function to set or read that, and OpenMP itself decides once, when it is loaded: by
   * OMP_NUM_THREADS, else by the processors. This applies the same rule; the tests hold it against
   * the number that oneDNN prints under ONEDNN_VERBOSE.
   */
  static int threads() {
    String first = System.getenv().getOrDefault(THREADS, "").split(",", -1)[0].strip();
    int set = first.matches("[0-9]{1,9}") ? Integer.parseInt(first) : 0;
    return set > 0 ? set : Runtime.getRuntime().availableProcessors();
  }

  /** What decided over {@link #threads()}, and how to change it. */
  static String threadsSource() {
    return System.getenv(THREADS) == null
        ? "the number of processors; set the environment variable " + THREADS + " to change it"
        : "the environment variable " + THREADS;
  }

  /** The instruction set that its kernels may use on this CPU, under ONEDNN_MAX_CPU_ISA. */
  static String isa() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    return switch (isa) {
      case dnnl.dnnl_cpu_isa_default -> System.getProperty("os.arch") + ", no x86 level";
      case dnnl.dnnl_cpu_isa_sse41 -> "SSE4.1";
      case dnnl.dnnl_cpu_isa_avx -> "AVX";
      case dnnl.dnnl_cpu_isa_avx2 -> "AVX2";
      case dnnl.dnnl_cpu_isa_avx2_vnni -> "AVX2 with VNNI";
      case dnnl.dnnl_cpu_isa_avx2_vnni_2 -> "AVX2 with VNNI 2";
      case dnnl.dnnl_cpu_isa_avx512_core -> "AVX-512";
      case dnnl.dnnl_cpu_isa_avx512_core_vnni -> "AVX-512 with VNNI";
      case dnnl.dnnl_cpu_isa_avx512_core_bf16 -> "AVX-512 with BF16";
      case dnnl.dnnl_cpu_isa_avx512_core_fp16 -> "AVX-512 with FP16";
      case dnnl.dnnl_cpu_isa_avx512_core_amx -> "AVX-512 with AMX";
      case dnnl.dnnl_cpu_isa_avx512_core_amx_fp16 -> "AVX-512 with AMX FP16";
      case dnnl.dnnl_cpu_isa_avx10_2_512 -> "AVX10.2";
      case dnnl.dnnl_cpu_isa_avx10_2_512_amx_2 -> "AVX10.2 with AMX 2";
      default -> "dnnl_cpu_isa 0x" + Integer.toHexString(isa);
    };
  }
}

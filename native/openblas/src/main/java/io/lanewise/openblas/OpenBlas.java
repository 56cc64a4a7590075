package io.lanewise.openblas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The library, loaded: once per process, when it is first asked for, never unloaded.
 *
 * @param symbols its functions
 * @param file the library file
 * @param sha256 SHA-256 of that file
 * @param config what it says about how it was built; begins with name and version
 * @param core the name of the kernels in effect
 * @param parallel its kind of threads
 * @param coreType which kernels were asked for
 * @param inPlaceLimit the largest m n k that is computed in place on arrays
 * @param avx512Unused whether the CPU is known to have AVX-512 and the kernels do not use it
 */
record OpenBlas(
    SymbolLookup symbols,
    Path file,
    String sha256,
    String config,
    String core,
    String parallel,
    CoreType coreType,
    long inPlaceLimit,
    boolean avx512Unused) {

  /** The system property that names the folder for the library files. */
  static final String CACHE_PROPERTY = "lanewise.openblas.cache";

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** Why it cannot be used, one sentence, or empty. Loads it. Throws nothing. */
  static Optional<String> unavailable() {
    return Optional.ofNullable(Once.FAILURE);
  }

  /** The library; only where {@link #unavailable()} is empty. */
  static OpenBlas loaded() {
    if (Once.LIBRARY == null) {
      throw new IllegalStateException(Once.FAILURE);
    }
    return Once.LIBRARY;
  }

  /** Loads on first use, under the lock that a class has while it is initialised. */
  private static final class Once {
    static final OpenBlas LIBRARY;
    static final String FAILURE;

    static {
      OpenBlas library = null;
      String failure = null;
      try {
        library = load();
      } catch (LoadingException e) {
        failure = e.getMessage();
      } catch (IllegalCallerException e) {
        failure =
            "native access is not enabled for this module, so that no library can be loaded; start"
                + " the JVM with --enable-native-access="
                + (OpenBlas.class.getModule().isNamed()
                    ? OpenBlas.class.getModule().getName()
                    : "ALL-UNNAMED");
      } catch (RuntimeException | LinkageError e) {
        failure = "loading the library failed unexpectedly (" + e + "); use another backend";
      }
      LIBRARY = library;
      FAILURE = failure;
    }
  }

  private static OpenBlas load() throws LoadingException {
    long inPlaceLimit = InPlaceLimit.of(System.getProperty(InPlaceLimit.PROPERTY, ""));
    Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
    CachedFiles files =
        CachedFiles.of(platform, OpenBlas.class.getClassLoader(), CacheFolder.forThisUser());
    String cpuinfo = cpuinfo();
    CoreType coreType =
        CoreType.choose(
            System.getProperty(CoreType.PROPERTY, ""),
            Optional.ofNullable(System.getenv(CoreType.VARIABLE)),
            cpuinfo);
    // Nothing is in the environment yet when files turn out to be damaged.
    requireComplete(platform, files);
    SymbolLookup symbols = link(platform, files, coreType);
    String file = platform.files().get(platform.files().size() - 1);
    String core = text(symbols, "openblas_get_corename");
    requireHeeded(coreType, core);
    return new OpenBlas(
        symbols,
        files.path(file),
        files.sha256().get(file),
        text(symbols, "openblas_get_config").strip(),
        core,
        parallel(symbols),
        coreType,
        inPlaceLimit,
        CoreType.hasAvx512(cpuinfo) && !CoreType.usesAvx512(core));
  }

  private static String cpuinfo() {
    try {
      return Files.isReadable(CPUINFO) ? Files.readString(CPUINFO) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static void requireComplete(Platform platform, CachedFiles files)
      throws LoadingException {
    if (!platform.classifier().startsWith("linux")) {
      return;
    }
    for (String file : platform.files()) {
      try {
        ElfFile.requireComplete(files.path(file));
      } catch (IOException e) {
        throw new LoadingException(
            files.path(file) + " cannot be read (" + e + "); delete it and try again", e);
      }
    }
  }

  /**
   * Loads the files while the core type that we ask for stands in the environment. Afterwards it is
   * taken out again: processes that this one starts would take it for their user's own choice.
   */
  private static SymbolLookup link(Platform platform, CachedFiles files, CoreType coreType)
      throws LoadingException {
    if (coreType.request().isEmpty()) {
      return link(platform, files);
    }
    String value = coreType.request().get();
    MethodHandle setenv =
        ofCLibrary("setenv", value, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    MethodHandle unsetenv = ofCLibrary("unsetenv", value, ValueLayout.ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(CoreType.VARIABLE);
      if ((int) setenv.invokeExact(name, arena.allocateFrom(value), 0) != 0) {
        throw new LoadingException(
            "setting %s=%s failed; set it in the environment instead"
                .formatted(CoreType.VARIABLE, value));
      }
      SymbolLookup symbols = link(platform, files);
      int ignored = (int) unsetenv.invokeExact(name);
      return symbols;
    } catch (LoadingException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("setenv and unsetenv are C functions and throw nothing", e);
    }
  }

  private static MethodHandle ofCLibrary(String name, String value, MemoryLayout... parameters)
      throws LoadingException {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(
                () ->
                    new LoadingException(
                        "%s is %s, but the C library here has no %s; set %s in the environment instead"
                            .formatted(CoreType.PROPERTY, value, name, CoreType.VARIABLE)));
    return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  /** Loads the files in their order; the last one's symbols are the result. */
  private static SymbolLookup link(Platform platform, CachedFiles files) throws LoadingException {
    SymbolLookup symbols = null;
    for (String file : platform.files()) {
      try {
        symbols = SymbolLookup.libraryLookup(files.path(file), Arena.global());
      } catch (IllegalArgumentException e) {
        throw new LoadingException(
            files.path(file)
                + " cannot be loaded ("
                + e.getMessage()
                + "); check that programs may run from that folder, or name another one with -D"
                + CACHE_PROPERTY,
            e);
      }
    }
    return symbols;
  }

  /** Refuses kernels other than those that the user has asked for by name. */
  private static void requireHeeded(CoreType coreType, String core) throws LoadingException {
    if (coreType.named() && !core.equalsIgnoreCase(coreType.request().orElseThrow())) {
      throw new LoadingException(
          CoreType.PROPERTY
              + " asks for the kernels "
              + coreType.request().orElseThrow()
              + ", but OpenBLAS took "
              + core
              + "; set it to a name that this library has and this CPU can run, to detected, or not"
              + " at all");
    }
  }

  private static String parallel(SymbolLookup symbols) throws LoadingException {
    int kind;
    try {
      kind =
          (int)
              function(
                      symbols, "openblas_get_parallel", FunctionDescriptor.of(ValueLayout.JAVA_INT))
                  .invokeExact();
    } catch (LoadingException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("openblas_get_parallel is a C function and throws nothing", e);
    }
    return switch (kind) {
      case 0 -> "sequential";
      case 1 -> "a pool of its own threads";
      case 2 -> "OpenMP";
      default -> "kind " + kind;
    };
  }

  private static String text(SymbolLookup symbols, String name) throws LoadingException {
    try {
      MemorySegment text =
          (MemorySegment)
              function(symbols, name, FunctionDescriptor.of(ValueLayout.ADDRESS)).invokeExact();
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (LoadingException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(name + " is a C function and throws nothing", e);
    }
  }

  /** A function of the library, ready to be called. */
  MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), type, options);
  }

  private static MethodHandle function(SymbolLookup symbols, String name, FunctionDescriptor type)
      throws LoadingException {
    MemorySegment address =
        symbols
            .find(name)
            .orElseThrow(
                () ->
                    new LoadingException(
                        "the library has no function "
                            + name
                            + ", so it is not the OpenBLAS that this was written for; use the"
                            + " version of org.bytedeco:openblas that Lanewise names"));
    return Linker.nativeLinker().downcallHandle(address, type);
  }
}

package io.lanewise.bench.results;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where something was measured.
 *
 * @param cpu name of the processor
 * @param cores physical cores; null if they could not be read
 * @param processors processors that the JVM may use
 * @param caches one sentence each
 * @param os name and version of the operating system
 * @param jvm name and version
 * @param jvmFlags flags of the measured JVMs
 * @param version version of Lanewise
 * @param commit commit of the sources; null if it is not known
 * @param dirty whether the sources had changes that are not committed; null if it is not known
 * @param backends every backend, available or not; and peers, where they were asked for
 * @param facts everything else, in the order to show it; empty in files of earlier versions
 */
public record Environment(
    String cpu,
    @Nullable Integer cores,
    int processors,
    List<String> caches,
    String os,
    String jvm,
    List<String> jvmFlags,
    String version,
    @Nullable String commit,
    @Nullable Boolean dirty,
    List<BackendState> backends,
    List<Fact> facts) {

  /** Files of earlier versions have no facts. */
  public Environment {
    facts = facts == null ? List.of() : List.copyOf(facts);
  }

  /** The same with more that has been measured. */
  public Environment with(List<BackendState> more) {
    return new Environment(
        cpu,
        cores,
        processors,
        caches,
        os,
        jvm,
        jvmFlags,
        version,
        commit,
        dirty,
        Stream.concat(backends.stream(), more.stream()).toList(),
        facts);
  }
}

package io.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FactsTest {

  @Test
  void nothingIsSilentlyAbsent() {
    List<Fact> facts = Facts.gather();
    assertThat(facts)
        .allSatisfy(
            fact ->
                assertThat(fact.value() == null).as(fact.name()).isEqualTo(fact.unknown() != null));
    assertThat(facts)
        .extracting(fact -> fact.topic() + "/" + fact.name())
        .doesNotHaveDuplicates()
        .contains(
            "cpu/stepping",
            "cpu/microcode",
            "cpu/SMT",
            "cpu/hypervisor",
            "cpu/clock frequency",
            "cpu/flags",
            "os/transparent huge pages",
            "container/processor quota",
            "jvm/garbage collector",
            "run/operands");
  }

  @Test
  void nativeFilesAreThoseOfNoSystem() {
    String maps =
        """
        7f0000000000-7f0000001000 r-xp 00000000 fe:00 1  /usr/lib/libc.so.6
        7f0000000000-7f0000001000 r-xp 00000000 fe:00 2  %s/lib/libjvm.so
        7f0000000000-7f0000001000 r-xp 00000000 fe:00 3  /home/some one/libopenblas.so.0
        7f0000000000-7f0000001000 rw-p 00000000 fe:00 3  /home/some one/libopenblas.so.0
        7f0000000000-7f0000001000 rw-p 00000000 fe:00 4  /tmp/jna1.tmp (deleted)
        7f0000000000-7f0000001000 rw-p 00000000 00:00 0
        """
            .formatted(System.getProperty("java.home"));
    assertThat(NativeFiles.of(maps))
        .extracting(Object::toString)
        .containsExactly("/home/some one/libopenblas.so.0");
  }
}

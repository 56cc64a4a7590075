package io.lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CgroupTest {

  @Test
  void aQuotaIsAShareOfAPeriod() {
    assertThat(Cgroup.quota("150000 100000")).contains(1.5);
    assertThat(Cgroup.quota("max 100000")).isEmpty();
    assertThat(Cgroup.quota("-1 100000")).isEmpty();
    assertThat(Cgroup.quota("")).isEmpty();
  }

  @Test
  void limitsArePositiveWhereThereAreAny() {
    Cgroup.processors().ifPresent(limit -> assertThat(limit).isPositive());
    Cgroup.memoryBytes().ifPresent(limit -> assertThat(limit).isPositive());
    assertThat(Cgroup.allowedProcessors().isPresent()).isEqualTo(SystemFile.isLinux());
  }
}

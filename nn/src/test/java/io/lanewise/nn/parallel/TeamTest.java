package io.lanewise.nn.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {

  private static Kernels kernels(int threads) {
    return Backends.require("scalar").open(new KernelOptions(threads));
  }

  private static IntStream each(AtomicIntegerArray values) {
    return IntStream.range(0, values.length()).map(values::get);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void eachMemberDoesItsPartOnItsOwnThread(int members) {
    try (Kernels kernels = kernels(members);
        Team team = new Team(kernels)) {
      Thread[] threads = new Thread[members];
      team.run(member -> threads[member] = Thread.currentThread());

      assertThat(team.members()).isEqualTo(members);
      assertThat(threads).doesNotContainNull().doesNotHaveDuplicates();
      assertThat(threads[0]).isSameAs(Thread.currentThread());
    }
  }

  /** So many that members are met spinning, parked and in between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void eachPartOfEachTaskIsDoneOnceBeforeTheNext(int members) {
    try (Kernels kernels = kernels(members);
        Team team = new Team(kernels)) {
      AtomicIntegerArray done = new AtomicIntegerArray(members);
      for (int task = 1; task <= 2_000; task++) {
        team.run(done::incrementAndGet);
        assertThat(each(done)).containsOnly(task);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void whatAMemberThrowsReachesTheCallerWhenAllAreDone(int failing) {
    try (Kernels kernels = kernels(5);
        Team team = new Team(kernels)) {
      AtomicIntegerArray done = new AtomicIntegerArray(5);
      Team.Task task =
          member -> {
            done.incrementAndGet(member);
            if (member == failing) {
              throw new IllegalStateException("member " + member);
            }
          };

      assertThatThrownBy(() -> team.run(task))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("member " + failing);
      assertThat(each(done)).containsOnly(1);
      team.run(done::incrementAndGet);
      assertThat(each(done)).containsOnly(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void boundsDivideThingsWithoutGaps(int members) {
    try (Kernels kernels = kernels(members);
        Team team = new Team(kernels)) {
      assertThat(team.bound(Integer.MAX_VALUE, 0)).isZero();
      assertThat(team.bound(Integer.MAX_VALUE, members)).isEqualTo(Integer.MAX_VALUE);
      assertThat(team.bound(7, 1)).isEqualTo(7 / members);
    }
  }
}

package io.lanewise.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Residence;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AccuracyTest {

  @Test
  void seesAWrongElement() {
    Operand ones = Operand.zeros(Arena.ofAuto(), Residence.HEAP, ElementType.F32, 10);
    for (int i = 0; i < 10; i++) {
      ElementType.F32.set(ones.segment(), i, 1);
    }
    assertThat(of(ones).withinBound()).isTrue();
    ElementType.F32.set(ones.segment(), 7, 1.001);
    assertThat(of(ones).withinBound()).isFalse();
    assertThat(of(ones).worst()).isEqualTo(7);
    ElementType.F32.set(ones.segment(), 3, Double.NaN);
    assertThat(of(ones).maxError()).isInfinite();
  }

  @Test
  void comparesAsManyElementsAsItIsTold() {
    Operand zeros = Operand.zeros(Arena.ofAuto(), Residence.HEAP, ElementType.F32, 1 << 20);
    long few = compared(1, zeros);
    assertThat(few).isPositive();
    assertThat(compared(8, zeros)).isEqualTo(8 * few);
  }

  private static long compared(int times, Operand result) {
    AtomicLong calls = new AtomicLong();
    Accuracy.of(
        times,
        result,
        1,
        0,
        index -> {
          calls.incrementAndGet();
          return new ReferenceSum();
        });
    return calls.get();
  }

  private static Accuracy of(Operand ones) {
    return Accuracy.of(
        1,
        ones,
        1,
        ElementType.F32.gamma(1),
        index -> {
          ReferenceSum sum = new ReferenceSum();
          sum.add(1, 1);
          return sum;
        });
  }

  @Test
  void theReferenceHoldsTwiceTheDigits() {
    ReferenceSum sum = new ReferenceSum();
    sum.add(1e16, 1);
    sum.add(1, 1);
    sum.add(-1e16, 1);
    assertThat(sum.value()).isEqualTo(1);
    assertThat(sum.magnitude()).isEqualTo(2e16);
  }
}

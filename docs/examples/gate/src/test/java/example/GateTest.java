package example;

import io.lanewise.bench.check.Gate;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The kernels that the application uses, on the machine that builds it. */
class GateTest {

  /** Right at every instruction set of this CPU, whatever the machine that it will run on has. */
  @TestFactory
  Stream<DynamicTest> kernelsAreRight() {
    return Gate.quick().backends("vector").withoutSpeed().tests();
  }

  /** Matrix products as fast as they were, against the baseline of this CPU if there is one. */
  @TestFactory
  Stream<DynamicTest> productsAreAsFastAsBefore() {
    return Gate.quick()
        .backends("vector")
        .levels("machine")
        .only("vector/gemm-*")
        .baselines(Path.of("baselines"))
        .tests();
  }
}

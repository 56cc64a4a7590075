package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Bad input ends before anything is measured, with one sentence and a status. */
final class MeasureCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench                                                  | 2 | expected an operation
          bench gemm --shapes nonsense                           | 2 | nonsense
          bench gemm --shapes 8x8:9x9                            | 2 | 8x8:9x9
          bench gemm --type f16                                  | 2 | f16
          bench gemm --trans nx                                  | 2 | nx
          bench gemm --threads 0                                 | 2 | threads is 0
          bench gemm --threads -3                                | 2 | threads is -3
          bench gemm --forks 0                                   | 2 | forks is 0
          bench gemm --residence stack                           | 2 | residence is "stack"
          bench gemm --epilogue gelu                             | 2 | epilogue is "gelu", expected none or bias-relu
          bench gemm --shapes squarez                            | 2 | squares-small, squares, thin
          bench conv --backends ejml                             | 4 | backend is "ejml"
          bench gemm --fresh 0                                   | 2 | fresh is 0
          bench gemm --backends scalar --kernels scalar/none     | 2 | scalar/none
          bench gemm --prof no-such-profiler                     | 2 | prof is "no-such-profiler"
          bench gemm --prof stack --fresh 2                      | 2 | prof needs JMH
          bench gemm --history .                                 | 4 | cannot read history .
          bench gemm --history pom.xml                           | 2 | begins with other columns
          compare --history pom.xml                              | 2 | begins with other columns
          bench gemm --backends blas                             | 4 | blas
          bench conv --dir sideways                              | 2 | sideways
          bench conv --mb -1                                     | 2 | mb is -1
          bench pool --mb 0                                      | 2 | mb is 0
          bench conv --layout blocked                            | 2 | layout is "blocked", expected nchw, lanes, resident or all
          bench gemm --layout lanes                              | 2 | --layout
          bench conv --shapes no/such/file                       | 2 | no/such/file
          bench conv --shapes lenet6                             | 2 | lenet5, alexnet, vgg16, resnet50, mobilenet-v1
          bench conv --shapes g3ic4ih8oc4kh3                     | 2 | g3ic4ih8oc4kh3": groups is 3
          bench conv --shapes ic4ih2oc4kh5                       | 2 | ic4ih2oc4kh5": oh is 0
          bench pool --shapes mobilenet-v1                       | 2 | lenet5, alexnet, vgg16, resnet50, bandwidth
          bench pool --shapes --alg=median                       | 2 | median
          bench train --models lenet6                            | 2 | expected one of lenet5, mlp, som
          bench train --batch 0                                  | 2 | batch is 0
          bench train --seconds 0                                | 2 | seconds is 0
          bench train --forks 0                                  | 2 | forks is 0
          bench train --threads 0                                | 2 | threads is 0
          bench train --backends netlib                          | 4 | backend is "netlib"
          bench train --data no/such/folder                      | 4 | no/such/folder
          compare --threads x                                    | 2 | threads
          compare --backends blas                                | 4 | blas
          report                                                 | 2 | results.json
          report /no/such/results.json                           | 4 | no/such
          report a b c                                           | 2 | 3 files, expected one, two to compare, or --merge
          report a b --threshold 0                               | 2 | threshold is 0.0
          check --against /no/such                               | 2 | /no/such, which does not exist
          check --against /no/such --self-test                   | 2 | expected one
          check --self-test --save                               | 2 | --save
          check --self-test --trials -1                          | 2 | trials is -1
          check --against /no/such --pairs 1                     | 2 | pairs is 1
          check --against /no/such --no-speed                    | 2 | do not go with --against
          check --self-test --backends openblas                  | 2 | which chooses its own
          check --save --forks 1                                 | 2 | at least 2 with --save
          """)
  void refuses(String command, int status, String word) {
    assertThat(run(command.split(" +"))).isEqualTo(status);
    assertThat(err.toString()).contains(word).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAFolderThatIsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String command : new String[] {"compare --quick", "bench gemm"}) {
      String[] arguments = (command + " --out " + file).split(" ");
      assertThat(run(arguments)).as(command).isEqualTo(4);
      assertThat(err.toString()).contains(file.toString());
    }
  }

  private int run(String... arguments) {
    CommandLine commandLine = Lanewise.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}

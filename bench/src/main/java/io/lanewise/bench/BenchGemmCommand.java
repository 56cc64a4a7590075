package io.lanewise.bench;

import io.lanewise.bench.jmh.ElementType;
import io.lanewise.bench.jmh.GemmBenchmark;
import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.peer.Peers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures matrix multiplication. */
@Command(
    name = "gemm",
    description = "Measures C <- op(A) op(B), or with an epilogue f(op(A) op(B) + bias).",
    footer = {
      "",
      "Sets of problems: squares-small, squares, thin, lenet5, mlp, bert-base, resnet50.",
      "",
      "Examples:",
      "  ./lanewise bench gemm --quick",
      "  ./lanewise bench gemm --shapes 1024x1024:1024x1024 --type f64 --trans nn,tt --threads 1,2",
      "  ./lanewise bench gemm --shapes squares,thin --backends vector,openblas,onednn",
      "  ./lanewise bench gemm --shapes 512x512:512x512 --backends vector --fresh 20",
      "  ./lanewise bench gemm --shapes 512x512:512x512 --residence heap,native --epilogue none,bias-relu",
      "  ./lanewise bench gemm --shapes squares --peers --threads 1,2"
    })
final class BenchGemmCommand extends KernelBench {

  private static final List<String> EPILOGUES = List.of(KernelCase.NONE, GemmBenchmark.BIAS_RELU);
  private static final List<String> TRANSPOSES = List.of("nn", "nt", "tn", "tt");

  @Option(
      names = "--type",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "f32",
      description = "f32, f64; default: f32")
  private List<String> types = List.of("f32");

  @Option(
      names = "--trans",
      paramLabel = "LIST",
      split = ",",
      description =
          "nn, nt, tn, tt: whether A and B are stored transposed; default: as the shapes say, else nn")
  private @Nullable List<String> transposes;

  @Option(
      names = "--epilogue",
      paramLabel = "LIST",
      split = ",",
      defaultValue = KernelCase.NONE,
      description = "none, bias-relu: what happens to C where it is written; default: none")
  private List<String> epilogues = List.of(KernelCase.NONE);

  @Option(
      names = "--peers",
      description =
          "also what a Java user would pick instead: netlib, ejml, ojalgo, nd4j, each in its own"
              + " storage; --backends takes them one by one; they need a build with -Ppeers")
  private boolean peers;

  BenchGemmCommand() {
    super(Op.GEMM);
  }

  @Override
  String defaultShapes() {
    return "64x64:64x64 256x256:256x256 512x512:512x512 1024x1024:1024x1024"
        + " 128x400:400x120n\"lenet5:fc1\"";
  }

  @Override
  int mb() {
    return 0;
  }

  @Override
  List<String> knownPeers() {
    return Peers.ids();
  }

  @Override
  List<String> morePeers() {
    return peers ? Peers.ids() : List.of();
  }

  @Override
  void check() {
    for (String epilogue : epilogues) {
      if (!EPILOGUES.contains(epilogue)) {
        throw CommandFailure.usage(
            "epilogue is \"%s\", expected %s".formatted(epilogue, String.join(" or ", EPILOGUES)));
      }
    }
    types.forEach(ElementType::parse);
    for (String trans : transposes == null ? List.<String>of() : transposes) {
      if (!TRANSPOSES.contains(trans)) {
        throw CommandFailure.usage("trans is \"" + trans + "\", expected nn, nt, tn or tt");
      }
    }
  }

  @Override
  List<KernelCase> variations(Problem problem) {
    List<KernelCase> cases = new ArrayList<>();
    for (String type : types) {
      for (String trans : transposes(problem)) {
        KernelCase plain = KernelCase.of(Op.GEMM, null, type, problem.shape(), trans);
        epilogues.forEach(epilogue -> cases.add(plain.withEpilogue(epilogue)));
      }
    }
    return cases;
  }

  private List<String> transposes(Problem problem) {
    if (transposes != null) {
      return transposes;
    }
    return List.of(problem.trans().isEmpty() ? "nn" : problem.trans());
  }
}

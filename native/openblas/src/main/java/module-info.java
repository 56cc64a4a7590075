/**
 * The backend {@code openblas}: OpenBLAS through the FFM API. The library files come out of the jar
 * org.bytedeco:openblas with the classifier of the platform, which has to be on the class path;
 * JVM: {@code --enable-native-access=io.lanewise.openblas}.
 */
module io.lanewise.openblas {
  requires io.lanewise.kernels;

  exports io.lanewise.openblas;

  provides io.lanewise.kernels.Backend with
      io.lanewise.openblas.OpenBlasBackend;
}

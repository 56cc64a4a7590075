package io.lanewise.kernels.vector;

/**
 * What the JVM lets the Vector API use: the width of a vector and the number of vector registers.
 *
 * @param bits bits of the preferred vector
 * @param registers vector registers; decides how many accumulators a micro-kernel may have
 * @param name instruction set
 */
record VectorIsa(int bits, int registers, String name) {

  /** Reads the flags of this JVM; {@code -XX:UseAVX=2} is a CPU with AVX2 as far as we can see. */
  static VectorIsa inEffect(int bits) {
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "amd64", "x86_64" -> {
        int avx = HotSpot.flag("UseAVX").map(Integer::parseInt).orElse(2);
        yield new VectorIsa(
            bits,
            avx >= 3 ? 32 : 16,
            avx >= 3 ? "AVX-512" : avx == 0 ? "SSE" : "AVX" + (avx == 1 ? "" : avx));
      }
      case "aarch64" -> {
        int sve = HotSpot.flag("UseSVE").map(Integer::parseInt).orElse(0);
        yield new VectorIsa(bits, 32, sve > 0 ? "SVE" + (sve == 1 ? "" : sve) : "NEON");
      }
      default -> new VectorIsa(bits, 16, arch);
    };
  }

  /**
   * Whether a fused multiply-add is one instruction. Where it is not, the Vector API computes it
   * exactly, element by element and thousands of times slower.
   */
  static boolean hasFma() {
    return HotSpot.flag("UseFMA").map(Boolean::parseBoolean).orElse(true);
  }

  @Override
  public String toString() {
    return name + ", " + bits + "-bit vectors, " + registers + " registers";
  }
}

package io.lanewise.kernels.vector;

import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Images between NCHW and the lanes of vectors: transposes of VL images x their elements. */
final class LanesImages {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  private LanesImages() {}

  /** Elements of a tensor in lanes, the number of images rounded up to whole vectors. */
  static long elements(int mb, long nchwElements) {
    return nchwElements / mb * ((mb + VL - 1L) / VL * VL);
  }

  /** Packs mb images of n elements; lanes past the last image are zero. */
  static void pack(int mb, int n, MemorySegment nchw, MemorySegment packed) {
    HeapFloats x = new HeapFloats();
    HeapFloats y = new HeapFloats();
    int total = (int) elements(mb, (long) mb * n);
    x.read(nchw, mb * n);
    y.write(packed, total);
    for (int image = 0; image < mb; image += VL) {
      int lanes = Math.min(VL, mb - image);
      int to = y.offset() + image * n;
      if (lanes < VL) {
        Arrays.fill(y.array(), to, to + n * VL, 0);
      }
      for (int lane = 0; lane < lanes; lane++) {
        for (int i = 0; i < n; i++) {
          y.array()[to + i * VL + lane] = x.array()[x.offset() + (image + lane) * n + i];
        }
      }
    }
    y.flush(packed, total);
  }

  /** The inverse. */
  static void unpack(int mb, int n, MemorySegment packed, MemorySegment nchw) {
    HeapFloats x = new HeapFloats();
    HeapFloats y = new HeapFloats();
    int total = (int) elements(mb, (long) mb * n);
    y.read(packed, total);
    x.write(nchw, mb * n);
    for (int image = 0; image < mb; image += VL) {
      int lanes = Math.min(VL, mb - image);
      int from = y.offset() + image * n;
      for (int lane = 0; lane < lanes; lane++) {
        for (int i = 0; i < n; i++) {
          x.array()[x.offset() + (image + lane) * n + i] = y.array()[from + i * VL + lane];
        }
      }
    }
    x.flush(nchw, mb * n);
  }
}

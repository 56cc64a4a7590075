package io.lanewise.kernels.vector;

import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Images between NCHW and the lanes of vectors: transposes of VL images x their elements. Whole
 * blocks go four images, or four elements, at a time; a block with fewer images goes singly.
 */
final class LanesImages {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** Elements of four images that are interleaved at a time: 4 KiB. */
  private static final int CHUNK = 256;

  private final HeapFloats nchw = new HeapFloats();
  private final HeapFloats packed = new HeapFloats();
  private final float[] fours = new float[4 * Math.max(CHUNK, VL)];

  /** Elements of a tensor in lanes, the number of images rounded up to whole vectors. */
  static long elements(int mb, long nchwElements) {
    return nchwElements / mb * ((mb + VL - 1L) / VL * VL);
  }

  long bytes() {
    return nchw.bytes() + packed.bytes() + 4L * fours.length;
  }

  /** Packs mb images of n elements; lanes past the last image are zero. */
  void pack(int mb, int n, MemorySegment from, MemorySegment to) {
    int total = (int) elements(mb, (long) mb * n);
    nchw.read(from, mb * n);
    packed.write(to, total);
    for (int image = 0; image < mb; image += VL) {
      int x = nchw.offset() + image * n;
      int y = packed.offset() + image * n;
      if (mb - image >= VL && VL % 4 == 0) {
        packBlock(n, x, y);
      } else {
        packSingly(mb - image, n, x, y);
      }
    }
    packed.flush(to, total);
  }

  private void packBlock(int n, int xAt, int yAt) {
    float[] x = nchw.array();
    for (int p = 0; p < n; p += CHUNK) {
      int length = Math.min(CHUNK, n - p);
      for (int lane = 0; lane < VL; lane += 4) {
        int row = xAt + lane * n + p;
        FloatFours.interleave(x, row, row + n, row + 2 * n, row + 3 * n, length, fours, 0);
        FloatFours.copy(fours, 0, 4, length, packed.array(), yAt + p * VL + lane, VL);
      }
    }
  }

  private void packSingly(int left, int n, int xAt, int yAt) {
    float[] x = nchw.array();
    float[] y = packed.array();
    Arrays.fill(y, yAt, yAt + n * VL, 0);
    for (int lane = 0; lane < Math.min(VL, left); lane++) {
      for (int i = 0; i < n; i++) {
        y[yAt + i * VL + lane] = x[xAt + lane * n + i];
      }
    }
  }

  /** The inverse. */
  void unpack(int mb, int n, MemorySegment from, MemorySegment to) {
    packed.read(from, (int) elements(mb, (long) mb * n));
    nchw.write(to, mb * n);
    for (int image = 0; image < mb; image += VL) {
      int x = nchw.offset() + image * n;
      int y = packed.offset() + image * n;
      boolean whole = mb - image >= VL && VL % 4 == 0;
      int byFours = whole ? n / 4 * 4 : 0;
      for (int p = 0; p < byFours; p += 4) {
        int row = y + p * VL;
        FloatFours.interleave(
            packed.array(), row, row + VL, row + 2 * VL, row + 3 * VL, VL, fours, 0);
        FloatFours.copy(fours, 0, 4, VL, nchw.array(), x + p, n);
      }
      unpackSingly(mb - image, n, byFours, x, y);
    }
    nchw.flush(to, mb * n);
  }

  private void unpackSingly(int left, int n, int first, int xAt, int yAt) {
    float[] x = nchw.array();
    float[] y = packed.array();
    for (int lane = 0; lane < Math.min(VL, left); lane++) {
      for (int i = first; i < n; i++) {
        x[xAt + lane * n + i] = y[yAt + i * VL + lane];
      }
    }
  }
}

package io.lanewise.kernels.vector;

import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
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
      int xAt = nchw.offset() + image * n;
      packBlock(mb - image, n, nchw.array(), xAt, packed.array(), packed.offset() + image * n, VL);
    }
    packed.flush(to, total);
  }

  /**
   * Packs a block of as many of the images that are left, of n elements, as there are lanes.
   *
   * @param pitch from one element's lanes to the next's
   */
  void packBlock(int left, int n, float[] x, int xAt, float[] y, int yAt, int pitch) {
    if (left < VL || VL % 4 != 0) {
      packSingly(left, n, x, xAt, y, yAt, pitch);
      return;
    }
    for (int p = 0; p < n; p += CHUNK) {
      int length = Math.min(CHUNK, n - p);
      for (int lane = 0; lane < VL; lane += 4) {
        int row = xAt + lane * n + p;
        FloatFours.interleave(x, row, row + n, row + 2 * n, row + 3 * n, length, fours, 0);
        FloatFours.copy(fours, 0, 4, length, y, yAt + p * pitch + lane, pitch);
      }
    }
  }

  private static void packSingly(
      int left, int n, float[] x, int xAt, float[] y, int yAt, int pitch) {
    for (int lane = 0; lane < VL; lane++) {
      for (int i = 0; i < n; i++) {
        y[yAt + i * pitch + lane] = lane < left ? x[xAt + lane * n + i] : 0;
      }
    }
  }

  /** The inverse of {@link #pack}. */
  void unpack(int mb, int n, MemorySegment from, MemorySegment to) {
    packed.read(from, (int) elements(mb, (long) mb * n));
    nchw.write(to, mb * n);
    for (int image = 0; image < mb; image += VL) {
      int yAt = packed.offset() + image * n;
      unpackBlock(mb - image, n, packed.array(), yAt, VL, nchw.array(), nchw.offset() + image * n);
    }
    nchw.flush(to, mb * n);
  }

  /** The inverse of {@link #packBlock}. */
  void unpackBlock(int left, int n, float[] y, int yAt, int pitch, float[] x, int xAt) {
    int byFours = left >= VL && VL % 4 == 0 ? n / 4 * 4 : 0;
    for (int p = 0; p < byFours; p += 4) {
      int row = yAt + p * pitch;
      FloatFours.interleave(y, row, row + pitch, row + 2 * pitch, row + 3 * pitch, VL, fours, 0);
      FloatFours.copy(fours, 0, 4, VL, x, xAt + p, n);
    }
    for (int lane = 0; lane < Math.min(VL, left); lane++) {
      for (int i = byFours; i < n; i++) {
        x[xAt + lane * n + i] = y[yAt + i * pitch + lane];
      }
    }
  }
}

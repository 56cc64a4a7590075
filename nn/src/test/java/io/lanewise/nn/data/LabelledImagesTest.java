package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledImagesTest {

  private static final byte[] IMAGES =
      idx(2051, new int[] {3, 1, 2}, new byte[] {0, 85, (byte) 170, (byte) 255, 1, 2});
  private static final byte[] LABELS = idx(2049, new int[] {3}, new byte[] {7, 0, 9});

  @TempDir Path folder;

  private static byte[] idx(int magic, int[] sizes, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + data.length);
    file.putInt(magic);
    Arrays.stream(sizes).forEach(file::putInt);
    return file.put(data).array();
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }

  private LabelledImages read(byte[] images, byte[] labels) throws IOException {
    return LabelledImages.readIdx(
        Files.write(folder.resolve("images"), images),
        Files.write(folder.resolve("labels"), labels));
  }

  private void assertRefused(byte[] images, byte[] labels, String... parts) {
    assertThatThrownBy(() -> read(images, labels))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsPlainAndZippedFiles() throws IOException {
    for (LabelledImages data :
        new LabelledImages[] {read(IMAGES, LABELS), read(zipped(IMAGES), zipped(LABELS))}) {
      assertThat(data).hasToString("3 images of 1x2 in 10 classes");
      assertThat(new int[] {data.label(0), data.label(1), data.label(2)}).containsExactly(7, 0, 9);
      assertThat(new int[] {data.pixel(0, 0, 1), data.pixel(1, 0, 0), data.pixel(1, 0, 1)})
          .containsExactly(85, 170, 255);
    }
  }

  @Test
  void fillsBatchesOnAndOffTheHeap() throws IOException {
    LabelledImages data = read(IMAGES, LABELS).slice(1, 3);
    try (Arena arena = Arena.ofConfined()) {
      for (MemorySegment batch :
          new MemorySegment[] {
            MemorySegment.ofArray(new float[5]), arena.allocate(ValueLayout.JAVA_FLOAT, 5)
          }) {
        data.fill(batch, new int[] {9, 1, 0}, 1, 2);
        assertThat(batch.toArray(ValueLayout.JAVA_FLOAT))
            .containsExactly(1 / 85f, 2 / 85f, 170 * (1 / 85f), 255 * (1 / 85f), 0);
      }
    }
    int[] labels = new int[2];
    data.labels(labels, new int[] {9, 1, 0}, 1, 2);
    assertThat(labels).containsExactly(9, 0);
    assertThatThrownBy(() -> data.fill(MemorySegment.ofArray(new float[3]), new int[] {0, 1}, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch has 3 elements, expected at least 4");
    assertThatThrownBy(() -> data.fill(MemorySegment.ofArray(new float[2]), new int[] {2}, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.head(3)).hasMessage("slice is 0 to 3, expected a part of 0 to 2");
  }

  @Test
  void wrongKindOfFileIsRefused() {
    assertRefused(LABELS, LABELS, "images", "0x00000801", "expected 0x00000803");
    assertRefused(IMAGES, IMAGES, "labels", "0x00000803", "expected 0x00000801");
    byte[] floats = idx(0x0d03, new int[] {1, 1, 1}, new byte[4]);
    assertRefused(floats, LABELS, "images", "0x00000d03", "expected 0x00000803");
  }

  @Test
  void folderIsRefusedByName() {
    assertThatThrownBy(() -> LabelledImages.readIdx(folder, folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder, expected an IDX file");
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    byte[] zipped = zipped(IMAGES);
    for (int length = 0; length < IMAGES.length; length++) {
      assertRefused(Arrays.copyOf(IMAGES, length), LABELS, "images", "cut short");
    }
    for (int length : new int[] {2, 9, zipped.length - 9, zipped.length - 1}) {
      assertRefused(Arrays.copyOf(zipped, length), LABELS, "images", "cut short");
    }
    assertRefused(Arrays.copyOf(IMAGES, IMAGES.length - 1), LABELS, "5 bytes of data, expected 6");
  }

  @Test
  void damagedZipIsRefused() throws IOException {
    byte[] zipped = zipped(IMAGES);
    zipped[zipped.length - 8] ^= 1;
    assertRefused(zipped, LABELS, "images", "damaged");
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
    assertRefused(longer, LABELS, "images", "goes on behind its data");
    assertRefused(zipped(longer), LABELS, "images", "goes on behind its data");
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertRefused(idx(2051, new int[] {0, 28, 28}, new byte[0]), LABELS, "size 0 in dimension 1");
    assertRefused(
        idx(2051, new int[] {-1, 28, 28}, new byte[0]), LABELS, "size 4294967295 in dimension 1");
    int many = Integer.MAX_VALUE;
    assertRefused(idx(2051, new int[] {65_536, many, many}, new byte[0]), LABELS, "in dimension 2");
    assertRefused(idx(2051, new int[] {60_000, 28, 28}, new byte[5]), LABELS, "cut short");
  }

  @Test
  void labelsThatDoNotMatchAreRefused() {
    assertRefused(
        IMAGES,
        idx(2049, new int[] {2}, new byte[2]),
        "labels has 2 labels, expected 3, one for each image of ");
    assertRefused(
        IMAGES,
        idx(2049, new int[] {3}, new byte[] {0, 10, 0}),
        "labels has label 10 at 1, expected 0 to 9");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> LabelledImages.readIdx(missing, missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + " does not exist, expected an IDX file");
  }
}

package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of library files, out of a jar that the test writes. */
class CachedFilesTest {

  private static final Platform PLATFORM = Platform.LINUX_ARM64;
  private static final String LAST = "libopenblas.so.0";

  @TempDir Path folder;
  private Path jar;
  private Path cache;

  @BeforeEach
  void writeJar() throws IOException {
    jar = folder.resolve("openblas.jar");
    cache = folder.resolve("cache");
    writeJar(PLATFORM.files());
  }

  private void writeJar(List<String> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String file : files) {
        byte[] content = content(file);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(PLATFORM.resource(file));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
  }

  private static byte[] content(String file) {
    return ("content of " + file).repeat(1000).getBytes(StandardCharsets.UTF_8);
  }

  private CachedFiles copy() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      return CachedFiles.of(PLATFORM, loader, cache);
    }
  }

  @Test
  void copiesEveryFileInTheOrderOfLoading() throws Exception {
    CachedFiles files = copy();
    assertThat(files.sha256().keySet()).containsExactlyElementsOf(PLATFORM.files());
    for (String file : PLATFORM.files()) {
      assertThat(files.path(file)).hasBinaryContent(content(file));
    }
    assertNothingElse(files);
  }

  private static void assertNothingElse(CachedFiles files) throws IOException {
    try (Stream<Path> copies = Files.list(files.folder())) {
      assertThat(copies.map(copy -> copy.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(PLATFORM.files());
    }
  }

  @Test
  void copiesOnce() throws Exception {
    FileTime past = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(copy().path(LAST), past);
    assertThat(Files.getLastModifiedTime(copy().path(LAST))).isEqualTo(past);
  }

  @Test
  void otherContentHasItsOwnFolder() throws Exception {
    Path before = copy().folder();
    String file = PLATFORM.resource(LAST);
    try (var zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(zip.getPath(file), "another version");
    }
    CachedFiles files = copy();
    assertThat(files.folder()).isNotEqualTo(before);
    assertThat(files.path(LAST)).hasContent("another version");
    assertThat(before.resolve(LAST)).hasBinaryContent(content(LAST));
  }

  @Test
  void replacesADamagedCopy() throws Exception {
    Path copy = copy().path(LAST);
    byte[] damaged = content(LAST);
    damaged[17] ^= 1;
    for (byte[] bytes : List.of(new byte[0], damaged)) {
      Files.write(copy, bytes);
      assertThat(copy().path(LAST)).hasBinaryContent(content(LAST));
    }
  }

  @Test
  void missingFileSaysWhichArtifactToAdd() throws Exception {
    writeJar(PLATFORM.files().subList(0, 1));
    assertThatThrownBy(this::copy)
        .isInstanceOf(LoadingException.class)
        .hasMessageStartingWith("the library files of OpenBLAS are not on the class path")
        .hasMessageContaining("(" + PLATFORM.files().get(1) + " is missing)")
        .hasMessageContaining("put org.bytedeco:openblas with classifier linux-arm64");
    assertThat(cache).doesNotExist();
  }

  @Test
  void damagedJarIsFoundByItsCrc() throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2] ^= 1;
    Files.write(jar, bytes);
    assertThatThrownBy(this::copy)
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining("CRC")
        .hasMessageContaining("fetch it again");
    assertThat(cache).doesNotExist();
  }

  @Test
  void jarThatWasCutOffSaysSo() throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(this::copy)
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining("jar cannot be read");
  }

  @Test
  void cacheThatCannotBeWrittenIsNamed() throws Exception {
    // A file where the folder should be: refused for every user, root too.
    Files.writeString(cache, "a file");
    assertThatThrownBy(this::copy)
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining(cache.toString())
        .hasMessageContaining("-Dlanewise.openblas.cache");
    assertThat(cache).hasContent("a file");
  }

  @Test
  void folderInThePlaceOfAFileIsRefused() throws Exception {
    Path copy = copy().path(LAST);
    Files.delete(copy);
    Files.createDirectories(copy.resolve("inside"));
    assertThatThrownBy(this::copy)
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining("-Dlanewise.openblas.cache");
  }

  @Test
  void manyAtTheSameTimeAllFindGoodCopies() throws Exception {
    int n = 8;
    CyclicBarrier start = new CyclicBarrier(n);
    ExecutorService pool = Executors.newFixedThreadPool(n);
    try {
      List<Future<CachedFiles>> all = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        Callable<CachedFiles> task =
            () -> {
              start.await();
              return copy();
            };
        all.add(pool.submit(task));
      }
      for (Future<CachedFiles> files : all) {
        assertThat(files.get().path(LAST)).hasBinaryContent(content(LAST));
      }
      assertNothingElse(copy());
    } finally {
      pool.shutdownNow();
    }
  }
}

package io.lanewise.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void replacesAFileAndMakesItsFolder() throws IOException {
    Path file = folder.resolve("new").resolve("a.txt");
    AtomicFile.write(file, "old, and longer");
    AtomicFile.write(file, "neu: ä");
    assertThat(file).hasContent("neu: ä");
    assertThat(file.getParent().toFile().list()).containsExactly("a.txt");
  }

  /** While content is written, and after it failed, the old file is there and whole. */
  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      assertThat(file).hasContent("old");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void anInterruptedSaveLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      Thread.currentThread().interrupt();
                      out.write(new byte[1 << 20]);
                    }))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void threadsThatWriteTheSameFileLeaveOneOfTheirContents() throws Exception {
    Path file = folder.resolve("a.txt");
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String content = String.valueOf(t).repeat(200_000);
      Thread thread =
          Thread.ofPlatform()
              .unstarted(
                  () -> {
                    try {
                      AtomicFile.write(file, content);
                    } catch (IOException e) {
                      synchronized (failures) {
                        failures.add(e);
                      }
                    }
                  });
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    String content = Files.readString(file);
    assertThat(content).isEqualTo(content.substring(0, 1).repeat(200_000));
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }
}

package io.lanewise.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lanewise.bench.data.PublicDataSet.PublicFile;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {

  private static final int TRAIN = 3;
  private static final int TEST = 2;

  @TempDir private Path folder;
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    files.putAll(IdxFixture.files(TRAIN, TEST));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/set/",
        exchange -> {
          byte[] bytes = files.get(exchange.getRequestURI().getPath().substring("/set/".length()));
          exchange.sendResponseHeaders(
              bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
          if (bytes != null) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesOnceAndKeepsTheFiles() throws IOException {
    DataSets sets = sets(home(), null);

    TrainingData first = sets.load("mnist");
    files.clear();
    TrainingData again = sets.load("mnist");

    assertThat(first.name()).isEqualTo("mnist");
    assertThat(first.train().size()).isEqualTo(TRAIN);
    assertThat(again.test().size()).isEqualTo(TEST);
    assertThat(notes).hasSize(4);
    assertThat(list(cache().resolve("mnist"))).hasSize(4);
  }

  @Test
  void theUsersCollectionComesBeforeTheCache() throws IOException {
    write(folder.resolve("collection/mnist"));
    DataSets sets = sets(home(), folder.resolve("collection"));

    assertThat(sets.load("mnist").train().size()).isEqualTo(TRAIN);
    assertThat(notes).isEmpty();
  }

  @Test
  void aFolderIsNamedByItself() throws IOException {
    write(folder.resolve("clothes"));

    assertThat(sets(home(), null).load(folder.resolve("clothes").toString()).name())
        .isEqualTo("clothes");
  }

  @Test
  void otherBytesAreRefusedAndNotKept() throws IOException {
    DataSets sets = sets(home(), null);
    files.put("train-labels-idx1-ubyte.gz", IdxFixture.labels(TRAIN + 1));

    assertEnvironment(() -> sets.load("mnist"), "train-labels-idx1-ubyte.gz", "its SHA-256 is");
    assertThat(list(cache().resolve("mnist"))).containsExactly("train-images-idx3-ubyte.gz");
  }

  @Test
  void aHostThatLacksTheFileIsNamedWithItsStatus() throws IOException {
    DataSets sets = sets(home(), null);
    files.clear();

    assertEnvironment(() -> sets.load("mnist"), "HTTP status 404", cache().toString());
    assertThat(list(cache())).isEmpty();
  }

  @Test
  void withoutANetworkTheFolderForTheFilesIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    DataSets sets = sets(URI.create("http://127.0.0.1:" + port + "/set/"), null);

    assertEnvironment(
        () -> sets.load("mnist"), "no connection", cache().resolve("mnist").toString(), "--data");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    Path cut = write(folder.resolve("cut"));
    Path file = cut.resolve("t10k-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertEnvironment(
        () -> sets(home(), null).load(cut.toString()), "t10k-images-idx3-ubyte.gz", "cut short");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path wrong = write(folder.resolve("wrong"));
    Files.write(wrong.resolve("train-images-idx3-ubyte.gz"), IdxFixture.labels(TRAIN));

    assertEnvironment(
        () -> sets(home(), null).load(wrong.toString()), "train-images-idx3-ubyte.gz", "expected");
  }

  @Test
  void glyphsNeedNothing() {
    TrainingData glyphs = sets(URI.create("http://127.0.0.1:9/"), null).load("glyphs").head(30, 10);

    assertThat(glyphs.train().size()).isEqualTo(30);
    assertThat(glyphs.test().size()).isEqualTo(10);
    assertThat(notes).isEmpty();
  }

  @Test
  void theCacheFolderFollowsTheSystem() {
    assertThat(DataSets.cacheFolder(Map.of(), "Linux", "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/lanewise"));
    assertThat(DataSets.cacheFolder(Map.of(), "Mac OS X", "/Users/u"))
        .isEqualTo(Path.of("/Users/u/Library/Caches/lanewise"));
    assertThat(DataSets.cacheFolder(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/c/lanewise"));
  }

  private URI home() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/set/");
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private DataSets sets(URI home, Path collection) {
    List<PublicFile> sums =
        IdxFolder.FILES.stream()
            .map(name -> name + ".gz")
            .map(name -> new PublicFile(name, sha256(files.get(name))))
            .toList();
    return new DataSets(
        collection, cache(), List.of(new PublicDataSet("mnist", home, sums)), notes::add);
  }

  private Path write(Path target) throws IOException {
    return IdxFixture.write(target, TRAIN, TEST);
  }

  private static void assertEnvironment(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitStatus()).isEqualTo(ExitStatus.ENVIRONMENT))
        .hasMessageContainingAll(parts);
  }

  private static List<String> list(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.filter(Files::isRegularFile).map(p -> p.getFileName().toString()).toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.lanewise.bench.data;

import io.lanewise.bench.data.PublicDataSet.PublicFile;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.nn.data.Glyphs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds images by what the user names: {@code glyphs}, a folder, or a public data set, which is
 * looked for in LANEWISE_DATA, then in the user's cache folder, then fetched into that.
 */
public final class DataSets {

  /** The data set that is always there: digits that the program draws. */
  public static final String GLYPHS = "glyphs";

  private static final int GLYPHS_TRAIN = 20_000;
  private static final int GLYPHS_TEST = 4_000;
  private static final long GLYPHS_TRAIN_SEED = 1;
  private static final long GLYPHS_TEST_SEED = 2;

  private final @Nullable Path collection;
  private final Path cache;
  private final List<PublicDataSet> known;
  private final Consumer<String> notes;

  /**
   * Looks in given places.
   *
   * @param collection folder with a folder for each data set, or null
   * @param cache where fetched files go, in a folder for each data set
   * @param known the public data sets
   * @param notes hears of every download
   */
  public DataSets(
      @Nullable Path collection, Path cache, List<PublicDataSet> known, Consumer<String> notes) {
    this.collection = collection;
    this.cache = cache;
    this.known = known;
    this.notes = notes;
  }

  /** Looks in this user's places. */
  public static DataSets ofUser(Consumer<String> notes) {
    String collection = System.getenv("LANEWISE_DATA");
    return new DataSets(
        collection == null || collection.isBlank() ? null : Path.of(collection),
        cacheFolder(
            System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")),
        List.of(PublicDataSet.MNIST, PublicDataSet.FASHION_MNIST),
        notes);
  }

  /** What is measured on where the user names nothing: MNIST if LANEWISE_DATA has it. */
  public static String preferred() {
    String collection = System.getenv("LANEWISE_DATA");
    boolean here =
        collection != null && Files.isDirectory(Path.of(collection, PublicDataSet.MNIST.id()));
    return here ? PublicDataSet.MNIST.id() : GLYPHS;
  }

  /**
   * Reads a data set.
   *
   * @param data {@code glyphs}, the name of a public data set, or a folder with four IDX files; a
   *     folder with one of these names is written ./mnist
   * @throws CommandFailure with status 4 if it is not there, cannot be fetched or cannot be read
   */
  public TrainingData load(String data) {
    if (data.equals(GLYPHS)) {
      return new TrainingData(
          GLYPHS,
          Glyphs.draw(GLYPHS_TRAIN, GLYPHS_TRAIN_SEED),
          Glyphs.draw(GLYPHS_TEST, GLYPHS_TEST_SEED),
          DataCoding.numbered(10));
    }
    Optional<PublicDataSet> named = known.stream().filter(set -> set.id().equals(data)).findFirst();
    return named.isPresent() ? load(named.get()) : read(Path.of(data));
  }

  private TrainingData read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.environment(
          "data is \"" + folder + "\", which is no folder; expected " + names() + " or a folder");
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new IdxFolder(folder).read(name == null ? folder.toString() : name.toString());
  }

  private String names() {
    return GLYPHS + ", " + String.join(", ", known.stream().map(PublicDataSet::id).toList());
  }

  private TrainingData load(PublicDataSet set) {
    if (collection != null && Files.isDirectory(collection.resolve(set.id()))) {
      return new IdxFolder(collection.resolve(set.id())).read(set.id());
    }
    Path folder = cache.resolve(set.id());
    for (PublicFile file : set.files()) {
      if (!Files.exists(folder.resolve(file.name()))) {
        fetch(set, file, folder);
      }
    }
    return new IdxFolder(folder).read(set.id());
  }

  private void fetch(PublicDataSet set, PublicFile file, Path folder) {
    URI source = set.home().resolve(file.name());
    notes.accept("fetching " + source);
    try {
      Download.fetch(source, folder.resolve(file.name()), file.sha256());
    } catch (IOException e) {
      List<String> names = set.files().stream().map(PublicFile::name).toList();
      throw CommandFailure.environment(
          "cannot fetch %s (%s); put the files %s into %s, or name their folder with --data"
              .formatted(source, ErrorSentence.reason(e), String.join(", ", names), folder),
          e);
    }
  }

  /** The folder for files that can be fetched again, by the conventions of the system. */
  static Path cacheFolder(Map<String, String> environment, String system, String home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isBlank()) {
      return Path.of(xdg, "lanewise");
    }
    boolean mac = system.toLowerCase(Locale.ROOT).startsWith("mac");
    return mac
        ? Path.of(home, "Library", "Caches", "lanewise")
        : Path.of(home, ".cache", "lanewise");
  }
}

package io.lanewise.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the network and where its training stands after an epoch, so that it can go on from there.
 * Give it after the callbacks whose state it shall keep.
 */
public final class Checkpoint implements Callback {

  private final Path file;
  private final @Nullable Best best;
  private final Map<String, String> notes;

  private Checkpoint(Path file, @Nullable Best best, Map<String, String> notes) {
    this.file = Objects.requireNonNull(file, "file");
    this.best = best;
    this.notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** After every epoch; each replaces the one before. */
  public static Checkpoint every(Path file) {
    return new Checkpoint(file, null, Map.of());
  }

  /** After an epoch that is better than all before. */
  public static Checkpoint best(Path file, Monitor monitor) {
    return new Checkpoint(file, new Best(Objects.requireNonNull(monitor, "monitor")), Map.of());
  }

  /** The same with notes in the file, see {@link NetworkFile#notes}. */
  public Checkpoint withNotes(Map<String, String> notes) {
    return new Checkpoint(file, best, notes);
  }

  @Override
  public void onStart(Fit fit) {
    if (best != null) {
      fit.epochs().forEach(best::improves);
    }
  }

  @Override
  public void onEpoch(Fit fit, EpochResult epoch) {
    if (best != null && !best.improves(epoch)) {
      return;
    }
    try {
      NetworkFile.write(file, fit.network(), fit.state(), notes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}

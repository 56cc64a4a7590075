package io.lanewise.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the network and where its training stands after an epoch, so that it can go on from there.
 * Give it after the callbacks whose state it shall keep.
 */
public final class Checkpoint implements Callback {

  private final Path file;
  private final @Nullable Best best;

  private Checkpoint(Path file, @Nullable Best best) {
    this.file = Objects.requireNonNull(file, "file");
    this.best = best;
  }

  /** After every epoch; each replaces the one before. */
  public static Checkpoint every(Path file) {
    return new Checkpoint(file, null);
  }

  /** After an epoch that is better than all before. */
  public static Checkpoint best(Path file, Monitor monitor) {
    return new Checkpoint(file, new Best(Objects.requireNonNull(monitor, "monitor")));
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
      NetworkFile.write(file, fit.network(), fit.state());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}

package io.lanewise.bench;

import io.lanewise.bench.output.OutputFolder;
import io.lanewise.nn.som.MapPicture;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Pictures of a map in a folder, each as SVG and as PNG. */
final class MapPictures {

  private final Path folder;
  private final PrintWriter notes;

  /**
   * Prepares.
   *
   * @param folder where they go
   * @param notes hears of each
   */
  MapPictures(Path folder, PrintWriter notes) {
    this.folder = folder;
    this.notes = notes;
  }

  /**
   * Writes a picture.
   *
   * @param name of the files; what is no letter, digit, dot or hyphen becomes a hyphen
   */
  void write(String name, MapPicture picture) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    Path svg = folder.resolve(plain + ".svg");
    Path png = folder.resolve(plain + ".png");
    OutputFolder.write(svg, picture.svg());
    OutputFolder.write(png, picture.png());
    notes.println("wrote " + svg + " and " + png);
    notes.flush();
  }
}

package io.lanewise.nn;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

/** Reads the description of a layer: its kind, its sizes, and settings by name. */
final class LayerText {

  private final String text;
  private final Deque<String> words;

  LayerText(String text) {
    this.text = text;
    this.words = new ArrayDeque<>(Arrays.asList(text.strip().split("\\s+")));
  }

  /** The layer; throws {@link IllegalArgumentException} if the text describes none. */
  Layer layer() {
    try {
      Layer layer = make(word());
      Numbers.require(words.isEmpty(), "what follows", "\"" + words.peek() + "\"", "the end");
      return layer;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer is \"" + shown() + "\": " + e.getMessage(), e);
    }
  }

  private String shown() {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private Layer make(String kind) {
    return switch (kind) {
      case "dense" -> dense();
      case "conv2d" -> conv2d();
      case "max-pool2d" -> pool2d(Layers.maxPool2d(square()));
      case "average-pool2d" -> pool2d(Layers.averagePool2d(square()));
      case "sum-pool2d" -> pool2d(Layers.sumPool2d(square()));
      case "subsample" -> Layers.subsample(square());
      case "flatten" -> Layers.flatten();
      case "dropout" -> Layers.dropout(number());
      case "identity" -> Layers.identity();
      case "step" -> Layers.step();
      case "sign" -> Layers.sign();
      case "sigmoid" -> Layers.sigmoid();
      case "tanh" -> Layers.tanh();
      case "scaled-tanh" -> Layers.scaledTanh();
      case "relu" -> Layers.relu();
      case "softmax" -> Layers.softmax();
      case "maxout" -> Layers.maxout(whole(word()));
      case "rbf" -> Layers.rbf(centres(word()));
      default -> throw new IllegalArgumentException("kind is \"" + kind + "\", expected a layer");
    };
  }

  private Layer dense() {
    DenseLayer layer = Layers.dense(whole(word()));
    Regularizer regularizer = Regularizer.NONE;
    while (!words.isEmpty()) {
      String setting = word();
      switch (setting) {
        case "without-bias" -> layer = layer.withoutBias();
        case "initialization" -> layer = layer.initialization(Initialization.parse(word()));
        case "l1", "l2" -> regularizer = regularizer(setting, regularizer);
        default -> throw unknown(setting);
      }
    }
    return layer.regularizer(regularizer);
  }

  private Layer conv2d() {
    String[] sizes = word().split("[@x]", -1);
    Numbers.require(sizes.length == 3, "size", Arrays.toString(sizes), "such as 6@5x5");
    Conv2dLayer layer = Layers.conv2d(whole(sizes[0]), whole(sizes[1]), whole(sizes[2]));
    Regularizer regularizer = Regularizer.NONE;
    while (!words.isEmpty()) {
      String setting = word();
      switch (setting) {
        case "stride" -> layer = layer.stride(whole(word()));
        case "pad" -> layer = layer.pad(whole(word()));
        case "dilation" -> layer = layer.dilation(whole(word()));
        case "groups" -> layer = layer.groups(whole(word()));
        case "connections" -> layer = layer.connections(Connections.parse(word()));
        case "initialization" -> layer = layer.initialization(Initialization.parse(word()));
        case "l1", "l2" -> regularizer = regularizer(setting, regularizer);
        default -> throw unknown(setting);
      }
    }
    return layer.regularizer(regularizer);
  }

  private Layer pool2d(Pool2dLayer plain) {
    Pool2dLayer layer = plain;
    while (!words.isEmpty()) {
      String setting = word();
      switch (setting) {
        case "stride" -> layer = layer.stride(whole(word()));
        case "pad" -> layer = layer.pad(whole(word()));
        case "counting-padding" -> layer = layer.countingPadding();
        default -> throw unknown(setting);
      }
    }
    return layer;
  }

  private Regularizer regularizer(String setting, Regularizer before) {
    return setting.equals("l1")
        ? new Regularizer(number(), before.l2())
        : new Regularizer(before.l1(), number());
  }

  private static IllegalArgumentException unknown(String setting) {
    return new IllegalArgumentException(
        "setting is \"" + setting + "\", expected one of this kind of layer");
  }

  private String word() {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it ends early, expected one word more");
    }
    return words.remove();
  }

  private int square() {
    String[] sizes = word().split("x", -1);
    Numbers.require(
        sizes.length == 2 && sizes[0].equals(sizes[1]),
        "size",
        String.join("x", sizes),
        "a square such as 2x2");
    return whole(sizes[0]);
  }

  private double number() {
    return Numbers.parse("number", word());
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "size is \"" + text.toLowerCase(Locale.ROOT) + "\", expected a whole number", e);
    }
  }

  private static float[][] centres(String text) {
    String[] rows = text.split(";", -1);
    float[][] centres = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      String[] values = rows[i].split(",", -1);
      centres[i] = new float[values.length];
      for (int j = 0; j < values.length; j++) {
        centres[i][j] = (float) Numbers.parse("centre", values[j]);
      }
    }
    return centres;
  }
}

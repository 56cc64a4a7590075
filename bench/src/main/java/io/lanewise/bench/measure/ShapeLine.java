package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a shape file without its comment, joined with those that it continues on: a backslash
 * at the end of a line takes the next one to it.
 *
 * @param where file and line, for messages; empty where the text was given on the command line
 * @param text what is left
 */
record ShapeLine(String where, String text) {

  /** A # begins a comment where a word could begin; it may be part of a name. */
  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#");

  /** Text of the command line. */
  static ShapeLine given(String text) {
    return new ShapeLine("", text);
  }

  /**
   * The lines of a file.
   *
   * @throws CommandFailure with status 4 if it cannot be read, 2 if it is no text
   */
  static List<ShapeLine> of(Path file) {
    try {
      return of(file.toString(), Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw CommandFailure.usage("file " + file + " is no text, expected a shape file");
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read the shapes of " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
  }

  /** The lines of a text with a name. */
  static List<ShapeLine> of(String name, List<String> lines) {
    List<ShapeLine> joined = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      String text = withoutComment(lines.get(i)).strip();
      boolean isLast = i == lines.size() - 1;
      begin = open.isEmpty() ? i + 1 : begin;
      if (text.endsWith("\\") && !isLast) {
        open.append(text, 0, text.length() - 1);
        // What follows belongs to the same word, as benchdnn joins it.
        open.setLength(open.toString().stripTrailing().length());
        continue;
      }
      joined.add(new ShapeLine(name + ":" + begin, open + text));
      open.setLength(0);
    }
    return joined;
  }

  private static String withoutComment(String line) {
    Matcher comment = COMMENT.matcher(line);
    return comment.find() ? line.substring(0, comment.start()) : line;
  }

  /** A message about this line. */
  String about(String message) {
    return where.isEmpty() ? message : where + ": " + message;
  }
}

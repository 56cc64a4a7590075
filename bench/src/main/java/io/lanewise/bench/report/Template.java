package io.lanewise.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page around the report: its style, its script and ECharts, all inlined. The page's security
 * policy lets these two scripts run, by their hashes, and nothing else run or load.
 */
final class Template {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

  private Template() {}

  /**
   * The page.
   *
   * @param title its title, escaped
   * @param body its elements
   * @param data JSON for the script, without a character that HTML could take for its own
   */
  static String page(String title, String body, String data) {
    String echarts = echarts();
    String script = text("report.js");
    Map<String, String> parts =
        Map.of(
            "title", title,
            "policy", "script-src " + hash(echarts) + " " + hash(script),
            "style", text("report.css"),
            "body", body,
            "data", data,
            "echarts", echarts,
            "script", script);
    // Each place is filled once: what fills it may look like a place.
    return PLACE
        .matcher(text("report.html"))
        .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
  }

  /** ECharts with its licence, as its webjar has it. */
  private static String echarts() {
    Properties webjar = new Properties();
    try (InputStream in = Template.class.getResourceAsStream(ECHARTS)) {
      webjar.load(Objects.requireNonNull(in, ECHARTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(
        "/META-INF/resources/webjars/echarts/%s/echarts.min.js"
            .formatted(webjar.getProperty("version")));
  }

  private static String text(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
      // A browser hashes a script as it reads it, with line feeds alone.
      return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.lanewise.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Chromium without a window or a network, spoken to by its DevTools protocol. It keeps what the
 * page said on the console, what it threw and what it asked the network for.
 */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private String session = "";

  /** Where Chromium is on this machine, if it is. */
  static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param program the program
   * @param profile an empty folder
   */
  Chromium(Path program, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                // Its sandbox refuses to run as root, which a build in a container is.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    socket = connect(profile.resolve("DevToolsActivePort"));
    String target =
        send("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
    send(
        "Network.emulateNetworkConditions",
        Map.of("offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0));
  }

  /** The file has a port and a path, once Chromium listens. */
  private WebSocket connect(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
            .join();
      }
      Thread.sleep(20);
    }
    process.destroyForcibly();
    throw new IOException(
        "Chromium does not answer: " + Files.readString(file.resolveSibling("log")));
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          received(JSON.readTree(message.toString()));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
        message.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").asInt()).complete(message);
      return;
    }
    String method = message.get("method").asText();
    JsonNode parameters = message.get("params");
    switch (method) {
      case "Runtime.exceptionThrown" ->
          complaints.add(parameters.at("/exceptionDetails/exception/description").asText());
      case "Runtime.consoleAPICalled" -> complaints.add(parameters.get("args").toString());
      case "Log.entryAdded" -> complaints.add(parameters.at("/entry/text").asText());
      case "Page.javascriptDialogOpening" ->
          complaints.add("dialog " + parameters.get("message").asText());
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      default -> {
        CompletableFuture<JsonNode> waiting = awaited.remove(method);
        if (waiting != null) {
          waiting.complete(parameters);
        }
      }
    }
  }

  /** Sends a command and waits for its result. */
  JsonNode send(String method, Map<String, ?> parameters) throws Exception {
    int id = lastId.incrementAndGet();
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    command.set("params", JSON.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(command.toString(), true).join();
    JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new IOException(method + ": " + message.get("error"));
    }
    return message.get("result");
  }

  /** Opens a file in a window of this size, light or dark, and waits until it is drawn. */
  void open(Path file, int width, int height, String scheme) throws Exception {
    load(file, width, height, scheme);
    settle();
  }

  /** Opens a file and waits until it is loaded. */
  void load(Path file, int width, int height, String scheme) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    complaints.clear();
    requests.clear();
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    awaited.put("Page.loadEventFired", loaded);
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    loaded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Lets the page's scripts run, or not, from the next page on. */
  void runScripts(boolean run) throws Exception {
    send("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  /** Waits until what was changed has been drawn: a change of size takes a second frame. */
  void settle() throws Exception {
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** Waits until a condition holds; how long a busy machine takes to draw is anybody's guess. */
  void await(String condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate(condition).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never true: " + condition);
      }
      settle();
    }
  }

  /** The value of an expression in the page; of a promise, what it brings. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Presses and releases the mouse in the middle of an element, which an expression finds. */
  void click(String element) throws Exception {
    JsonNode place =
        evaluate(
            "(e => { e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect();"
                + " return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })("
                + element
                + ")");
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              place.get("x").asDouble(),
              "y",
              place.get("y").asDouble(),
              "button",
              type.equals("mouseMoved") ? "none" : "left",
              "clickCount",
              1));
    }
  }

  /** A part of the page as a PNG. */
  byte[] screenshot(int x, int y, int width, int height) throws Exception {
    JsonNode result =
        send(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1)));
    return Base64.getDecoder().decode(result.get("data").asText());
  }

  /** What the page said on the console, and what it threw, since it was opened. */
  List<String> complaints() {
    return new ArrayList<>(complaints);
  }

  /** What it asked for since it was opened, itself excepted. */
  List<String> requests() {
    return requests.stream().filter(url -> !url.startsWith("file:")).toList();
  }

  @Override
  public void close() throws Exception {
    session = "";
    // It removes what it has left in the folder for temporary files if it is asked to go.
    send("Browser.close", Map.of());
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}

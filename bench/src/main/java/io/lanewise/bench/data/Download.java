package io.lanewise.bench.data;

import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches files whose SHA-256 is known. */
final class Download {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private Download() {}

  /**
   * Fetches a file; it appears whole and checked, or not at all.
   *
   * @throws IOException if the host does not answer within seconds, answers with an error, or sends
   *     other bytes
   */
  static void fetch(URI source, Path target, String sha256) throws IOException {
    try (HttpClient client =
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        InputStream body = answer(client, source)) {
      AtomicFile.write(
          target,
          out -> {
            DigestInputStream in = new DigestInputStream(body, digest());
            in.transferTo(out);
            String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (!found.equals(sha256)) {
              throw new IOException("its SHA-256 is " + found + ", expected " + sha256);
            }
          });
    }
  }

  private static InputStream answer(HttpClient client, URI source) throws IOException {
    var future =
        client.sendAsync(
            HttpRequest.newBuilder(source).build(), HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response = future.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        response.body().close();
        throw new IOException("the host answered with HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + ANSWER.toSeconds() + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      future.cancel(true);
    }
  }

  /** ConnectException often has no message: a host that is not found, a port nobody listens on. */
  private static IOException refused(Throwable cause) {
    boolean silent = cause instanceof ConnectException || cause.getMessage() == null;
    return new IOException(silent ? "no connection" : cause.getMessage(), cause);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

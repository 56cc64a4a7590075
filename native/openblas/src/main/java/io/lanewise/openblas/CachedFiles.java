package io.lanewise.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies of the library files in a folder of the user's, named by their content.
 *
 * <p>The folder's name is a SHA-256 over those of the files, so that every version has its own. A
 * copy is used again only if its SHA-256 is that of the file in the jar. It is written under a
 * temporary name and moved, so that JVMs that start at the same time see none or all of it.
 *
 * @param folder the folder that holds the copies
 * @param sha256 SHA-256 of each file by name, in the order of loading
 */
record CachedFiles(Path folder, Map<String, String> sha256) {

  /** Makes sure that the folder below {@code cache} holds good copies of a platform's files. */
  static CachedFiles of(Platform platform, ClassLoader loader, Path cache) throws LoadingException {
    MessageDigest all = newSha256();
    Map<String, String> sha256 = new LinkedHashMap<>();
    for (String file : platform.files()) {
      String sum = hashResource(platform, loader, file);
      sha256.put(file, sum);
      all.update((file + " " + sum + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Path folder = cache.resolve(HexFormat.of().formatHex(all.digest()).substring(0, 16));
    try {
      createPrivate(folder);
      for (Map.Entry<String, String> file : sha256.entrySet()) {
        copyOnce(platform, loader, file.getKey(), file.getValue(), folder);
      }
    } catch (IOException e) {
      throw new LoadingException(
          "the library files cannot be copied to "
              + folder
              + " ("
              + e
              + "); make that folder writable, or name another one with -D"
              + OpenBlas.CACHE_PROPERTY,
          e);
    }
    return new CachedFiles(folder, sha256);
  }

  /** Where a file is. */
  Path path(String file) {
    return folder.resolve(file);
  }

  /** Nobody else may write there: what is loaded from it becomes part of this process. */
  private static void createPrivate(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static void copyOnce(
      Platform platform, ClassLoader loader, String file, String sum, Path folder)
      throws IOException, LoadingException {
    Path target = folder.resolve(file);
    if (isGood(target, sum)) {
      return;
    }
    Path part = Files.createTempFile(folder, file, ".part");
    try {
      try (InputStream in = open(platform, loader, file)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      if (!hash(Files.newInputStream(part)).equals(sum)) {
        throw new IOException(file + " was not written as it is in the jar");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Windows moves nothing over a file in use: then another JVM has just put it there.
      if (!isGood(target, sum)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isGood(Path file, String sum) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && hash(Files.newInputStream(file)).equals(sum);
  }

  private static String hashResource(Platform platform, ClassLoader loader, String file)
      throws LoadingException {
    try (InputStream in = open(platform, loader, file)) {
      return hash(in);
    } catch (IOException e) {
      throw new LoadingException(
          file
              + " in "
              + artifact(platform)
              + " cannot be read ("
              + e
              + "), so the jar is damaged; delete it from the Maven repository and fetch it again",
          e);
    }
  }

  private static InputStream open(Platform platform, ClassLoader loader, String file)
      throws IOException, LoadingException {
    URL url = loader.getResource(platform.resource(file));
    if (url == null) {
      throw new LoadingException(
          "the library files of OpenBLAS are not on the class path ("
              + file
              + " is missing); put "
              + artifact(platform)
              + " there, or fetch it again if it is there, because its jar cannot be read");
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    InputStream in = connection.getInputStream();
    return connection instanceof JarURLConnection jar
        ? new CheckedEntryStream(in, jar.getJarEntry().getCrc())
        : in;
  }

  private static String artifact(Platform platform) {
    return "org.bytedeco:openblas with classifier " + platform.classifier();
  }

  private static String hash(InputStream stream) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = new DigestInputStream(stream, digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

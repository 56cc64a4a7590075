package io.lanewise.bench.data;

import java.net.URI;
import java.util.List;

/**
 * A data set with a public home.
 *
 * @param id its name on the command line
 * @param home where its files are, with a slash at the end
 * @param files its four gzipped IDX files
 */
public record PublicDataSet(String id, URI home, List<PublicFile> files) {

  /**
   * A file.
   *
   * @param name its name at home and in the cache
   * @param sha256 SHA-256 of its bytes in lower-case hexadecimal
   */
  public record PublicFile(String name, String sha256) {}

  /** Handwritten digits. Y. LeCun and C. Cortes, CC BY-SA 3.0. */
  public static final PublicDataSet MNIST =
      of(
          "mnist",
          "https://ossci-datasets.s3.amazonaws.com/mnist/",
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

  /** Pictures of clothes. Zalando SE, MIT licence. */
  public static final PublicDataSet FASHION_MNIST =
      of(
          "fashion-mnist",
          "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
          "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
          "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
          "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
          "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");

  /** The same files at another home. */
  public PublicDataSet at(URI home) {
    return new PublicDataSet(id, home, files);
  }

  private static PublicDataSet of(String id, String home, String... sha256) {
    List<PublicFile> files =
        List.of(
            new PublicFile(IdxFolder.FILES.get(0) + ".gz", sha256[0]),
            new PublicFile(IdxFolder.FILES.get(1) + ".gz", sha256[1]),
            new PublicFile(IdxFolder.FILES.get(2) + ".gz", sha256[2]),
            new PublicFile(IdxFolder.FILES.get(3) + ".gz", sha256[3]));
    return new PublicDataSet(id, URI.create(home), files);
  }
}

package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Backend;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fault in a build of the backend "vector". */
public enum Fault {
  /** At one level and for one size, the elements of one tile have the wrong sign. */
  WRONG_SIGN(WrongSignBackend.class),
  /** One kernel takes 15 % longer. */
  SLOWER(SlowerBackend.class);

  /** The kernel that has it, which is there at every level. */
  public static final String KERNEL = "vector/gemm-12x2";

  private final Class<? extends Backend> provider;

  Fault(Class<? extends Backend> provider) {
    this.provider = provider;
  }

  /**
   * Makes what goes in front of a class path whose backend "vector" is to have this fault.
   *
   * @param folder where; is made if it is missing
   * @return the folder
   */
  public Path plant(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
    AtomicFile.write(services.resolve(Backend.class.getName()), provider.getName() + "\n");
    return folder;
  }
}

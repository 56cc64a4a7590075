package io.lanewise.onednn;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is set anew for each use, so that no object is made per call. Owns nothing. */
final class Address extends Pointer {

  /** Points to the start of a native segment. */
  Address of(MemorySegment segment) {
    address = segment.address();
    return this;
  }
}

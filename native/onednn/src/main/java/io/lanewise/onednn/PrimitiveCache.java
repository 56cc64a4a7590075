package io.lanewise.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Made-once primitives by what they were made for, the least recently used one closed where there
 * would be too many.
 *
 * @param <K> what a primitive is made for
 * @param <V> the primitive with its operands
 */
final class PrimitiveCache<K, V extends AutoCloseable> implements AutoCloseable {

  private final int capacity;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Function<K, V> maker;

  PrimitiveCache(int capacity, Function<K, V> maker) {
    this.capacity = capacity;
    this.maker = maker;
  }

  /** The one for this key, made now if there is none. */
  V get(K key) {
    V value = entries.get(key);
    if (value == null) {
      value = maker.apply(key);
      if (entries.size() == capacity) {
        close(entries.remove(entries.keySet().iterator().next()));
      }
      entries.put(key, value);
    }
    return value;
  }

  int size() {
    return entries.size();
  }

  @Override
  public void close() {
    entries.values().forEach(PrimitiveCache::close);
    entries.clear();
  }

  private static void close(AutoCloseable value) {
    try {
      value.close();
    } catch (Exception e) {
      throw new IllegalStateException("could not release " + value, e);
    }
  }
}

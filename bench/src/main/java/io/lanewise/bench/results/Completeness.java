package io.lanewise.bench.results;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document that came from a file holds what its records promise: a value for each
 * component that is not {@link Nullable}, and finite numbers. Readers then need not ask.
 */
final class Completeness {

  private Completeness() {}

  /**
   * What is missing or no number, such as {@code rows[3].backend is missing}; empty if nothing.
   *
   * @param document a record of this package
   */
  static Optional<String> problem(Record document) {
    return problem("", document);
  }

  private static Optional<String> problem(String path, Record part) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      String name = path + component.getName();
      Object value = value(part, component);
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      Optional<String> problem =
          value == null && nullable ? Optional.empty() : problemOfValue(name, value);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfValue(String name, @Nullable Object value) {
    if (value == null) {
      return Optional.of(name + " is missing");
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      return Optional.of(name + " is " + number + ", expected a finite number");
    } else if (value instanceof Record part) {
      return problem(name + ".", part);
    } else if (value instanceof List<?> list) {
      return problemOfList(name, list);
    } else if (value instanceof Map<?, ?> map && map.containsValue(null)) {
      return Optional.of(name + " has a name without a value");
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfList(String name, List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      Optional<String> problem = problemOfValue(name + "[" + i + "]", list.get(i));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object value(Record part, RecordComponent component) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

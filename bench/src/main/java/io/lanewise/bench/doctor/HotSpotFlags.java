package io.lanewise.bench.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.lanewise.bench.results.Fact;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The flags of the running HotSpot, as {@code jcmd VM.flags -all} prints them. */
final class HotSpotFlags {

  private static final String TOPIC = "jvm flag";

  /** Such as {@code bool UseG1GC = true {product} {ergonomic}}. */
  private static final Pattern LINE =
      Pattern.compile("\\s*\\S+\\s+(\\w+)\\s+=\\s*(.*?)\\s*\\{[^}]*}\\s*\\{([^}]*)}\\s*");

  private HotSpotFlags() {}

  /** Those that are not at their defaults, with who has set them. */
  static List<Fact> facts() {
    try {
      Map<String, String> flags = notDefault(text());
      return flags.entrySet().stream()
          .map(flag -> Fact.of(TOPIC, flag.getKey(), flag.getValue()))
          .toList();
    } catch (JMException e) {
      return List.of(Fact.unknown(TOPIC, "all", "this JVM has no command VM.flags"));
    }
  }

  /** The value of a flag; empty if this JVM does not have it. */
  static Optional<String> value(String flag) {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return Optional.ofNullable(hotSpot).map(bean -> bean.getVMOption(flag).getValue());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmFlags",
                new Object[] {new String[] {"-all"}},
                new String[] {String[].class.getName()});
  }

  /** Value and origin by name, such as {@code 2 (command line)}. */
  static Map<String, String> notDefault(String text) {
    Map<String, String> flags = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher flag = LINE.matcher(line);
      if (flag.matches() && !flag.group(3).equals("default")) {
        flags.put(flag.group(1), flag.group(2) + " (" + flag.group(3) + ")");
      }
    }
    return flags;
  }
}

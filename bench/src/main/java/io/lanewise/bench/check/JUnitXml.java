package io.lanewise.bench.check;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The rows as CI systems read them: a test suite for each backend at each level, a test case for
 * each kernel.
 */
public final class JUnitXml {

  private JUnitXml() {}

  /** The document. */
  public static String of(List<CheckRow> rows, String date) {
    Map<String, List<CheckRow>> suites = new LinkedHashMap<>();
    for (CheckRow row : rows) {
      suites
          .computeIfAbsent(row.backend() + "." + row.level(), suite -> new ArrayList<>())
          .add(row);
    }
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      start(xml, "testsuites", "lanewise check", rows);
      for (Map.Entry<String, List<CheckRow>> suite : suites.entrySet()) {
        xml.writeCharacters("\n  ");
        start(xml, "testsuite", suite.getKey(), suite.getValue());
        xml.writeAttribute("timestamp", date.replace("Z", ""));
        for (CheckRow row : suite.getValue()) {
          write(xml, suite.getKey(), row);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string can be written", e);
    }
    return text + "\n";
  }

  private static void start(XMLStreamWriter xml, String element, String name, List<CheckRow> rows)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", Integer.toString(rows.size()));
    xml.writeAttribute("failures", count(rows, status -> element(status).equals("failure")));
    xml.writeAttribute("errors", count(rows, status -> element(status).equals("error")));
    xml.writeAttribute("skipped", count(rows, status -> element(status).equals("skipped")));
  }

  private static String count(List<CheckRow> rows, Predicate<CheckStatus> those) {
    return Long.toString(rows.stream().filter(row -> those.test(row.status())).count());
  }

  private static void write(XMLStreamWriter xml, String suite, CheckRow row)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "lanewise." + suite);
    xml.writeAttribute(
        "name", row.kernel().equals(CheckRow.EVERY_KERNEL) ? "every kernel" : row.kernel());
    if (!element(row.status()).isEmpty()) {
      xml.writeStartElement(element(row.status()));
      xml.writeAttribute("message", printable(row.status() + ": " + row.reason()));
      if (row.replay() != null) {
        xml.writeCharacters(printable(row.replay()));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** What JUnit calls it; noise is no verdict, and no test has failed. */
  private static String element(CheckStatus status) {
    return switch (status) {
      case CRASHED, HUNG -> "error";
      case WRONG_LEVEL, WRONG, GONE, SLOW -> "failure";
      case NOISY, SKIPPED -> "skipped";
      case OK -> "";
    };
  }

  /** XML has no way to say most control characters. */
  private static String printable(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
  }
}

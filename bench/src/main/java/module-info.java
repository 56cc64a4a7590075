/**
 * The command line, the benchmarks and the report. It runs from the class path, as JMH's forks
 * need.
 */
module io.lanewise.bench {
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.oshi;
  requires commons.math3;
  requires info.picocli;
  requires io.lanewise.kernels;
  requires io.lanewise.nn;
  requires java.management;
  requires jdk.management;
  requires java.net.http;
  requires java.xml;
  requires jdk.jfr;
  requires jmh.core;
  requires me.tongfei.progressbar;
  requires org.apache.commons.csv;
  requires org.junit.jupiter.api;
  requires org.junit.platform.engine;
  requires org.junit.platform.launcher;
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports io.lanewise.bench;
  exports io.lanewise.bench.check;
  exports io.lanewise.bench.output;
  exports io.lanewise.bench.peer;

  uses io.lanewise.bench.peer.Peer;
  uses io.lanewise.bench.peer.TrainingPeer;

  opens io.lanewise.bench to
      com.fasterxml.jackson.databind,
      info.picocli;
  opens io.lanewise.bench.check to
      com.fasterxml.jackson.databind,
      info.picocli;
  opens io.lanewise.bench.data to
      com.fasterxml.jackson.databind;
  opens io.lanewise.bench.doctor to
      com.fasterxml.jackson.databind;
  opens io.lanewise.bench.report to
      com.fasterxml.jackson.databind;
  opens io.lanewise.bench.results to
      com.fasterxml.jackson.databind;
  opens io.lanewise.bench.output to
      com.fasterxml.jackson.databind,
      info.picocli;
  opens io.lanewise.bench.verdict to
      com.fasterxml.jackson.databind;
}

/** Neural networks as a thin layer on the kernels. It names no backend. */
module io.lanewise.nn {
  requires transitive io.lanewise.kernels;
  requires com.fasterxml.jackson.core;
  requires java.desktop;
  requires org.apache.commons.csv;
  requires static org.jspecify;

  exports io.lanewise.nn;
  exports io.lanewise.nn.data;
  exports io.lanewise.nn.evaluation;
  exports io.lanewise.nn.file;
  exports io.lanewise.nn.neuron;
  exports io.lanewise.nn.reference;
  exports io.lanewise.nn.som;
}

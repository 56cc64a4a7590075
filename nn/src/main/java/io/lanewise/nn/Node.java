package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer at its place in a network.
 *
 * @param name name in the network, such as conv1
 * @param layer the layer
 * @param input sizes of one sample going in
 * @param output sizes of one sample coming out
 * @param parameters its parameters
 * @param offset where they start in the network's vector
 */
record Node(
    String name,
    Layer layer,
    Features input,
    Features output,
    List<Layer.Parameter> parameters,
    int offset) {

  /** Elements of all its parameters. */
  int parameterCount() {
    return parameters.stream().mapToInt(Layer.Parameter::elements).reduce(0, Math::addExact);
  }

  /** Each parameter's part of a vector that has one element for every parameter of the network. */
  List<MemorySegment> slices(MemorySegment vector) {
    List<MemorySegment> slices = new ArrayList<>();
    long at = offset;
    for (Layer.Parameter parameter : parameters) {
      slices.add(vector.asSlice(at * Float.BYTES, (long) parameter.elements() * Float.BYTES));
      at += parameter.elements();
    }
    return slices;
  }
}

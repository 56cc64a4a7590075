package io.lanewise.nn.reference;

import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Loss;
import io.lanewise.nn.Optimizer;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Features;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/**
 * The network of tiny-net.json: 3 inputs, the third always 1, 4 hidden and 1 output sigmoids
 * without further biases learn XOR in 60000 steps of gradient descent on all four samples.
 */
class TinyNetTest {

  private static final double TOLERANCE = 1e-9;

  private final JsonNode fixture = read();
  private final double[][] x = matrix(fixture.get("X"));
  private final double[][] y = matrix(fixture.get("y"));
  private final Sequential network =
      Sequential.of(
          Features.vector(3),
          Loss.SUM_OF_SQUARED_ERRORS,
          dense(4).withoutBias(),
          sigmoid(),
          dense(1).withoutBias(),
          sigmoid());

  @Test
  void isReproduced() {
    ReferenceTraining training =
        new ReferenceTraining(
            network,
            FitOptions.defaults().withOptimizer(Optimizer.sgd()),
            parameters(matrix(fixture.get("w0")), matrix(fixture.get("w1"))));
    JsonNode errors = fixture.get("meanAbsErrorBeforeUpdate");
    int compared = 0;
    int updates = fixture.get("updates").asInt();
    for (int update = 0; update < updates; update++) {
      JsonNode expected = errors.get(String.valueOf(update));
      if (expected != null) {
        assertThat(meanAbsError(training))
            .as("mean absolute error before update %d", update)
            .isCloseTo(expected.asDouble(), within(TOLERANCE));
        compared++;
      }
      training.step(1, x, y);
    }
    assertThat(compared).isEqualTo(errors.size()).isEqualTo(6);
    assertThat(outputs(training))
        .containsExactly(vector(fixture.get("finalOutputs")), within(TOLERANCE));
    assertThat(training.parameters())
        .containsExactly(
            parameters(matrix(fixture.get("finalW0")), matrix(fixture.get("finalW1"))),
            within(TOLERANCE));
  }

  private double meanAbsError(ReferenceTraining training) {
    double[] outputs = outputs(training);
    double sum = 0;
    for (int sample = 0; sample < outputs.length; sample++) {
      sum += Math.abs(y[sample][0] - outputs[sample]);
    }
    return sum / outputs.length;
  }

  private double[] outputs(ReferenceTraining training) {
    double[] outputs = new double[x.length];
    for (int sample = 0; sample < x.length; sample++) {
      outputs[sample] = training.network().output(training.parameters(), x[sample])[0];
    }
    return outputs;
  }

  /** The fixture's [in][out] as the network's [out][in], the layers one behind the other. */
  private static double[] parameters(double[][]... layers) {
    int count = 0;
    for (double[][] layer : layers) {
      count += layer.length * layer[0].length;
    }
    double[] parameters = new double[count];
    int at = 0;
    for (double[][] layer : layers) {
      for (int out = 0; out < layer[0].length; out++) {
        for (double[] in : layer) {
          parameters[at++] = in[out];
        }
      }
    }
    return parameters;
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = vector(rows.get(i));
    }
    return matrix;
  }

  private static double[] vector(JsonNode values) {
    double[] vector = new double[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i).asDouble();
    }
    return vector;
  }

  private static JsonNode read() {
    try (InputStream file = TinyNetTest.class.getResourceAsStream("tiny-net.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

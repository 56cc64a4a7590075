package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class MapPictureTest {

  @TempDir Path folder;

  @Test
  void svgHasACellForEachUnit() throws Exception {
    SomGrid grid = SomGrid.hexagonal(3, 4);
    double[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Double.NaN, 11};
    Document svg = parse(MapPicture.values(grid, values, "<U> & \"matrix\"\u0000").svg());
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("polygon").getLength()).isEqualTo(12);
    assertThat(fill(svg, 0)).isEqualTo("#440154");
    assertThat(fill(svg, 11)).isEqualTo("#fde725");
    assertThat(fill(svg, 10)).isEqualTo("#d9d9d9");
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("<U> & \"matrix\"?");
    assertThat(svg.getElementsByTagName("title").item(6).getTextContent())
        .isEqualTo("row 1, column 2: 6.000");
  }

  @Test
  void cellsOfHexagonsMeetAtTheirCorners() throws Exception {
    Document svg = parse(MapPicture.values(SomGrid.hexagonal(1, 2), new double[2], "").svg());
    String first = attribute(svg, "polygon", 0, "points");
    String second = attribute(svg, "polygon", 1, "points");
    long shared = List.of(first.split(" ")).stream().filter(second::contains).count();
    assertThat(shared).isEqualTo(2);
  }

  @Test
  void classesHaveTheirNamesInTheLegend() throws Exception {
    SomGrid grid = SomGrid.rectangular(1, 3);
    MapPicture picture =
        MapPicture.classes(grid, new int[] {1, -1, 0}, List.of("savers", "spenders"), "Clusters");
    Document svg = parse(picture.svg());
    assertThat(svg.getElementsByTagName("text").getLength()).isEqualTo(3);
    assertThat(svg.getElementsByTagName("text").item(2).getTextContent()).isEqualTo("spenders");
    assertThat(fill(svg, 1)).isEqualTo("#d9d9d9");
    assertThat(fill(svg, 0)).isEqualTo("#ee6677");
  }

  @Test
  void pngHasTheSameColours() throws Exception {
    SomGrid grid = SomGrid.rectangular(2, 3);
    MapPicture picture = MapPicture.values(grid, new double[] {0, 9, 9, 9, 9, 10}, "");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
    assertThat(image.getRGB(16 + 12, 16 + 12) & 0xffffff).isEqualTo(0x440154);
    assertThat(image.getRGB(16 + 60, 16 + 36) & 0xffffff).isEqualTo(0xfde725);
    assertThat(image.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void filesAreOfTheKindThatTheirNamesSay() throws Exception {
    MapPicture picture = MapPicture.values(SomGrid.rectangular(2, 2), new double[4], "flat");
    picture.save(folder.resolve("map.svg"));
    picture.save(folder.resolve("map.PNG"));
    parse(Files.readString(folder.resolve("map.svg")));
    assertThat(ImageIO.read(folder.resolve("map.PNG").toFile())).isNotNull();
    assertThatThrownBy(() -> picture.save(folder.resolve("map.gif")))
        .hasMessageContaining("expected a name in .svg or .png");
  }

  @Test
  void badInputIsRefused() {
    SomGrid grid = SomGrid.rectangular(2, 2);
    assertThatThrownBy(() -> MapPicture.values(grid, new double[3], ""))
        .hasMessage("values has 3 elements, expected 4, one for each unit");
    assertThatThrownBy(
            () -> MapPicture.classes(grid, new int[] {0, 1, 2, 0}, List.of("a", "b"), ""))
        .hasMessage("classes[2] is 2, expected -1 to 1");
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String fill(Document svg, int cell) {
    return attribute(svg, "polygon", cell, "fill");
  }

  private static String attribute(Document svg, String tag, int i, String name) {
    return svg.getElementsByTagName(tag).item(i).getAttributes().getNamedItem(name).getNodeValue();
  }
}

package io.lanewise.bench.report;

import java.util.List;

/**
 * A chart with what is said about it.
 *
 * @param title what it shows
 * @param notes what has to be known to read it
 * @param command what measures it again
 * @param chart what is drawn
 */
record Figure(String title, List<String> notes, String command, Chart chart) {}

package io.lanewise.bench.measure;

/**
 * A problem as it was read.
 *
 * @param shape the sizes in benchdnn's syntax, canonical
 * @param trans nn, nt, tn or tt where a product's file says so by memory tags, else empty
 */
public record Problem(String shape, String trans) {}

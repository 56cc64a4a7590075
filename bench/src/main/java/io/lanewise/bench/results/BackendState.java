package io.lanewise.bench.results;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backend as it was found.
 *
 * @param id its id
 * @param status "ok", or "unavailable: why"
 * @param library name and version of what computes
 * @param isa instruction set in effect
 * @param threads threads read back, of as many as were asked for at most
 * @param details further facts
 */
public record BackendState(
    String id,
    String status,
    @Nullable String library,
    @Nullable String isa,
    @Nullable Integer threads,
    Map<String, String> details) {}

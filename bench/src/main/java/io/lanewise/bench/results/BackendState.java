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
 * @param threads threads read back
 * @param threadsAsked threads that it was asked for; null in files of earlier versions
 * @param details further facts
 */
public record BackendState(
    String id,
    String status,
    @Nullable String library,
    @Nullable String isa,
    @Nullable Integer threads,
    @Nullable Integer threadsAsked,
    Map<String, String> details) {}

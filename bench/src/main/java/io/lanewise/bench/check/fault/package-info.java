/**
 * Faults on purpose: what the regression gate must find when it tests itself. Nothing here is on
 * the way of anybody else: {@link io.lanewise.bench.check.fault.Fault#plant} writes a folder that
 * names a faulty provider of the backend "vector", and only a JVM that has this folder on its class
 * path finds that provider, which comes before the right one.
 */
@NullMarked
package io.lanewise.bench.check.fault;

import org.jspecify.annotations.NullMarked;

/**
 * What every backend promises, as tests. They are packaged as a test-jar that each backend's module
 * runs. System property {@code lanewise.backends} names the backends to test, {@code
 * lanewise.require} those of them whose absence is a failure and not a skip.
 */
package io.lanewise.kernels.contract;

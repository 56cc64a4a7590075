/**
 * The backend {@code openblas}: products of matrices by OpenBLAS, called through {@code
 * java.lang.foreign} and nothing else; convolution by im2col on it.
 *
 * <p>System properties, read when the library is loaded, once per process:
 *
 * <ul>
 *   <li>{@code lanewise.openblas.coretype}: {@code auto} (the default), {@code detected} (as
 *       OpenBLAS chooses by itself), or a name of OpenBLAS's such as {@code Haswell}; see {@link
 *       CoreType}.
 *   <li>{@code lanewise.openblas.inplace}: the largest m n k that is computed in place on arrays;
 *       see {@link InPlaceLimit}.
 *   <li>{@code lanewise.openblas.cache}: the folder for the library files instead of the user's
 *       cache folder.
 * </ul>
 */
package io.lanewise.openblas;

// States as vectors: scaling, adding, probabilities.
#include "dispatch.h"
#include "vectors.h"
#include <string.h>

INLINE void csv_scale_body(double *a, int n, double re, double im) {
  if (n < lane_qubits) return csv_scale_reference(a, n, re, im);
  const d8 r = splat(re), i = lanes_i(im);
  for (double *const end = a + 2 * bit_of(n); a < end; a += 8) save(a, product(r, i, load(a)));
}
CSV_INSTANTIATE(void, csv_scale, (double *a, int n, double re, double im), (a, n, re, im))

INLINE void csv_axpy_body(double *out, const double *a, int n, double re, double im) {
  if (n < lane_qubits) return csv_axpy_reference(out, a, n, re, im);
  const d8 r = splat(re), i = lanes_i(im);
  for (const double *const end = a + 2 * bit_of(n); a < end; a += 8, out += 8)
    save(out, add_product(load(out), r, i, load(a)));
}
CSV_INSTANTIATE(void, csv_axpy, (double *out, const double *a, int n, double re, double im), (out, a, n, re, im))

INLINE void csv_probabilities_body(const double *a, int n, double *p) {
  if (n < lane_qubits) return csv_probabilities_reference(a, n, p);
  for (const double *const end = a + 2 * bit_of(n); a < end; a += 8, p += lane_amplitudes) {
    const d8 squares = load(a) * load(a);
    *(d4 *)p = __builtin_shufflevector(squares, squares, 0, 2, 4, 6) +
               __builtin_shufflevector(squares, squares, 1, 3, 5, 7);
  }
}
CSV_INSTANTIATE(void, csv_probabilities, (const double *a, int n, double *p), (a, n, p))

void csv_set_basis_state(double *a, int n, uint64_t index) {
  memset(a, 0, 2 * sizeof(double) << n);
  a[2 * index] = 1;
}

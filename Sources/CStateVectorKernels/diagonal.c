// Diagonal gates.
#include "dispatch.h"
#include "vectors.h"

// a <- factor a, lane by lane, in the vectors whose first amplitudes are b = fixed | subsets of free.
INLINE void multiply(double *a, uint64_t fixed, uint64_t free, d8 re, d8 im) {
  uint64_t f = 0;
  do {
    double *p = a + 2 * (fixed | f);
    save(p, product(re, im, load(p)));
    f = next_subset(f, free);
  } while (f != 0);
}

INLINE void csv_apply_phase_body(double *a, int n, uint64_t mask, double re, double im) {
  if (n < lane_qubits) return csv_apply_phase_reference(a, n, mask, re, im);
  const i8 active = lanes_where(mask & lane_mask, mask & lane_mask);
  multiply(a, mask & ~(uint64_t)lane_mask, vector_bits(n) & ~mask, select(active, splat(re), splat(1)),
           select(active, lanes_i(im), splat(0)));
}
CSV_INSTANTIATE(void, csv_apply_phase, (double *a, int n, uint64_t mask, double re, double im), (a, n, mask, re, im))

INLINE void csv_apply_diagonal1_body(double *a, int n, int q, const double *d) {
  if (n < lane_qubits) return csv_apply_diagonal1_reference(a, n, q, d);
  const d8 re0 = splat(d[0]), im0 = lanes_i(d[1]), re1 = splat(d[2]), im1 = lanes_i(d[3]);
  const uint64_t target = bit_of(q), free = vector_bits(n) & ~target;
  if (q < lane_qubits) {
    const i8 set = lanes_where(target, target);
    return multiply(a, 0, free, select(set, re1, re0), select(set, im1, im0));
  }
  uint64_t b = 0;
  do {
    double *zero = a + 2 * b, *one = a + 2 * (b | target);
    save(zero, product(re0, im0, load(zero)));
    save(one, product(re1, im1, load(one)));
    b = next_subset(b, free);
  } while (b != 0);
}
CSV_INSTANTIATE(void, csv_apply_diagonal1, (double *a, int n, int q, const double *d), (a, n, q, d))

/// The products of four pairs of complex numbers.
INLINE d8 products(d8 x, d8 y) {
  const d8 re = __builtin_shufflevector(x, x, 0, 0, 2, 2, 4, 4, 6, 6);
  const d8 im = __builtin_shufflevector(x, x, 1, 1, 3, 3, 5, 5, 7, 7);
  return re * y + im * times_i(y);
}

INLINE void csv_multiply_entries_body(double *a, int n, const double *factors, double re, double im) {
  if (n < lane_qubits) return csv_multiply_entries_reference(a, n, factors, re, im);
  const d8 r = splat(re), i = lanes_i(im);
  for (double *const end = a + 2 * bit_of(n); a < end; a += 8, factors += 8)
    save(a, products(load(factors), product(r, i, load(a))));
}
CSV_INSTANTIATE(void, csv_multiply_entries, (double *a, int n, const double *factors, double re, double im),
                (a, n, factors, re, im))

INLINE void csv_write_phase_products_body(double *out, int n, const double *w, double re, double im) {
  const int low = n < lane_qubits ? n : lane_qubits;
  csv_write_phase_products_reference(out, low, w, re, im);
  for (int q = low; q < n; q++) {
    const d8 r = splat(w[2 * q]), i = lanes_i(w[2 * q + 1]);
    double *const upper = out + 2 * bit_of(q);
    for (uint64_t b = 0; b < bit_of(q); b += lane_amplitudes) save(upper + 2 * b, product(r, i, load(out + 2 * b)));
  }
}
CSV_INSTANTIATE(void, csv_write_phase_products, (double *out, int n, const double *w, double re, double im),
                (out, n, w, re, im))

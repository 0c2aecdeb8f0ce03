// One-qubit matrices chosen by another qubit.
#include "dispatch.h"
#include "vectors.h"

// An element of the matrix, lane by lane: that of `one` in the lanes of `set`, that of `zero` in the others.
INLINE d8 selected_re(i8 set, const double *zero, const double *one, int k) {
  return select(set, splat(one[2 * k]), splat(zero[2 * k]));
}
INLINE d8 selected_im(i8 set, const double *zero, const double *one, int k) {
  return select(set, lanes_i(one[2 * k + 1]), lanes_i(zero[2 * k + 1]));
}

// The target is a bit of the vector's index: two vectors are mixed, lane by lane.
INLINE void mix_vectors(arithmetic kind, double *a, uint64_t fixed, uint64_t free, uint64_t target, i8 set,
                        const double *zero, const double *one) {
  const d8 re00 = selected_re(set, zero, one, 0), im00 = selected_im(set, zero, one, 0);
  const d8 re10 = selected_re(set, zero, one, 1), im10 = selected_im(set, zero, one, 1);
  const d8 re01 = selected_re(set, zero, one, 2), im01 = selected_im(set, zero, one, 2);
  const d8 re11 = selected_re(set, zero, one, 3), im11 = selected_im(set, zero, one, 3);
  uint64_t f = 0;
  do {
    double *const p = a + 2 * (f | fixed), *const r = p + 2 * target;
    const d8 low = load(p), high = load(r);
    save(p, two_products(kind, re00, im00, low, re01, im01, high));
    save(r, two_products(kind, re10, im10, low, re11, im11, high));
    f = next_subset(f, free);
  } while (f != 0);
}

// The target is a bit within the vector: lanes are mixed with those at offset `flip`, a constant once inlined.
INLINE void mix_lanes(arithmetic kind, int flip, double *a, uint64_t fixed, uint64_t free, i8 set, const double *zero,
                      const double *one) {
  const i8 upper = lanes_where(flip, flip);
  const d8 re_same = select(upper, selected_re(set, zero, one, 3), selected_re(set, zero, one, 0));
  const d8 im_same = select(upper, selected_im(set, zero, one, 3), selected_im(set, zero, one, 0));
  const d8 re_other = select(upper, selected_re(set, zero, one, 1), selected_re(set, zero, one, 2));
  const d8 im_other = select(upper, selected_im(set, zero, one, 1), selected_im(set, zero, one, 2));
  uint64_t f = 0;
  do {
    double *const p = a + 2 * (f | fixed);
    const d8 same = load(p), other = xor_lanes(same, 2 * flip);
    save(p, two_products_at_once(kind, re_same, im_same, same, re_other, im_other, other));
    f = next_subset(f, free);
  } while (f != 0);
}

INLINE void mix(arithmetic kind, double *a, int q, uint64_t fixed, uint64_t free, i8 set, const double *zero,
                const double *one) {
  switch (q) {
    case 0: mix_lanes(kind, 1, a, fixed, free, set, zero, one); break;
    case 1: mix_lanes(kind, 2, a, fixed, free, set, zero, one); break;
    default: mix_vectors(kind, a, fixed, free & ~bit_of(q), bit_of(q), set, zero, one);
  }
}

INLINE void select_and_mix(arithmetic kind, double *a, int n, int selector, int q, const double *zero,
                           const double *one) {
  const uint64_t bit = bit_of(selector), free = vector_bits(n) & ~bit;
  if (selector < lane_qubits) {
    mix(kind, a, q, 0, free, lanes_where(bit, bit), zero, one);
  } else {
    mix(kind, a, q, 0, free, (i8){0}, zero, zero);
    mix(kind, a, q, bit, free, (i8){0}, one, one);
  }
}

INLINE void csv_apply_selected_matrix1_body(double *a, int n, int selector, int q, const double *zero,
                                            const double *one) {
  if (n < lane_qubits) return csv_apply_selected_matrix1_reference(a, n, selector, q, zero, one);
  if (is_real(zero) && is_real(one))
    select_and_mix(of_reals, a, n, selector, q, zero, one);
  else
    select_and_mix(of_complexes, a, n, selector, q, zero, one);
}
CSV_INSTANTIATE(void, csv_apply_selected_matrix1,
                (double *a, int n, int selector, int q, const double *zero, const double *one),
                (a, n, selector, q, zero, one))

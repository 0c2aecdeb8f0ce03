// One-qubit matrices, with and without controls.
#include "dispatch.h"
#include "vectors.h"

// Lanes that meet the controls within a vector hold the matrix; the others the identity, or zero for an element.
INLINE d8 controlled_re(i8 active, double re, double otherwise) { return select(active, splat(re), splat(otherwise)); }
INLINE d8 controlled_im(i8 active, double im) { return select(active, lanes_i(im), splat(0)); }

// The target is a bit of the vector's index: two vectors are mixed, lane by lane.
INLINE void high_target(purpose what, arithmetic kind, int fetching, double *a, const double *l, int n,
                        uint64_t controls, int q, const double *m, sum_tree *tree) {
  const i8 active = lanes_where(controls & lane_mask, controls & lane_mask);
  const double otherwise = what == apply;
  const d8 re00 = controlled_re(active, m[0], otherwise), im00 = controlled_im(active, m[1]);
  const d8 re10 = controlled_re(active, m[2], 0), im10 = controlled_im(active, m[3]);
  const d8 re01 = controlled_re(active, m[4], 0), im01 = controlled_im(active, m[5]);
  const d8 re11 = controlled_re(active, m[6], otherwise), im11 = controlled_im(active, m[7]);
  const uint64_t free = vector_bits(n) & ~controls & ~bit_of(q), fixed = controls & ~(uint64_t)lane_mask;
  visits later = {0};
  if (fetching) later = fixed ? visits_ahead(free, 0, bit_of(q)) : visits_in_order_ahead(free, bit_of(q));
  uint64_t f = 0;
  do {
    dot_product sums[2] = {0};
    for (int step = 0; what == apply || step < chunk_steps; step++) {
      if (fetching) fetch_next(&later, a + 2 * fixed);
      const uint64_t b0 = f | fixed, b1 = b0 | bit_of(q);  // the first amplitude of either vector
      const d8 zero = load(a + 2 * b0), one = load(a + 2 * b1);
      finish(what, a, l, b0, two_products(kind, re00, im00, zero, re01, im01, one), &sums[0]);
      finish(what, a, l, b1, two_products(kind, re10, im10, zero, re11, im11, one), &sums[1]);
      f = next_subset(f, free);
      if (f == 0) break;
    }
    if (what == element) tree_add_dots(tree, sums, 2);
  } while (f != 0);
}

// The target is a bit within the vector: lanes are mixed with those at offset `flip`, a constant once inlined. All
// vectors in a row are visited faster.
INLINE void low_target(purpose what, arithmetic kind, int in_row, int flip, double *a, const double *l, int n, uint64_t controls,
                       const double *m, sum_tree *tree) {
  const i8 active = lanes_where(controls & lane_mask, controls & lane_mask), target_set = lanes_where(flip, flip);
  const d8 re_same = select(active, select(target_set, splat(m[6]), splat(m[0])), splat(what == apply));
  const d8 im_same = select(active, select(target_set, lanes_i(m[7]), lanes_i(m[1])), splat(0));
  const d8 re_other = select(active, select(target_set, splat(m[2]), splat(m[4])), splat(0));
  const d8 im_other = select(active, select(target_set, lanes_i(m[3]), lanes_i(m[5])), splat(0));
  const uint64_t free = vector_bits(n) & ~controls, fixed = controls & ~(uint64_t)lane_mask;
  uint64_t f = 0;
  do {
    dot_product sum = {0};
    for (int step = 0; what == apply || step < chunk_steps; step++) {
      const d8 same = load(a + 2 * (f | fixed)), other = xor_lanes(same, 2 * flip);
      finish(what, a, l, f | fixed, two_products_at_once(kind, re_same, im_same, same, re_other, im_other, other), &sum);
      f = in_row ? f + lane_amplitudes : next_subset(f, free);
      if ((f & free) == 0) break;
    }
    if (what == element) tree_add_dots(tree, &sum, 1);
  } while ((f & free) != 0);
}

INLINE void any_low_target(purpose what, arithmetic kind, int flip, double *a, const double *l, int n, uint64_t controls,
                           const double *m, sum_tree *tree) {
  if (controls == 0)
    low_target(what, kind, 1, flip, a, l, n, 0, m, tree);
  else
    low_target(what, kind, 0, flip, a, l, n, controls, m, tree);
}

INLINE void any_target(purpose what, arithmetic kind, double *a, const double *l, int n, uint64_t controls, int q,
                       const double *m, sum_tree *tree) {
  switch (q) {
    case 0: any_low_target(what, kind, 1, a, l, n, controls, m, tree); break;
    case 1: any_low_target(what, kind, 2, a, l, n, controls, m, tree); break;
    default:
      if (what == apply && n >= fetched_qubits)
        high_target(what, kind, 1, a, l, n, controls, q, m, tree);
      else
        high_target(what, kind, 0, a, l, n, controls, q, m, tree);
  }
}

INLINE void csv_apply_controlled_matrix1_body(double *a, int n, uint64_t controls, int q, const double *m) {
  if (n < lane_qubits) return csv_apply_controlled_matrix1_reference(a, n, controls, q, m);
  if (is_real(m))
    any_target(apply, of_reals, a, NULL, n, controls, q, m, NULL);
  else
    any_target(apply, of_complexes, a, NULL, n, controls, q, m, NULL);
}
CSV_INSTANTIATE(void, csv_apply_controlled_matrix1, (double *a, int n, uint64_t controls, int q, const double *m),
                (a, n, controls, q, m))

INLINE void csv_apply_matrix1_body(double *a, int n, int q, const double *m) {
  csv_apply_controlled_matrix1_body(a, n, 0, q, m);
}
CSV_INSTANTIATE(void, csv_apply_matrix1, (double *a, int n, int q, const double *m), (a, n, q, m))

INLINE void csv_matrix1_element_body(const double *l, const double *a, int n, uint64_t controls, int q, const double *m,
                                     double *out) {
  if (n < lane_qubits) return csv_matrix1_element_reference(l, a, n, controls, q, m, out);
  sum_tree tree;
  tree.count = 0;
  any_target(element, of_complexes, (double *)a, l, n, controls, q, m, &tree);  // an element does not write to the state
  tree_store(&tree, out);
}
CSV_INSTANTIATE(void, csv_matrix1_element,
                (const double *l, const double *a, int n, uint64_t controls, int q, const double *m, double *out),
                (l, a, n, controls, q, m, out))

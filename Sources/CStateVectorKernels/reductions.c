// Inner products and norms.
#include "dispatch.h"
#include "vectors.h"

enum { unrolled = 4, unrolled_qubits = lane_qubits + 2 };  // vectors in each step, so that sums need not wait

INLINE void csv_inner_product_body(const double *l, const double *a, int n, double *out) {
  if (n < unrolled_qubits) return csv_inner_product_reference(l, a, n, out);
  sum_tree tree;
  tree.count = 0;
  const uint64_t end = bit_of(n - unrolled_qubits);  // in steps
  const uint64_t chunk = end < chunk_steps ? end : chunk_steps;
  for (uint64_t start = 0; start < end; start += chunk) {
    dot_product sums[unrolled] = {0};
    for (uint64_t step = start; step < start + chunk; step++)
      for (uint64_t k = 0; k < unrolled; k++)
        dot_add(&sums[k], load(l + 8 * (unrolled * step + k)), load(a + 8 * (unrolled * step + k)));
    tree_add_dots(&tree, sums, unrolled);
  }
  tree_store(&tree, out);
}
CSV_INSTANTIATE(void, csv_inner_product, (const double *l, const double *a, int n, double *out), (l, a, n, out))

INLINE double csv_norm_squared_body(const double *a, int n) {
  if (n < unrolled_qubits) return csv_norm_squared_reference(a, n);
  sum_tree tree;
  tree.count = 0;
  const uint64_t end = bit_of(n - unrolled_qubits);  // in steps
  const uint64_t chunk = end < chunk_steps ? end : chunk_steps;
  for (uint64_t start = 0; start < end; start += chunk) {
    d8 sums[unrolled] = {0};
    for (uint64_t step = start; step < start + chunk; step++) {
      for (uint64_t k = 0; k < unrolled; k++) {
        const d8 z = load(a + 8 * (unrolled * step + k));
        sums[k] += z * z;
      }
    }
    tree_add(&tree, sum_lanes((sums[0] + sums[1]) + (sums[2] + sums[3])), 0);
  }
  return tree_re(&tree);
}
CSV_INSTANTIATE(double, csv_norm_squared, (const double *a, int n), (a, n))

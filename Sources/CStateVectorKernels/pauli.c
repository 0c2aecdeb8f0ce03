// Pauli rotations and matrix elements: one pass, in pairs of vectors.
//
// (P a)_b = (-i)^y (-1)^popcount(b & z) a_(b ^ x), y the number of Y. Lane k of a vector meets lane k ^ 2 (x & 3) of
// the vector at b ^ (x without its low bits).
#include "dispatch.h"
#include "vectors.h"

// a_b <- c a_b + w(b) (lane k ^ crossing of the partner), w real or i times real: then crossing has bit 0 set.
INLINE void rotate_as(int fetching, int crossing, double *a, int n, uint64_t x, uint64_t z, double c, double s) {
  // -i s (-i)^y is -i s, -s, i s, s for y = 0, 1, 2, 3 modulo 4.
  const double t = __builtin_popcountll(x & z) & 2 ? s : -s;
  const d8 even = lane_signs(z) * (crossing & 1 ? lanes_i(t) : splat(t));
  const d8 w[2] = {even, -even};  // by the parity of the vector's own index bits in z
  const uint64_t x_high = x & ~(uint64_t)lane_mask, z_high = z & ~(uint64_t)lane_mask;
  uint64_t b = 0;
  if (x_high == 0) {  // partners are in the same vector
    const uint64_t free = vector_bits(n);
    do {
      if (fetching) fetch(a + 2 * ((b + fetched_amplitudes) & free));
      const d8 u = load(a + 2 * b);
      save(a + 2 * b, c * u + w[parity(b & z_high)] * xor_lanes(u, crossing));
      b = next_subset(b, free);
    } while (b != 0);
    return;
  }
  const uint64_t pivot = bit_of(63 - __builtin_clzll(x)), free = vector_bits(n) & ~pivot;
  const int partner_parity = parity(x_high & z_high);
  visits later = {0};
  if (fetching) later = visits_in_order_ahead(free, x_high);
  do {
    if (fetching) fetch_next(&later, a);
    double *const here = a + 2 * b, *const there = a + 2 * (b ^ x_high);
    const d8 u = load(here), v = load(there);
    const int sign = parity(b & z_high);
    save(here, c * u + w[sign] * xor_lanes(v, crossing));
    save(there, c * v + w[sign ^ partner_parity] * xor_lanes(u, crossing));
    b = next_subset(b, free);
  } while (b != 0);
}

INLINE void rotate(int crossing, double *a, int n, uint64_t x, uint64_t z, double c, double s) {
  if (n >= fetched_qubits)
    rotate_as(1, crossing, a, n, x, z, c, s);
  else
    rotate_as(0, crossing, a, n, x, z, c, s);
}

INLINE void csv_pauli_rotation_body(double *a, int n, uint64_t x, uint64_t z, double c, double s) {
  if (n < lane_qubits) return csv_pauli_rotation_reference(a, n, x, z, c, s);
  // An even number of Y makes w imaginary, which exchanges real and imaginary parts.
  switch (2 * (int)(x & lane_mask) | !parity(x & z)) {
    case 0: rotate(0, a, n, x, z, c, s); break;
    case 1: rotate(1, a, n, x, z, c, s); break;
    case 2: rotate(2, a, n, x, z, c, s); break;
    case 3: rotate(3, a, n, x, z, c, s); break;
    case 4: rotate(4, a, n, x, z, c, s); break;
    case 5: rotate(5, a, n, x, z, c, s); break;
    case 6: rotate(6, a, n, x, z, c, s); break;
    case 7: rotate(7, a, n, x, z, c, s); break;
  }
}
CSV_INSTANTIATE(void, csv_pauli_rotation, (double *a, int n, uint64_t x, uint64_t z, double c, double s),
                (a, n, x, z, c, s))

// tree <- sum over b of conj(l_b) (-1)^popcount(b & z) a_(b ^ x).
INLINE void signed_overlap(int crossing, const double *l, const double *a, int n, uint64_t x, uint64_t z,
                           sum_tree *tree) {
  const d8 even = lane_signs(z);
  const d8 w[2] = {even, -even};
  const uint64_t x_high = x & ~(uint64_t)lane_mask, z_high = z & ~(uint64_t)lane_mask;
  const uint64_t second = bit_of(lane_qubits), free = vector_bits(n) & ~second;  // two vectors in each step
  uint64_t b = 0;
  do {
    dot_product sums[2] = {0};
    for (int step = 0; step < chunk_steps; step++) {
      for (int k = 0; k < 2; k++) {
        const uint64_t at = k ? b | second : b;
        dot_add(&sums[k], w[parity(at & z_high)] * load(l + 2 * at), xor_lanes(load(a + 2 * (at ^ x_high)), crossing));
      }
      b = next_subset(b, free);
      if (b == 0) break;
    }
    tree_add_dots(tree, sums, 2);
  } while (b != 0);
}

INLINE void csv_pauli_matrix_element_body(const double *l, const double *a, int n, uint64_t x, uint64_t z,
                                          double *out) {
  if (n <= lane_qubits) return csv_pauli_matrix_element_reference(l, a, n, x, z, out);
  sum_tree tree;
  tree.count = 0;
  switch (x & lane_mask) {
    case 0: signed_overlap(0, l, a, n, x, z, &tree); break;
    case 1: signed_overlap(2, l, a, n, x, z, &tree); break;
    case 2: signed_overlap(4, l, a, n, x, z, &tree); break;
    case 3: signed_overlap(6, l, a, n, x, z, &tree); break;
  }
  const double re = tree_re(&tree), im = tree_im(&tree);
  switch (__builtin_popcountll(x & z) & 3) {  // times (-i)^y
    case 0: out[0] = re, out[1] = im; break;
    case 1: out[0] = im, out[1] = -re; break;
    case 2: out[0] = -re, out[1] = -im; break;
    case 3: out[0] = -im, out[1] = re; break;
  }
}
CSV_INSTANTIATE(void, csv_pauli_matrix_element,
                (const double *l, const double *a, int n, uint64_t x, uint64_t z, double *out), (l, a, n, x, z, out))

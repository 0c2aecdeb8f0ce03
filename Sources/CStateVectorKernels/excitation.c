// Fermionic excitations: Givens rotations of the pairs (b, T b), with no look at the amplitudes that T annihilates.
#include "dispatch.h"
#include "vectors.h"

// MARK: Where T acts

// The basis states that meet all conditions, as an affine space over GF(2): the bits in `free` are arbitrary; the bits
// of `fixed` are added; and bit pivots[c] is flipped by the parity of masks[c] on the free bits.
typedef struct {
  uint64_t free, fixed;
  int dependent_count;
  uint64_t pivots[8], masks[8];
} domain;

/// Gauss-Jordan elimination of the conditions; 0 when they contradict each other.
static int solve_conditions(domain *d, const csv_excitation *e, uint64_t all) {
  uint64_t pivots[8], masks[8], values[8];
  int rank = 0;
  for (int c = 0; c < e->condition_count; c++) {
    uint64_t mask = e->condition_masks[c], value = (uint64_t)e->condition_values[c];
    for (int r = 0; r < rank; r++) {
      if (!(mask & pivots[r])) continue;
      mask ^= masks[r];
      value ^= values[r];
    }
    if (mask == 0 && value != 0) return 0;
    if (mask == 0) continue;
    pivots[rank] = bit_of(63 - __builtin_clzll(mask));
    masks[rank] = mask;
    values[rank] = value;
    for (int r = 0; r < rank; r++) {
      if (!(masks[r] & pivots[rank])) continue;
      masks[r] ^= mask;
      values[r] ^= value;
    }
    rank++;
  }
  *d = (domain){.free = all};
  for (int r = 0; r < rank; r++) {
    d->free &= ~pivots[r];
    if (values[r]) d->fixed |= pivots[r];
    if (masks[r] == pivots[r]) continue;
    d->pivots[d->dependent_count] = pivots[r];
    d->masks[d->dependent_count++] = masks[r] ^ pivots[r];
  }
  return 1;
}

/// The basis states that meet the conditions; 0 when there are none.
INLINE int find_domain(domain *d, const csv_excitation *e, int n) {
  const uint64_t all = bit_of(n) - 1;
  uint64_t seen = 0, fixed = 0;
  for (int c = 0; c < e->condition_count; c++) {
    const uint64_t mask = e->condition_masks[c];
    if (mask == 0 || (mask & (mask - 1)) != 0 || (mask & seen) != 0) return solve_conditions(d, e, all);
    seen |= mask;
    fixed |= e->condition_values[c] ? mask : 0;
  }
  d->free = all & ~seen;  // every condition is on a qubit of its own
  d->fixed = fixed;
  d->dependent_count = 0;
  return 1;
}

// MARK: What is done with each pair

typedef enum { rotate_pairs, add_element, accumulate_pairs } action;

// With vectors of four amplitudes: those of b, with their images at b ^ flip; lane k's image is in lane k ^ crossing.
// Lanes that do not meet the conditions have factor 1 in place of c, and 0 in place of s.
INLINE void for_vectors(action what, int crossing, double *out, const double *a, const csv_excitation *e,
                        const domain *d, double c, double s, sum_tree *tree) {
  const uint64_t low = ~d->free & lane_mask;
  const i8 active = lanes_where(low, d->fixed & low);
  const d8 s_even = select(active, lane_signs(e->sign_mask) * splat(e->sign * s), splat(0));
  const d8 s_from[2] = {s_even, -s_even};  // by the parity of the vector's own index bits in sign_mask
  const d8 s_to[2] = {xor_lanes(s_even, crossing), -xor_lanes(s_even, crossing)};
  const d8 c_from = select(active, splat(c), splat(1)), c_to = xor_lanes(c_from, crossing);
  const uint64_t free = d->free & ~(uint64_t)lane_mask, fixed = d->fixed & ~(uint64_t)lane_mask;
  const uint64_t flip = e->flip & ~(uint64_t)lane_mask, sign_mask = e->sign_mask & ~(uint64_t)lane_mask;
  uint64_t f = 0;
  do {
    dot_product sums[2] = {0};
    for (int step = 0; step < chunk_steps; step++) {
      const uint64_t from = f | fixed, to = from ^ flip;
      const int sign = parity(from & sign_mask);
      const d8 u = load(a + 2 * from), v = load(a + 2 * to);
      const d8 minus_gu = s_from[sign] * xor_lanes(v, crossing), gv = s_to[sign] * xor_lanes(u, crossing);
      switch (what) {
        case rotate_pairs:
          save(out + 2 * from, c_from * u - minus_gu);
          save(out + 2 * to, c_to * v + gv);
          break;
        case add_element:  // out is the left state here, and is only read
          dot_add(&sums[0], load(out + 2 * from), -minus_gu);
          dot_add(&sums[1], load(out + 2 * to), gv);
          break;
        case accumulate_pairs:
          save(out + 2 * from, load(out + 2 * from) - minus_gu);
          save(out + 2 * to, load(out + 2 * to) + gv);
          break;
      }
      f = next_subset(f, free);
      if (f == 0) break;
    }
    if (what == add_element) tree_add_dots(tree, sums, 2);
  } while (f != 0);
}

// With single amplitudes: where images are in the same vector, or a condition ties several qubits together.
INLINE void for_amplitudes(action what, double *out, const double *a, const csv_excitation *e, const domain *d,
                           double c, double s, sum_tree *tree) {
  const double s_from[2] = {e->sign * s, -e->sign * s};
  uint64_t f = 0;
  do {
    d2 straight[2] = {0}, crossed[2] = {0};
    for (int step = 0; step < chunk_steps; step++) {
      uint64_t from = f | d->fixed;
      for (int k = 0; k < d->dependent_count; k++)
        if (parity(f & d->masks[k])) from ^= d->pivots[k];
      const uint64_t to = from ^ e->flip;
      const double signed_s = s_from[parity(from & e->sign_mask)];
      const d2 u = load2(a + 2 * from), v = load2(a + 2 * to), minus_gu = signed_s * v, gv = signed_s * u;
      switch (what) {
        case rotate_pairs:
          save2(out + 2 * from, c * u - minus_gu);
          save2(out + 2 * to, c * v + gv);
          break;
        case add_element: {
          const d2 left_from = load2(out + 2 * from), left_to = load2(out + 2 * to);
          straight[0] -= left_from * minus_gu;
          straight[1] += left_to * gv;
          crossed[0] -= left_from * __builtin_shufflevector(minus_gu, minus_gu, 1, 0);
          crossed[1] += left_to * __builtin_shufflevector(gv, gv, 1, 0);
          break;
        }
        case accumulate_pairs:
          save2(out + 2 * from, load2(out + 2 * from) - minus_gu);
          save2(out + 2 * to, load2(out + 2 * to) + gv);
          break;
      }
      f = next_subset(f, d->free);
      if (f == 0) break;
    }
    if (what == add_element) {
      const d2 re = straight[0] + straight[1], im = crossed[0] + crossed[1];
      tree_add(tree, re[0] + re[1], im[0] - im[1]);
    }
  } while (f != 0);
}

INLINE void for_pairs(action what, double *out, const double *a, const csv_excitation *e, const domain *d, double c,
                      double s, sum_tree *tree) {
  if (d->dependent_count > 0 || e->flip <= lane_mask) return for_amplitudes(what, out, a, e, d, c, s, tree);
  switch (e->flip & lane_mask) {
    case 0: return for_vectors(what, 0, out, a, e, d, c, s, tree);
    case 1: return for_vectors(what, 2, out, a, e, d, c, s, tree);
    case 2: return for_vectors(what, 4, out, a, e, d, c, s, tree);
    case 3: return for_vectors(what, 6, out, a, e, d, c, s, tree);
  }
}

// MARK: Kernels

INLINE void csv_excitation_rotation_body(double *a, int n, const csv_excitation *e, double c, double s) {
  domain d;
  if (find_domain(&d, e, n)) for_pairs(rotate_pairs, a, a, e, &d, c, s, NULL);
}
CSV_INSTANTIATE(void, csv_excitation_rotation, (double *a, int n, const csv_excitation *e, double c, double s),
                (a, n, e, c, s))

INLINE void csv_excitation_matrix_element_body(const double *l, const double *a, int n, const csv_excitation *e,
                                               double *out) {
  domain d;
  out[0] = out[1] = 0;
  if (!find_domain(&d, e, n)) return;
  sum_tree tree;
  tree.count = 0;
  for_pairs(add_element, (double *)l, a, e, &d, 1, 1, &tree);  // an element does not write to the states
  tree_store(&tree, out);
}
CSV_INSTANTIATE(void, csv_excitation_matrix_element,
                (const double *l, const double *a, int n, const csv_excitation *e, double *out), (l, a, n, e, out))

INLINE void csv_excitation_accumulate_body(double *out, const double *a, int n, const csv_excitation *e, double c) {
  domain d;
  if (find_domain(&d, e, n)) for_pairs(accumulate_pairs, out, a, e, &d, 1, c, NULL);
}
CSV_INSTANTIATE(void, csv_excitation_accumulate,
                (double *out, const double *a, int n, const csv_excitation *e, double c), (out, a, n, e, c))

// The vocabulary of the kernels: vectors of four amplitudes, subsets of index bits, sums in a fixed order.
#ifndef CSV_VECTORS_H
#define CSV_VECTORS_H

#include "CStateVectorKernels.h"

// Products and sums may be fused: faster and more accurate, but rounded differently from the plain twins.
#pragma clang fp contract(fast)
// Functions that take vectors are all inlined into bodies, so no vector is ever passed by a calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

// MARK: Vectors of four amplitudes

// re0 im0 re1 im1 re2 im2 re3 im3. The widest vector there is; narrower instruction sets split it into halves or
// quarters. One body thus serves all, and its order of summation is the same in all.
typedef double d8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t i8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double d4 __attribute__((vector_size(32), aligned(8), may_alias));
// One amplitude.
typedef double d2 __attribute__((vector_size(16), aligned(8), may_alias));

enum { lane_amplitudes = 4, lane_mask = 3, lane_qubits = 2 };

INLINE d8 load(const double *p) { return *(const d8 *)p; }
INLINE void save(double *p, d8 v) { *(d8 *)p = v; }
INLINE d2 load2(const double *p) { return *(const d2 *)p; }
INLINE void save2(double *p, d2 v) { *(d2 *)p = v; }
INLINE d8 splat(double x) { return (d8){x, x, x, x, x, x, x, x}; }

/// Lane k of the result is lane k ^ c of v. c is a constant once inlined: twice the amplitude's offset, plus 1 to
/// exchange real and imaginary parts.
INLINE d8 xor_lanes(d8 v, int c) {
  switch (c) {
    case 1: return __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
    case 2: return __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
    case 3: return __builtin_shufflevector(v, v, 3, 2, 1, 0, 7, 6, 5, 4);
    case 4: return __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
    case 5: return __builtin_shufflevector(v, v, 5, 4, 7, 6, 1, 0, 3, 2);
    case 6: return __builtin_shufflevector(v, v, 6, 7, 4, 5, 2, 3, 0, 1);
    case 7: return __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0);
    default: return v;
  }
}

/// i z = -im + i re.
INLINE d8 times_i(d8 z) {
  const int64_t minus = INT64_MIN;
  return (d8)((i8)xor_lanes(z, 1) ^ (i8){minus, 0, minus, 0, minus, 0, minus, 0});
}

/// i x as a factor of z with re and im exchanged: the product of (re, im) and x i is lanes_i(x) * xor_lanes(z, 1).
INLINE d8 lanes_i(double x) { return (d8){-x, x, -x, x, -x, x, -x, x}; }

/// sum + (re + i im) z, where im is given as lanes_i(im).
INLINE d8 add_product(d8 sum, d8 re, d8 im, d8 z) { return (sum + re * z) + im * xor_lanes(z, 1); }
/// (re + i im) z.
INLINE d8 product(d8 re, d8 im, d8 z) { return re * z + im * xor_lanes(z, 1); }

/// x where the mask is all ones, y where it is zero.
INLINE d8 select(i8 mask, d8 x, d8 y) { return (d8)((mask & (i8)x) | (~mask & (i8)y)); }

/// All ones in the lanes of the amplitudes l = 0..3 with (l & mask) == value, zero elsewhere.
INLINE i8 lanes_where(uint64_t mask, uint64_t value) {
  const i8 l = {0, 0, 1, 1, 2, 2, 3, 3};
  return (l & (int64_t)mask) == (int64_t)value;
}

INLINE int parity(uint64_t b) { return __builtin_parityll(b); }

/// (-1)^popcount(l & z) in the lanes of amplitude l = 0..3.
INLINE d8 lane_signs(uint64_t z) {
  const double s1 = z & 1 ? -1 : 1, s2 = z & 2 ? -1 : 1, s3 = s1 * s2;
  return (d8){1, 1, s1, s1, s2, s2, s3, s3};
}

// MARK: Subsets of index bits

INLINE uint64_t bit_of(int q) { return (uint64_t)1 << q; }

/// The index bits that number the vectors of a state: all but the two within a vector.
INLINE uint64_t vector_bits(int n) { return (bit_of(n) - 1) & ~(uint64_t)lane_mask; }

/// The subset of `mask` that follows b in increasing order; 0, the first, after the last.
INLINE uint64_t next_subset(uint64_t b, uint64_t mask) { return (b - mask) & mask; }

// MARK: Fetching ahead

// Two streams between 512 bytes and 64 KiB apart, or with gaps, are more than a processor foresees: on states in
// memory, from 16 MiB on, loops say which lines come next. In caches that would only cost time.
enum { fetched_qubits = 20, fetched_steps = 48, fetched_amplitudes = 512, apart_qubit = 13 };

INLINE void fetch(const double *p) { __builtin_prefetch(p); }

/// What a loop over the vectors at b ^ first and b ^ second, b = subsets of free, visits some steps later.
typedef struct {
  uint64_t next, mask, first, second;
  int in_order;
} visits;

INLINE visits visits_ahead(uint64_t free, uint64_t first, uint64_t second) {
  visits v = {0, free, first, second, 0};
  for (int step = 0; step < fetched_steps; step++) v.next = next_subset(v.next, v.mask);
  return v;
}

/// The same for first = 0, in the order of memory where partners are near: faster if all lines there are visited.
INLINE visits visits_in_order_ahead(uint64_t free, uint64_t second) {
  if (second >= bit_of(apart_qubit)) return visits_ahead(free, 0, second);
  visits v = {(2 * second - 1) & (free | second), free | second, 0, 0, 1};  // where the first partners end
  for (int step = 0; step < 2 * fetched_steps; step++) v.next = next_subset(v.next, v.mask);
  return v;
}

/// Fetches two vectors; a is where b = 0 is.
INLINE void fetch_next(visits *v, const double *a) {
  fetch(a + 2 * (v->next ^ v->first));
  if (v->in_order) v->next = next_subset(v->next, v->mask);
  fetch(a + 2 * (v->next ^ v->second));
  v->next = next_subset(v->next, v->mask);
}

// MARK: Sums in a fixed order

// Steps of a loop that go into one partial sum; partial sums are then added in a tree.
enum { chunk_steps = 256 };

// Partial sums of conj(l) a.
typedef struct {
  d8 straight;  // re re, im im
  d8 crossed;   // re im, im re
} dot_product;

INLINE void dot_add(dot_product *sum, d8 l, d8 a) {
  sum->straight += l * a;
  sum->crossed += l * xor_lanes(a, 1);
}

INLINE double sum_lanes(d8 v) {
  const d8 pairs = v + xor_lanes(v, 1), quads = pairs + xor_lanes(pairs, 2);
  return quads[0] + quads[4];
}

/// Odd lanes minus even lanes.
INLINE double sum_odd_minus_even(d8 v) {
  return sum_lanes(v * (d8){-1, 1, -1, 1, -1, 1, -1, 1});
}

// A binary tree of partial sums, built like a counter: level k waits for its sibling of 2^k chunks. The number of
// chunks is a power of two.
typedef struct {
  uint64_t count;
  double re[64], im[64];
} sum_tree;

INLINE void tree_add(sum_tree *tree, double re, double im) {
  int level = 0;
  for (uint64_t c = tree->count++; c & 1; c >>= 1, level++) {
    re += tree->re[level];
    im += tree->im[level];
  }
  tree->re[level] = re;
  tree->im[level] = im;
}

INLINE void tree_add_dots(sum_tree *tree, const dot_product *sums, int count) {
  dot_product sum = sums[0];
  for (int k = 1; k < count; k++) {
    sum.straight += sums[k].straight;
    sum.crossed += sums[k].crossed;
  }
  tree_add(tree, sum_lanes(sum.straight), -sum_odd_minus_even(sum.crossed));
}

INLINE double tree_re(const sum_tree *tree) { return tree->re[__builtin_ctzll(tree->count)]; }
INLINE double tree_im(const sum_tree *tree) { return tree->im[__builtin_ctzll(tree->count)]; }

INLINE void tree_store(const sum_tree *tree, double *out) {
  out[0] = tree_re(tree);
  out[1] = tree_im(tree);
}

// MARK: Products with a matrix

// Real matrices take half the arithmetic.
typedef enum { of_complexes, of_reals } arithmetic;

/// Whether a 2 x 2 matrix is real.
INLINE int is_real(const double *m) { return m[1] == 0 && m[3] == 0 && m[5] == 0 && m[7] == 0; }

/// (re0 + i im0) z0 + (re1 + i im1) z1, where im0 = im1 = 0 if real.
INLINE d8 two_products(arithmetic kind, d8 re0, d8 im0, d8 z0, d8 re1, d8 im1, d8 z1) {
  return kind == of_reals ? re0 * z0 + re1 * z1 : add_product(product(re0, im0, z0), re1, im1, z1);
}

/// The same with a single exchange of lanes, for factors that stay the same throughout a loop.
INLINE d8 two_products_at_once(arithmetic kind, d8 re0, d8 im0, d8 z0, d8 re1, d8 im1, d8 z1) {
  const d8 straight = re0 * z0 + re1 * z1;
  return kind == of_reals ? straight : straight + xor_lanes(xor_lanes(im0, 1) * z0 + xor_lanes(im1, 1) * z1, 1);
}

// What a matrix kernel does with its product: write it back, or add up <l|product>.
typedef enum { apply, element } purpose;

INLINE void finish(purpose what, double *a, const double *l, uint64_t b, d8 product, dot_product *sum) {
  if (what == apply)
    save(a + 2 * b, product);
  else
    dot_add(sum, load(l + 2 * b), product);
}

#endif

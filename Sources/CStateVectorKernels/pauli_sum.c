// Sums of Pauli strings with one x mask: G|b> = g(b) |b ^ x>, or i g(b) |b ^ x> when the number of Y is odd, with the
// real g(b) = sum over j of +-c[j] (-1)^popcount(b & z[j]).
//
// g is computed for a block of 8 V amplitudes at a time, its terms once for the block and not for every amplitude:
// a term's sign is a product of the signs of the block's own index bits (one number per block), of the bits that choose
// a vector in the block, and of the three bits within a vector. Terms are added up, with their sign pattern within a
// vector, at the place that the middle bits of z name; a Walsh-Hadamard transform over the V vectors does the rest.
#include "dispatch.h"
#include "vectors.h"

// MARK: The coefficients of a block

// Eight real numbers, here those of the amplitudes 0...7 after an index that is a multiple of 8.
enum { eight_mask = 7, term_limit = 128, vector_limit = 64 };

/// (-1)^popcount(k & z) in lane k, for the three low bits of z.
INLINE d8 eight_signs(uint64_t z) {
  static const double signs[8][8] = {
      {1, 1, 1, 1, 1, 1, 1, 1},     {1, -1, 1, -1, 1, -1, 1, -1}, {1, 1, -1, -1, 1, 1, -1, -1},
      {1, -1, -1, 1, 1, -1, -1, 1}, {1, 1, 1, 1, -1, -1, -1, -1}, {1, -1, 1, -1, -1, 1, -1, 1},
      {1, 1, -1, -1, -1, -1, 1, 1}, {1, -1, -1, 1, -1, 1, 1, -1},
  };
  return load(signs[z & eight_mask]);
}

// At most term_limit terms, made ready.
typedef struct {
  size_t count;
  uint64_t block_mask;       // the index bits within a block
  uint64_t high[term_limit];  // z outside a block
  uint64_t middle[term_limit];  // z on the bits that choose a vector in a block
  d8 values[term_limit];     // +-c with its signs within a vector
} prepared_terms;

/// The vectors of a block: more for more terms, whose addition is then rarer but followed by a longer transform.
INLINE uint64_t vectors_per_block(int n, size_t count) {
  const uint64_t wanted = count <= 1 ? 1 : count <= 2 ? 2 : count <= 4 ? 4 : count <= 24 ? 8 : count <= 64 ? 32 : 64;
  const uint64_t present = bit_of(n) / 8;
  return wanted < present ? wanted : present;
}

INLINE void prepare(prepared_terms *terms, int n, uint64_t x, const uint64_t *z, const double *c, size_t count) {
  const uint64_t block_mask = 8 * vectors_per_block(n, count) - 1;
  terms->count = count;
  terms->block_mask = block_mask;
  for (size_t j = 0; j < count; j++) {
    terms->high[j] = z[j] & ~block_mask;
    terms->middle[j] = (z[j] & block_mask) / 8;
    terms->values[j] = eight_signs(z[j]) * splat(__builtin_popcountll(x & z[j]) & 2 ? -c[j] : c[j]);
  }
}

// g[k] + g[k + stride * j], j = 1...7, to their Walsh-Hadamard transform.
INLINE void transform_eight(d8 *g, uint64_t stride) {
  d8 v[8];
  for (int k = 0; k < 8; k++) v[k] = g[stride * (uint64_t)k];
  for (int half = 1; half < 8; half *= 2) {
    for (int k = 0; k < 8; k++) {
      if (k & half) continue;
      const d8 sum = v[k] + v[k + half], difference = v[k] - v[k + half];
      v[k] = sum;
      v[k + half] = difference;
    }
  }
  for (int k = 0; k < 8; k++) g[stride * (uint64_t)k] = v[k];
}

INLINE void transform(d8 *g, uint64_t count) {
  uint64_t stride = 1;
  for (; 8 * stride <= count; stride *= 8)
    for (uint64_t start = 0; start < count; start += 8 * stride)
      for (uint64_t k = start; k < start + stride; k++) transform_eight(g + k, stride);
  for (; stride < count; stride *= 2) {
    for (uint64_t start = 0; start < count; start += 2 * stride) {
      for (uint64_t k = start; k < start + stride; k++) {
        const d8 sum = g[k] + g[k + stride], difference = g[k] - g[k + stride];
        g[k] = sum;
        g[k + stride] = difference;
      }
    }
  }
}

/// g for the block that starts at amplitude b.
INLINE void evaluate(const prepared_terms *terms, uint64_t b, d8 *g) {
  const uint64_t count = (terms->block_mask + 1) / 8;
  const double signs[2] = {1, -1};
  for (uint64_t k = 0; k < count; k++) g[k] = splat(0);
  for (size_t j = 0; j < terms->count; j++)
    g[terms->middle[j]] += splat(signs[parity(b & terms->high[j])]) * terms->values[j];
  transform(g, count);
}

/// Coefficients of the amplitudes 0...3 or 4...7 of eight, each for re and im.
INLINE d8 for_amplitudes(d8 g, int upper) {
  return upper ? __builtin_shufflevector(g, g, 4, 4, 5, 5, 6, 6, 7, 7)
               : __builtin_shufflevector(g, g, 0, 0, 1, 1, 2, 2, 3, 3);
}

// MARK: Passes over a state

// How the amplitudes are walked. G is Hermitian, so b and b ^ x need g only once: where the highest bit of x chooses a
// block or a vector, only indices without that bit are visited; else (x < 8) all are.
typedef struct {
  int paired;
  uint64_t blocks;   // the index bits that number the blocks to visit
  uint64_t vectors;  // the index bits that number the vectors to visit in a block
} walk;

INLINE walk plan_walk(const prepared_terms *terms, int n, uint64_t x) {
  const uint64_t pivot = x > eight_mask ? bit_of(63 - __builtin_clzll(x)) : 0;
  return (walk){
      .paired = pivot != 0,
      .blocks = (bit_of(n) - 1) & ~terms->block_mask & ~pivot,
      .vectors = terms->block_mask & ~(uint64_t)eight_mask & ~pivot,
  };
}

// sums += g(b) a_b (a_b^x, with re and im exchanged where `crossing` is odd), lane by lane over a block.
INLINE void add_block_products(int crossing, d8 sums[2], const double *a, uint64_t block, uint64_t vectors,
                               uint64_t x_high, const d8 *g) {
  uint64_t v = 0;
  do {
    for (int upper = 0; upper < 2; upper++) {
      const uint64_t b = block | v | (uint64_t)(upper * lane_amplitudes);
      const d8 weighted = for_amplitudes(g[v / 8], upper) * load(a + 2 * b);
      sums[upper] += weighted * xor_lanes(load(a + 2 * (b ^ x_high)), crossing);
    }
    v = next_subset(v, vectors);
  } while (v != 0);
}

INLINE double expectation_of_terms(const prepared_terms *terms, const double *a, int n, uint64_t x, int odd_y) {
  const walk w = plan_walk(terms, n, x);
  const uint64_t x_high = x & ~(uint64_t)lane_mask;
  const int crossing = 2 * (int)(x & lane_mask) | (odd_y != 0);
  d8 g[vector_limit];
  sum_tree tree;
  tree.count = 0;
  uint64_t block = 0;
  do {
    d8 sums[2] = {0};
    for (int step = 0; step < chunk_steps; step++) {
      evaluate(terms, block, g);
      switch (crossing) {
        case 0: add_block_products(0, sums, a, block, w.vectors, x_high, g); break;
        case 1: add_block_products(1, sums, a, block, w.vectors, x_high, g); break;
        case 2: add_block_products(2, sums, a, block, w.vectors, x_high, g); break;
        case 3: add_block_products(3, sums, a, block, w.vectors, x_high, g); break;
        case 4: add_block_products(4, sums, a, block, w.vectors, x_high, g); break;
        case 5: add_block_products(5, sums, a, block, w.vectors, x_high, g); break;
        case 6: add_block_products(6, sums, a, block, w.vectors, x_high, g); break;
        case 7: add_block_products(7, sums, a, block, w.vectors, x_high, g); break;
      }
      block = next_subset(block, w.blocks);
      if (block == 0) break;
    }
    // Even: Re(conj(a_b^x) g a_b). Odd: Re(conj(a_b^x) i g a_b) = -g (re_b^x im_b - im_b^x re_b).
    const d8 sum = sums[0] + sums[1];
    tree_add(&tree, odd_y ? -sum_odd_minus_even(sum) : sum_lanes(sum), 0);
  } while (block != 0);
  return (w.paired ? 2 : 1) * tree_re(&tree);
}

INLINE double csv_pauli_group_expectation_body(const double *a, int n, uint64_t x, const uint64_t *z, const double *c,
                                               size_t count, int odd_y) {
  if (n <= lane_qubits) return csv_pauli_group_expectation_reference(a, n, x, z, c, count, odd_y);
  prepared_terms terms;
  double sum = 0;
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    prepare(&terms, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    sum += expectation_of_terms(&terms, a, n, x, odd_y);
  }
  return sum;
}
CSV_INSTANTIATE(double, csv_pauli_group_expectation,
                (const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count, int odd_y),
                (a, n, x, z, c, count, odd_y))

// out_b += g(b) a_b^x and, when b has a partner that is not visited, the same for it; -i g and +i g for odd Y:
// then g(b ^ x) = -g(b).
INLINE void accumulate_block(int crossing, int paired, double *out, const double *a, uint64_t block, uint64_t vectors,
                             uint64_t x_high, const d8 *g) {
  const d8 factor = crossing & 1 ? lanes_i(-1) : splat(1), partner_factor = crossing & 1 ? lanes_i(1) : splat(1);
  uint64_t v = 0;
  do {
    for (int upper = 0; upper < 2; upper++) {
      const uint64_t b = block | v | (uint64_t)(upper * lane_amplitudes), partner = b ^ x_high;
      const d8 weights = for_amplitudes(g[v / 8], upper);
      save(out + 2 * b, load(out + 2 * b) + factor * weights * xor_lanes(load(a + 2 * partner), crossing));
      if (paired)
        save(out + 2 * partner,
             load(out + 2 * partner) + partner_factor * xor_lanes(weights * load(a + 2 * b), crossing));
    }
    v = next_subset(v, vectors);
  } while (v != 0);
}

INLINE void accumulate_any_block(int crossing, const walk *w, double *out, const double *a, uint64_t block,
                                 uint64_t x_high, const d8 *g) {
  if (w->paired)
    accumulate_block(crossing, 1, out, a, block, w->vectors, x_high, g);
  else
    accumulate_block(crossing, 0, out, a, block, w->vectors, x_high, g);
}

INLINE void csv_pauli_group_accumulate_body(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                            const double *c, size_t count, int odd_y) {
  if (n <= lane_qubits) return csv_pauli_group_accumulate_reference(out, a, n, x, z, c, count, odd_y);
  const uint64_t x_high = x & ~(uint64_t)lane_mask;
  const int crossing = 2 * (int)(x & lane_mask) | (odd_y != 0);
  prepared_terms terms;
  d8 g[vector_limit];
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    prepare(&terms, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    const walk w = plan_walk(&terms, n, x);
    uint64_t block = 0;
    do {
      evaluate(&terms, block, g);
      switch (crossing) {
        case 0: accumulate_any_block(0, &w, out, a, block, x_high, g); break;
        case 1: accumulate_any_block(1, &w, out, a, block, x_high, g); break;
        case 2: accumulate_any_block(2, &w, out, a, block, x_high, g); break;
        case 3: accumulate_any_block(3, &w, out, a, block, x_high, g); break;
        case 4: accumulate_any_block(4, &w, out, a, block, x_high, g); break;
        case 5: accumulate_any_block(5, &w, out, a, block, x_high, g); break;
        case 6: accumulate_any_block(6, &w, out, a, block, x_high, g); break;
        case 7: accumulate_any_block(7, &w, out, a, block, x_high, g); break;
      }
      block = next_subset(block, w.blocks);
    } while (block != 0);
  }
}
CSV_INSTANTIATE(void, csv_pauli_group_accumulate,
                (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count,
                 int odd_y),
                (out, a, n, x, z, c, count, odd_y))

// MARK: Passes over a vector of real numbers

// Eight numbers at a time; lane k meets lane k ^ crossing.
INLINE void accumulate_real_block(int crossing, const walk *w, double *out, const double *a, uint64_t block,
                                  uint64_t x_high, const d8 *g) {
  uint64_t v = 0;
  do {
    const uint64_t b = block | v, partner = b ^ x_high;
    save(out + b, load(out + b) + g[v / 8] * xor_lanes(load(a + partner), crossing));
    if (w->paired) save(out + partner, load(out + partner) + xor_lanes(g[v / 8] * load(a + b), crossing));
    v = next_subset(v, w->vectors);
  } while (v != 0);
}

INLINE void csv_pauli_group_accumulate_real_body(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                                 const double *c, size_t count) {
  if (n <= lane_qubits) return csv_pauli_group_accumulate_real_reference(out, a, n, x, z, c, count);
  const uint64_t x_high = x & ~(uint64_t)eight_mask;
  prepared_terms terms;
  d8 g[vector_limit];
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    prepare(&terms, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    const walk w = plan_walk(&terms, n, x);
    uint64_t block = 0;
    do {
      evaluate(&terms, block, g);
      switch (x & eight_mask) {
        case 0: accumulate_real_block(0, &w, out, a, block, x_high, g); break;
        case 1: accumulate_real_block(1, &w, out, a, block, x_high, g); break;
        case 2: accumulate_real_block(2, &w, out, a, block, x_high, g); break;
        case 3: accumulate_real_block(3, &w, out, a, block, x_high, g); break;
        case 4: accumulate_real_block(4, &w, out, a, block, x_high, g); break;
        case 5: accumulate_real_block(5, &w, out, a, block, x_high, g); break;
        case 6: accumulate_real_block(6, &w, out, a, block, x_high, g); break;
        case 7: accumulate_real_block(7, &w, out, a, block, x_high, g); break;
      }
      block = next_subset(block, w.blocks);
    } while (block != 0);
  }
}
CSV_INSTANTIATE(void, csv_pauli_group_accumulate_real,
                (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count),
                (out, a, n, x, z, c, count))

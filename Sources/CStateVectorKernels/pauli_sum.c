// Sums of Pauli strings with one x mask: G|b> = g(b) |b ^ x>, or i g(b) |b ^ x> when the number of Y is odd, with the
// real g(b) = sum over j of +-c[j] (-1)^popcount(b & z[j]).
//
// The amplitudes are walked in blocks of 8 V. Within a block, g is a Walsh-Hadamard transform: a term goes to the place
// that its z names, with its signs for the three lowest bits; the transform over V vectors of eight does the rest.
// Blocks differ by signs of the terms only, and seldom in many ways: on the index bits above a block, the z of a group
// span few dimensions (Jordan-Wigner: a common string and the flipped bits). With r of them, all the 2^r V vectors that
// occur are made at once, by a longer transform, and a block looks up its own by r parities. Where r is too large, blocks
// are as large as the table, and each makes its own.
#include "dispatch.h"
#include "vectors.h"

// MARK: Plan and table

enum {
  eight_mask = 7,           // the index bits within a vector of eight real numbers
  term_limit = 128,         // terms of one pass
  code_limit = 5,           // r
  vector_limit = 256,       // vectors in the table
  usual_block_vectors = 8,  // V, unless each block has a table of its own
};

typedef struct {
  // The terms.
  size_t count;
  double c[term_limit];         // with the sign of i^popcount(x & z)
  uint64_t low[term_limit];     // z within a vector
  uint64_t place[term_limit];   // the vector of the table
  uint64_t high[term_limit];    // z on the bits that change the table
  // The walk. G is Hermitian, so b and b ^ x need g only once: where the highest bit of x chooses a block or a vector,
  // only indices without that bit are visited, with their partners; else (x < 8) all are.
  int is_paired;
  uint64_t block_mask;  // the index bits within a block
  uint64_t vectors;     // those that number the vectors to visit in a block
  uint64_t blocks;      // those that number the blocks to visit
  // The table.
  int table_serves_all;        // or one block
  uint64_t table_size;         // in vectors
  int code_count;              // r
  uint64_t codes[code_limit];  // the parity of a block's index on codes[i] is bit i of its number in the table
} group_plan;

/// Chooses the blocks: V vectors in each.
INLINE void plan_blocks(group_plan *plan, int n, uint64_t x, uint64_t vectors_per_block) {
  const uint64_t present = bit_of(n) / 8, used = vectors_per_block < present ? vectors_per_block : present;
  const uint64_t pivot = x > eight_mask ? bit_of(63 - __builtin_clzll(x)) : 0;
  plan->is_paired = pivot != 0;
  plan->block_mask = 8 * used - 1;
  plan->vectors = plan->block_mask & ~(uint64_t)eight_mask & ~pivot;
  plan->blocks = (bit_of(n) - 1) & ~plan->block_mask & ~pivot;
  plan->table_size = used;
  plan->code_count = 0;
}

/// Finds a basis for the z of all terms above a block, and with it their places in one table; 0 when it is too large.
INLINE int plan_shared_table(group_plan *plan, const uint64_t *z) {
  const uint64_t block_vectors = plan->table_size;
  uint64_t pivots[code_limit];  // pivots[i]: a bit of codes[i] that no later code has
  for (size_t j = 0; j < plan->count; j++) {
    uint64_t rest = z[j] & plan->blocks, code = 0;
    for (int i = 0; i < plan->code_count; i++) {
      if (!(rest & pivots[i])) continue;
      rest ^= plan->codes[i];
      code |= bit_of(i);
    }
    if (rest != 0) {
      if (plan->code_count == code_limit) return 0;
      pivots[plan->code_count] = rest & -rest;
      plan->codes[plan->code_count] = rest;
      code |= bit_of(plan->code_count++);
    }
    plan->place[j] = block_vectors * code + (z[j] & plan->block_mask) / 8;
    plan->high[j] = 0;
  }
  plan->table_size = block_vectors << plan->code_count;
  return 1;
}

INLINE void plan_group(group_plan *plan, int n, uint64_t x, const uint64_t *z, const double *c, size_t count) {
  plan->count = count;
  for (size_t j = 0; j < count; j++) {
    plan->c[j] = __builtin_popcountll(x & z[j]) & 2 ? -c[j] : c[j];
    plan->low[j] = z[j] & eight_mask;
  }
  plan_blocks(plan, n, x, usual_block_vectors);
  plan->table_serves_all = plan_shared_table(plan, z);
  if (plan->table_serves_all) return;
  plan_blocks(plan, n, x, vector_limit);
  for (size_t j = 0; j < count; j++) {
    plan->place[j] = (z[j] & plan->block_mask) / 8;
    plan->high[j] = z[j] & plan->blocks;
  }
}

// g[stride * j], j = 0...7, to their Walsh-Hadamard transform.
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

// Makes the table for the block that starts at index b, or for all blocks.
INLINE void fill_table(const group_plan *plan, uint64_t block, d8 *table) {
  static const double low_signs[8][8] = {
      {1, 1, 1, 1, 1, 1, 1, 1},     {1, -1, 1, -1, 1, -1, 1, -1}, {1, 1, -1, -1, 1, 1, -1, -1},
      {1, -1, -1, 1, 1, -1, -1, 1}, {1, 1, 1, 1, -1, -1, -1, -1}, {1, -1, 1, -1, -1, 1, -1, 1},
      {1, 1, -1, -1, -1, -1, 1, 1}, {1, -1, -1, 1, -1, 1, 1, -1},
  };
  for (uint64_t k = 0; k < plan->table_size; k++) table[k] = splat(0);
  for (size_t j = 0; j < plan->count; j++) {
    const double c = parity(block & plan->high[j]) ? -plan->c[j] : plan->c[j];
    table[plan->place[j]] += splat(c) * load(low_signs[plan->low[j]]);
  }
  transform(table, plan->table_size);
}

/// g for the amplitudes of a block, in their order.
INLINE const double *coefficients(const group_plan *plan, uint64_t block, d8 *table) {
  if (!plan->table_serves_all) {
    fill_table(plan, block, table);
    return (const double *)table;
  }
  uint64_t code = 0;
  for (int i = 0; i < plan->code_count; i++) code |= (uint64_t)parity(block & plan->codes[i]) << i;
  return (const double *)table + (plan->block_mask + 1) * code;
}

/// Coefficients of the amplitudes 0...3 or 4...7 of eight, each for re and im.
INLINE d8 for_amplitudes(d8 g, int upper) {
  return upper ? __builtin_shufflevector(g, g, 4, 4, 5, 5, 6, 6, 7, 7)
               : __builtin_shufflevector(g, g, 0, 0, 1, 1, 2, 2, 3, 3);
}

// Where in memory the partner of the amplitude at `block | v | 4 upper` is, in doubles: at
// there + (2 v ^ flip) + (8 upper ^ swap), up to the order of the four amplitudes in a vector.
typedef struct {
  uint64_t there, flip, swap;
} partner_place;

INLINE partner_place find_partner(const group_plan *plan, uint64_t block, uint64_t x) {
  return (partner_place){
      .there = 2 * (block ^ (x & ~plan->block_mask)),
      .flip = 2 * (x & plan->block_mask & ~(uint64_t)eight_mask),
      .swap = 2 * (x & lane_amplitudes),
  };
}

// MARK: Expectation

// sums += g(b) a_b a_(b ^ x), the latter with re and im exchanged where `crossing` is odd, lane by lane over a block.
INLINE void add_block_products(int crossing, d8 sums[2], const double *a, const group_plan *plan, uint64_t block,
                               uint64_t x, const double *g) {
  const partner_place partner = find_partner(plan, block, x);
  uint64_t v = 0;
  do {
    const double *const here = a + 2 * (block | v), *const there = a + partner.there + (2 * v ^ partner.flip);
    const d8 weights = load(g + v);
    sums[0] += for_amplitudes(weights, 0) * load(here) * xor_lanes(load(there + partner.swap), crossing);
    sums[1] += for_amplitudes(weights, 1) * load(here + 8) * xor_lanes(load(there + (8 ^ partner.swap)), crossing);
    v = next_subset(v, plan->vectors);
  } while (v != 0);
}

INLINE double expectation_of_terms(const group_plan *plan, const double *a, uint64_t x, int odd_y) {
  _Alignas(64) d8 table[vector_limit];
  const int crossing = 2 * (int)(x & lane_mask) | (odd_y != 0);
  if (plan->table_serves_all) fill_table(plan, 0, table);
  sum_tree tree;
  tree.count = 0;
  uint64_t block = 0;
  do {
    d8 sums[2] = {0};
    for (int step = 0; step < chunk_steps; step++) {
      const double *const g = coefficients(plan, block, table);
      switch (crossing) {
        case 0: add_block_products(0, sums, a, plan, block, x, g); break;
        case 1: add_block_products(1, sums, a, plan, block, x, g); break;
        case 2: add_block_products(2, sums, a, plan, block, x, g); break;
        case 3: add_block_products(3, sums, a, plan, block, x, g); break;
        case 4: add_block_products(4, sums, a, plan, block, x, g); break;
        case 5: add_block_products(5, sums, a, plan, block, x, g); break;
        case 6: add_block_products(6, sums, a, plan, block, x, g); break;
        case 7: add_block_products(7, sums, a, plan, block, x, g); break;
      }
      block = next_subset(block, plan->blocks);
      if (block == 0) break;
    }
    // Even: Re(conj(a_b^x) g a_b). Odd: Re(conj(a_b^x) i g a_b) = -g (re_b^x im_b - im_b^x re_b).
    const d8 sum = sums[0] + sums[1];
    tree_add(&tree, odd_y ? -sum_odd_minus_even(sum) : sum_lanes(sum), 0);
  } while (block != 0);
  return (plan->is_paired ? 2 : 1) * tree_re(&tree);
}

INLINE double csv_pauli_group_expectation_body(const double *a, int n, uint64_t x, const uint64_t *z, const double *c,
                                               size_t count, int odd_y) {
  if (n <= lane_qubits) return csv_pauli_group_expectation_reference(a, n, x, z, c, count, odd_y);
  group_plan plan;
  double sum = 0;
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    plan_group(&plan, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    sum += expectation_of_terms(&plan, a, x, odd_y);
  }
  return sum;
}
CSV_INSTANTIATE(double, csv_pauli_group_expectation,
                (const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count, int odd_y),
                (a, n, x, z, c, count, odd_y))

// MARK: Product

// out_b += g(b) a_(b ^ x), and the same for the partner where it is not visited. Odd Y: -i g(b), and with
// g(b ^ x) = -g(b) then i g(b) for the partner.
INLINE void accumulate_block(int crossing, int is_paired, double *out, const double *a, const group_plan *plan,
                             uint64_t block, uint64_t x, const double *g) {
  const d8 factor = crossing & 1 ? lanes_i(-1) : splat(1), partner_factor = crossing & 1 ? lanes_i(1) : splat(1);
  const partner_place partner = find_partner(plan, block, x);
  uint64_t v = 0;
  do {
    const d8 weights = load(g + v);
    for (int upper = 0; upper < 2; upper++) {
      const uint64_t here = 2 * (block | v) + (uint64_t)(8 * upper);
      const uint64_t there = partner.there + (2 * v ^ partner.flip) + ((uint64_t)(8 * upper) ^ partner.swap);
      const d8 w = for_amplitudes(weights, upper);
      save(out + here, load(out + here) + factor * w * xor_lanes(load(a + there), crossing));
      if (is_paired)
        save(out + there, load(out + there) + partner_factor * xor_lanes(w * load(a + here), crossing));
    }
    v = next_subset(v, plan->vectors);
  } while (v != 0);
}

INLINE void accumulate_any_block(int crossing, double *out, const double *a, const group_plan *plan, uint64_t block,
                                 uint64_t x, const double *g) {
  if (plan->is_paired)
    accumulate_block(crossing, 1, out, a, plan, block, x, g);
  else
    accumulate_block(crossing, 0, out, a, plan, block, x, g);
}

INLINE void csv_pauli_group_accumulate_body(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                            const double *c, size_t count, int odd_y) {
  if (n <= lane_qubits) return csv_pauli_group_accumulate_reference(out, a, n, x, z, c, count, odd_y);
  const int crossing = 2 * (int)(x & lane_mask) | (odd_y != 0);
  _Alignas(64) d8 table[vector_limit];
  group_plan plan;
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    plan_group(&plan, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    if (plan.table_serves_all) fill_table(&plan, 0, table);
    uint64_t block = 0;
    do {
      const double *const g = coefficients(&plan, block, table);
      switch (crossing) {
        case 0: accumulate_any_block(0, out, a, &plan, block, x, g); break;
        case 1: accumulate_any_block(1, out, a, &plan, block, x, g); break;
        case 2: accumulate_any_block(2, out, a, &plan, block, x, g); break;
        case 3: accumulate_any_block(3, out, a, &plan, block, x, g); break;
        case 4: accumulate_any_block(4, out, a, &plan, block, x, g); break;
        case 5: accumulate_any_block(5, out, a, &plan, block, x, g); break;
        case 6: accumulate_any_block(6, out, a, &plan, block, x, g); break;
        case 7: accumulate_any_block(7, out, a, &plan, block, x, g); break;
      }
      block = next_subset(block, plan.blocks);
    } while (block != 0);
  }
}
CSV_INSTANTIATE(void, csv_pauli_group_accumulate,
                (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count,
                 int odd_y),
                (out, a, n, x, z, c, count, odd_y))

// MARK: Product with a vector of real numbers

INLINE void accumulate_real_block(int crossing, double *out, const double *a, const group_plan *plan, uint64_t block,
                                  uint64_t x, const double *g) {
  const uint64_t flip = x & ~(uint64_t)eight_mask;
  uint64_t v = 0;
  do {
    const uint64_t here = block | v, there = here ^ flip;
    const d8 weights = load(g + v);
    save(out + here, load(out + here) + weights * xor_lanes(load(a + there), crossing));
    if (plan->is_paired) save(out + there, load(out + there) + xor_lanes(weights * load(a + here), crossing));
    v = next_subset(v, plan->vectors);
  } while (v != 0);
}

INLINE void csv_pauli_group_accumulate_real_body(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                                 const double *c, size_t count) {
  if (n <= lane_qubits) return csv_pauli_group_accumulate_real_reference(out, a, n, x, z, c, count);
  _Alignas(64) d8 table[vector_limit];
  group_plan plan;
  for (size_t start = 0; start < count; start += term_limit) {
    const size_t left = count - start;
    plan_group(&plan, n, x, z + start, c + start, left < term_limit ? left : term_limit);
    if (plan.table_serves_all) fill_table(&plan, 0, table);
    uint64_t block = 0;
    do {
      const double *const g = coefficients(&plan, block, table);
      switch (x & eight_mask) {  // lane k of a vector meets lane k ^ (x & 7)
        case 0: accumulate_real_block(0, out, a, &plan, block, x, g); break;
        case 1: accumulate_real_block(1, out, a, &plan, block, x, g); break;
        case 2: accumulate_real_block(2, out, a, &plan, block, x, g); break;
        case 3: accumulate_real_block(3, out, a, &plan, block, x, g); break;
        case 4: accumulate_real_block(4, out, a, &plan, block, x, g); break;
        case 5: accumulate_real_block(5, out, a, &plan, block, x, g); break;
        case 6: accumulate_real_block(6, out, a, &plan, block, x, g); break;
        case 7: accumulate_real_block(7, out, a, &plan, block, x, g); break;
      }
      block = next_subset(block, plan.blocks);
    } while (block != 0);
  }
}
CSV_INSTANTIATE(void, csv_pauli_group_accumulate_real,
                (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count),
                (out, a, n, x, z, c, count))

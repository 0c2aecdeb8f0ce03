// The coefficients of sums of Pauli strings with one x mask: G|b> = g(b) |b ^ x>, or i g(b) |b ^ x> when the number of
// Y is odd, with the real g(b) = sum over j of +-c[j] (-1)^popcount(b & z[j]).
//
// The amplitudes are walked in blocks of 8 V. Within a block, g is a Walsh-Hadamard transform: a term goes to the place
// that its z names, with its signs for the three lowest bits; the transform over V vectors of eight does the rest.
// Blocks differ by signs of the terms only, and seldom in many ways: on the index bits above a block, the z of a group
// span few dimensions (Jordan-Wigner: a common string and the flipped bits). With r of them, all the 2^r V vectors that
// occur are made at once, by a longer transform, and a block looks up its own by r parities. Where r is too large,
// blocks are as large as the table, and each makes its own.
#ifndef CSV_GROUP_PLAN_H
#define CSV_GROUP_PLAN_H

#include "vectors.h"

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

#endif

// Sums of Pauli strings with one x mask, in one pass over the amplitudes; see group_plan.h for their coefficients.
#include "dispatch.h"
#include "group_plan.h"

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

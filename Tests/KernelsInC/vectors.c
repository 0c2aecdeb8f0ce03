// States as vectors, blocks of them, and outcomes drawn from them.
#include "check.h"
#include <string.h>

void compare_arithmetic(check *c) {
  for (int n = 0; n <= 13; n++) {
    const double *const a = state(c, n), *const other = state(c, n), re = number(c), im = number(c);
    const uint64_t index = mask(c, n);
    COMPARE_CHANGED(c, a, count_of(n), 4, csv_scale, (out, n, re, im));
    COMPARE_CHANGED(c, other, count_of(n), 4, csv_axpy, (out, a, n, re, im));
    COMPARE_CHANGED(c, other, count_of(n) / 2, 4, csv_probabilities, (a, n, out));
    COMPARE_CHANGED(c, a, count_of(n), 0, csv_set_basis_state, (out, n, index));
    release(c);
  }
}

void compare_reductions(check *c) {
  for (int n = 0; n <= 15; n++) {
    const double *const a = state(c, n), *const other = state(c, n);
    const double scale = norm(a, count_of(n)), other_scale = norm(other, count_of(n));
    COMPARE_SUM(c, scale * other_scale, csv_inner_product, (other, a, n, out));
    COMPARE_SUM(c, scale * scale, csv_inner_product, (a, a, n, out));
    COMPARE_RETURNED(c, scale * scale, csv_norm_squared, (a, n));
    release(c);
  }
}

// MARK: Blocks

void compare_blocks(check *c) {
  for (int n = 0; n <= 12; n++) {
    for (int run_qubits = 0; run_qubits <= n; run_qubits++) {
      const uint64_t high = bit_of(n) - bit_of(run_qubits), others = mask(c, n) & high;
      const uint64_t outside = high & ~others;
      const int block_qubits = run_qubits + __builtin_popcountll(others);
      const double *const a = state(c, n), *const block = state(c, block_qubits);
      const uint64_t at = mask(c, n) & outside;
      COMPARE_CHANGED(c, block, count_of(block_qubits), 0, csv_load_block, (out, a, at, run_qubits, others));
      COMPARE_CHANGED(c, a, count_of(n), 0, csv_store_block, (out, block, at, run_qubits, others));
      // All blocks together are the state.
      double *const copy = state(c, n), *const moved = state(c, block_qubits);
      uint64_t base = 0;
      do {
        csv_load_block(moved, a, base, run_qubits, others);
        csv_store_block(copy, moved, base, run_qubits, others);
        base = (base - outside) & outside;
      } while (base != 0);
      EXPECT(c, memcmp(copy, a, count_of(n) * sizeof(double)) == 0);
      release(c);
    }
  }
}

// MARK: Outcomes

void compare_random_numbers(check *c) {
  for (size_t count = 0; count <= 50; count++) {
    const uint64_t seed = next_random(c);
    const uint32_t stream = (uint32_t)next_random(c), substream = (uint32_t)next_random(c);
    double *const zero = keep(c, count * sizeof(double));
    memset(zero, 0, count * sizeof(double));
    COMPARE_CHANGED(c, zero, count, 0, csv_uniforms, (seed, stream, substream, count, out));
    release(c);
  }
}

enum { most_draws = 303, sums_behind = 8, guide_behind = 2 };
/// Of equal probabilities all sums are exact, and draws fall between two states.
typedef enum { all_possible, some_impossible, all_equal, one_possible } outcome_state;

static double *outcome_amplitudes(check *c, int n, outcome_state kind) {
  double *const a = state(c, n);
  for (size_t k = 0; kind == all_equal && k < count_of(n); k++) a[k] = 0.5;
  for (int hole = 0; kind == some_impossible && hole < 3; hole++) {  // whole chunks among them, at the ends too
    const int first = below(c, 1 << n), count = below(c, (1 << n) - first + 1);
    memset(a + 2 * first, 0, 2 * sizeof(double) * (size_t)count);
  }
  for (uint64_t b = 0, possible = mask(c, n); kind == one_possible && b < bit_of(n); b++)
    if (b != possible) a[2 * b] = a[2 * b + 1] = 0;
  return a;
}

/// Adds up the probabilities of the chunks and returns the last one that has any.
static size_t add_chunks(check *c, const double *a, int n, csv_chunk_sums *sums, double *before) {
  const size_t count = bit_of(n - sums->chunk_bits);
  memset(before, 0, (count + 1) * sizeof(double));
  COMPARE_CHANGED(c, before, count + 1, count_of(n), csv_sum_chunks, (a, sums->chunk_bits, count, out));
  csv_sum_chunks(a, sums->chunk_bits, count, before);
  sums->before = before;
  sums->total = before[count];
  for (size_t k = 1; k < sums_behind; k++) before[count + k] = INFINITY;
  size_t last = count;
  while (last > 0 && before[last] == sums->total) before[last--] = INFINITY;
  return last;
}

/// A uniform number close to one that falls between two states, where roundings decide.
static double edge(check *c, const double *a, const csv_chunk_sums *sums, size_t last) {
  const size_t size = bit_of(sums->chunk_bits), k = (size_t)below(c, (int)last + 1);
  const size_t within = (size_t)below(c, (int)size);
  double sum = sums->before[k];
  for (size_t b = k * size; b < k * size + within; b++) sum += a[2 * b] * a[2 * b] + a[2 * b + 1] * a[2 * b + 1];
  const double exact = floor(ldexp(sum / sums->total, 53)) + below(c, 5) - 3;
  return ldexp(fmin(fmax(exact, 0), 0x1p53 - 1), -53);
}

static void compare_draws(check *c, const double *a, const csv_chunk_sums *sums, size_t last) {
  double uniforms[most_draws] = {0, 1 - 0x1p-53};
  uint64_t found[most_draws], expected[most_draws];
  for (int k = 2; k < most_draws; k++) uniforms[k] = k % 2 ? uniform(c) : edge(c, a, sums, last);
  csv_find_outcomes_reference(a, sums, uniforms, most_draws, expected);
  // In pieces of these sizes, about the kernel's batches; the first is all at once.
  static const size_t pieces[] = {most_draws, 1, 127, 128, 129};
  for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
    memset(found, 0xFF, sizeof found);
    for (size_t k = 0; k < most_draws; k += pieces[p]) {
      const size_t left = most_draws - k;
      csv_find_outcomes(a, sums, uniforms + k, left < pieces[p] ? left : pieces[p], found + k);
    }
    EXPECT(c, memcmp(found, expected, sizeof found) == 0);
  }
  int are_possible = 1;
  for (int k = 0; k < most_draws; k++) are_possible &= a[2 * found[k]] != 0 || a[2 * found[k] + 1] != 0;
  EXPECT(c, are_possible);
}

void compare_outcomes(check *c) {
  for (int n = 0; n <= 11; n++) {
    for (int chunk_bits = 0; chunk_bits <= n && chunk_bits <= csv_most_chunk_bits; chunk_bits++) {
      for (outcome_state kind = all_possible; kind <= one_possible; kind++) {
        const double *const a = outcome_amplitudes(c, n, kind);
        csv_chunk_sums sums = {.chunk_bits = chunk_bits};
        double *const before = keep(c, sizeof(double) * (bit_of(n - chunk_bits) + sums_behind));
        const size_t last = add_chunks(c, a, n, &sums, before);
        for (; sums.total > 0 && sums.guide_bits <= n - chunk_bits + 1; sums.guide_bits++) {
          const size_t entries = bit_of(sums.guide_bits) + guide_behind, bytes = entries * sizeof(uint32_t);
          uint32_t *const guide = keep(c, bytes), *const expected = keep(c, bytes);
          csv_guide_chunks_reference(before, last, sums.total, sums.guide_bits, expected);
          csv_guide_chunks(before, last, sums.total, sums.guide_bits, guide);
          EXPECT(c, memcmp(guide, expected, bytes) == 0);
          sums.guide = guide;
          compare_draws(c, a, &sums, last);
        }
        release(c);
      }
    }
  }
}

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

enum { most_draws = 303 };
/// Of equal probabilities all sums are exact, and draws fall between two states.
typedef enum { all_possible, some_impossible, all_equal } outcome_state;

/// Adds up the probabilities of each chunk; the guide has room for 2^guide_bits entries.
static csv_chunk_sums add_chunks(const double *a, int n, int chunk_bits, int guide_bits, double *cumulative,
                                 uint32_t *guide) {
  csv_chunk_sums sums = {
      .chunk_bits = chunk_bits, .cumulative = cumulative, .guide = guide, .guide_bits = guide_bits};
  const size_t chunk = count_of(chunk_bits);
  for (uint64_t k = 0; k < bit_of(n - chunk_bits); k++) {
    const double before = sums.total;
    for (size_t j = k * chunk; j < (k + 1) * chunk; j++) sums.total += a[j] * a[j];
    if (sums.total > before) sums.last_chunk = k;
    cumulative[k] = sums.total;
  }
  for (uint64_t g = 0; g < bit_of(guide_bits); g++) {
    uint64_t k = 0;
    while (k < sums.last_chunk && cumulative[k] <= ldexp((double)g, -guide_bits) * sums.total) k++;
    guide[g] = (uint32_t)k;
  }
  return sums;
}

/// A uniform number close to one that falls between two states, where roundings decide.
static double edge(check *c, const double *a, const csv_chunk_sums *sums, int n) {
  const size_t chunk = bit_of(sums->chunk_bits), b = mask(c, n), k = b / chunk;
  double sum = k == 0 ? 0 : sums->cumulative[k - 1];
  for (size_t j = k * chunk; j <= b; j++) sum += a[2 * j] * a[2 * j] + a[2 * j + 1] * a[2 * j + 1];
  const double exact = floor(ldexp(sum / sums->total, 53)) + below(c, 5) - 3;
  return ldexp(fmin(fmax(exact, 0), 0x1p53 - 1), -53);
}

static void compare_draws(check *c, const double *a, const csv_chunk_sums *sums, int n) {
  double uniforms[most_draws] = {0, 1 - 0x1p-53};
  uint64_t found[most_draws], expected[most_draws];
  for (int k = 2; k < most_draws; k++) uniforms[k] = k % 2 ? uniform(c) : edge(c, a, sums, n);
  csv_find_outcomes_reference(a, sums, uniforms, most_draws, expected);
  // In pieces of these sizes, about the kernel's batches; the first is all at once.
  static const size_t pieces[] = {most_draws, 1, 63, 64, 65, 129};
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
    for (int chunk_bits = 0; chunk_bits <= n; chunk_bits++) {
      for (outcome_state kind = all_possible; kind <= all_equal; kind++) {
        double *const a = state(c, n), *const cumulative = keep(c, sizeof(double) << (n - chunk_bits));
        uint32_t *const guide = keep(c, sizeof(uint32_t) << (n - chunk_bits));
        for (size_t k = 0; kind == all_equal && k < count_of(n); k++) a[k] = 0.5;
        for (int hole = 0; kind == some_impossible && hole < 3; hole++) {  // whole chunks among them, at the ends too
          const int first = below(c, 1 << n), count = below(c, (1 << n) - first + 1);
          memset(a + 2 * first, 0, 2 * sizeof(double) * (size_t)count);
        }
        for (int guide_bits = 0; guide_bits <= n - chunk_bits; guide_bits++) {
          const csv_chunk_sums sums = add_chunks(a, n, chunk_bits, guide_bits, cumulative, guide);
          if (sums.total > 0) compare_draws(c, a, &sums, n);
        }
        release(c);
      }
    }
  }
}

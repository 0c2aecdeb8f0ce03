// Pauli strings, sums of them, and excitations.
#include "check.h"

static int is_odd(uint64_t b) { return __builtin_parityll(b); }

// MARK: Strings

static void compare_strings(check *c, int n, int count, int are_all) {
  const double *const a = state(c, n), *const other = state(c, n), cosine = number(c), sine = number(c);
  const double norm_a = norm(a, count_of(n)), norm_other = norm(other, count_of(n));
  for (int k = 0; k < count; k++) {
    const uint64_t x = are_all ? (uint64_t)k >> n : mask(c, n);
    const uint64_t z = are_all ? (uint64_t)k & (bit_of(n) - 1) : mask(c, n);
    COMPARE_CHANGED(c, a, count_of(n), 4, csv_pauli_rotation, (out, n, x, z, cosine, sine));
    COMPARE_SUM(c, norm_a * norm_other, csv_pauli_matrix_element, (other, a, n, x, z, out));
    COMPARE_SUM(c, norm_a * norm_a, csv_pauli_matrix_element, (a, a, n, x, z, out));
  }
  release(c);
}

void compare_pauli(check *c) {
  for (int n = 0; n <= 5; n++) compare_strings(c, n, 1 << 2 * n, 1);
  for (int n = 6; n <= 14; n++) compare_strings(c, n, n < 12 ? 100 : 30, 0);
  compare_strings(c, 20, 8, 0);  // as in memory, where lines are fetched ahead
  const double *const a = state(c, 20);
  for (int k = 0; k < 4; k++) {  // partners in one vector, near, and far
    const uint64_t x = (const uint64_t[]){0, 3, 3 << 11, 1 << 19 | 1}[k], z = mask(c, 20);
    COMPARE_CHANGED(c, a, count_of(20), 4, csv_pauli_rotation, (out, 20, x, z, 0.6, -0.8));
  }
  release(c);
}

// MARK: Sums of strings with one x mask

static void compare_group(check *c, int n, uint64_t x, int odd_y, size_t count) {
  if (x == 0 && odd_y) return;  // no string is like that
  const double *const a = state(c, n), *const target = state(c, n), *const factors = numbers(c, count);
  uint64_t *const z = keep(c, count * sizeof(uint64_t));
  for (size_t j = 0; j < count; j++) {
    z[j] = mask(c, n);
    if (is_odd(x & z[j]) != odd_y) z[j] ^= x & -x;  // one Y more or less, on the lowest bit of x
  }
  const double scale = (double)(count + 1) * norm(a, count_of(n)) * norm(a, count_of(n));
  COMPARE_RETURNED(c, scale, csv_pauli_group_expectation, (a, n, x, z, factors, count, odd_y));
  COMPARE_CHANGED(c, target, count_of(n), count + 1, csv_pauli_group_accumulate,
                  (out, a, n, x, z, factors, count, odd_y));
  if (!odd_y)
    COMPARE_CHANGED(c, target, count_of(n) / 2, count + 1, csv_pauli_group_accumulate_real,
                    (out, a, n, x, z, factors, count));
  release(c);
}

void compare_pauli_sum(check *c) {
  // About the limits of a pass: 128 terms.
  static const size_t counts[] = {0, 1, 2, 3, 8, 50, 127, 128, 129, 300};
  static const uint64_t masks[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 48, 72, 512, 512 | 5};
  for (int n = 0; n <= 11; n++) {
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
      for (int odd_y = 0; odd_y < 2; odd_y++) {
        for (size_t j = 0; j < sizeof masks / sizeof masks[0]; j++)
          if (masks[j] < bit_of(n)) compare_group(c, n, masks[j], odd_y, counts[k]);
        for (int j = 0; j < 3; j++) compare_group(c, n, mask(c, n), odd_y, counts[k]);
      }
    }
  }
  // Several chunks of a sum: with one table for all blocks, and with a table for each.
  for (int odd_y = 0; odd_y < 2; odd_y++) {
    for (int n = 15; n <= 16; n++) {
      compare_group(c, n, 6, odd_y, 3);
      compare_group(c, n, bit_of(n - 1) | 72, odd_y, 3);
    }
    compare_group(c, 15, bit_of(14) | 72, odd_y, 40);
    compare_group(c, 20, 5, odd_y, 12);
  }
}

// MARK: Excitations

/// As the Jordan-Wigner mapping makes them: conditions on single qubits, some without a flip.
static csv_excitation simple(check *c, int n) {
  csv_excitation e = {.sign_mask = mask(c, n), .sign = below(c, 2) ? 1 : -1};
  int qubits[5];
  const int count = 1 + below(c, n < 5 ? n : 5), flipped = 1 + below(c, count);
  choose(c, qubits, count, n);
  for (int k = 0; k < count; k++) {
    if (k < flipped) e.flip |= bit_of(qubits[k]);
    csv_excitation_add_condition(&e, bit_of(qubits[k]), below(c, 2));
  }
  return e;
}

/// Conditions on parities of several qubits, not always independent, sometimes contradictory.
static csv_excitation general(check *c, int n) {
  csv_excitation e = {.sign_mask = mask(c, n), .sign = below(c, 2) ? 1 : -1};
  while (e.flip == 0) e.flip = mask(c, n);
  uint64_t first = 0;  // tells a state from its image
  while (!is_odd(first & e.flip)) first = mask(c, n);
  csv_excitation_add_condition(&e, first, below(c, 2));
  for (int left = below(c, 8); left > 0; left--) csv_excitation_add_condition(&e, mask(c, n), below(c, 2));
  return e;
}

void compare_excitation(check *c) {
  for (int n = 1; n <= 15; n++) {
    const double *const a = state(c, n), *const other = state(c, n), cosine = number(c), sine = number(c);
    const double norm_a = norm(a, count_of(n)), norm_other = norm(other, count_of(n));
    for (int k = 0; k < (n < 12 ? 120 : 30); k++) {
      const csv_excitation excitation = k % 2 ? general(c, n) : simple(c, n), *const e = &excitation;
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_excitation_rotation, (out, n, e, cosine, sine));
      COMPARE_CHANGED(c, other, count_of(n), 4, csv_excitation_accumulate, (out, a, n, e, cosine));
      COMPARE_SUM(c, norm_a * norm_other, csv_excitation_matrix_element, (other, a, n, e, out));
      COMPARE_SUM(c, norm_a * norm_a, csv_excitation_matrix_element, (a, a, n, e, out));
    }
    release(c);
  }
}

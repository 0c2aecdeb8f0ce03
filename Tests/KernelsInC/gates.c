// Matrices on one, two and several qubits, diagonal gates, and gates that move amplitudes.
#include "check.h"

// MARK: Matrices

/// A real matrix of one qubit: kernels have a way of their own for these.
static double *real_matrix(check *c) {
  double *const m = numbers(c, 8);
  for (int k = 1; k < 8; k += 2) m[k] = 0;
  return m;
}

void compare_one_qubit(check *c) {
  for (int n = 1; n <= 14; n++) {
    const double *const a = state(c, n), *const other = state(c, n), *const m = numbers(c, 8);
    const double norm_a = norm(a, count_of(n)), norm_other = norm(other, count_of(n)), *const real = real_matrix(c);
    for (int q = 0; q < n; q++) {
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_matrix1, (out, n, q, m));
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_matrix1, (out, n, q, real));
      for (int k = 0; k < 9; k++) {
        const uint64_t all_set = k == 0 ? 0 : controls(c, n, bit_of(q));
        COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_controlled_matrix1, (out, n, all_set, q, m));
        COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_controlled_matrix1, (out, n, all_set, q, real));
        COMPARE_SUM(c, norm_a * norm_other, csv_matrix1_element, (other, a, n, all_set, q, m, out));
        COMPARE_SUM(c, norm_a * norm_a, csv_matrix1_element, (a, a, n, all_set, q, m, out));
      }
    }
    release(c);
  }
  // As in memory, where lines are fetched ahead.
  const int n = 20, targets[] = {2, 12, 13, n - 1};
  const double *const a = state(c, n), *const m = numbers(c, 8);
  for (int j = 0; j < 4; j++) {
    const int q = targets[j];
    COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_matrix1, (out, n, q, m));
    for (int k = 0; k < 2; k++) {
      const uint64_t all_set = controls(c, n, bit_of(q));
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_controlled_matrix1, (out, n, all_set, q, m));
    }
  }
  release(c);
}

void compare_selected(check *c) {
  for (int n = 2; n <= 14; n++) {
    const double *const a = state(c, n), *const zero = numbers(c, 8), *const one = numbers(c, 8);
    const double *const real_zero = real_matrix(c), *const real_one = real_matrix(c);
    for (int selector = 0; selector < n; selector++) {
      for (int q = 0; q < n; q++) {
        if (q == selector) continue;
        COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_selected_matrix1, (out, n, selector, q, zero, one));
        COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_selected_matrix1, (out, n, selector, q, real_zero, one));
        COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_selected_matrix1, (out, n, selector, q, real_zero, real_one));
      }
    }
    release(c);
  }
}

void compare_two_qubit(check *c) {
  for (int n = 2; n <= 14; n++) {
    const double *const a = state(c, n), *const other = state(c, n), *const m = numbers(c, 32);
    const double norm_a = norm(a, count_of(n)), norm_other = norm(other, count_of(n));
    for (int q0 = 0; q0 < n; q0++) {
      for (int q1 = 0; q1 < n; q1++) {
        if (q0 == q1) continue;
        COMPARE_CHANGED(c, a, count_of(n), 8, csv_apply_matrix2, (out, n, q0, q1, m));
        if (n == 14 && q0 > 4 && q1 > 4) continue;  // one case in the kernel
        COMPARE_SUM(c, 2 * norm_a * norm_other, csv_matrix2_element, (other, a, n, q0, q1, m, out));
        COMPARE_SUM(c, 2 * norm_a * norm_a, csv_matrix2_element, (a, a, n, q0, q1, m, out));
      }
    }
    release(c);
  }
}

static void compare_targets(check *c, int n, const int *targets, int k) {
  const double *const a = state(c, n), *const m = numbers(c, count_of(2 * k));
  double *const scratch = numbers(c, csv_matrixk_scratch_count(k));
  COMPARE_CHANGED(c, a, count_of(n), count_of(k), csv_apply_matrixk, (out, n, targets, k, m, scratch));
  release(c);
}

void compare_several_qubits(check *c) {
  int targets[10];
  for (int n = 0; n <= 10; n++) {
    for (int k = 0; k <= n; k++) {
      for (int repetition = 0; repetition < (k < 8 ? 6 : 1); repetition++) {
        choose(c, targets, k, n);
        compare_targets(c, n, targets, k);
      }
    }
  }
  for (int n = 3; n <= 7; n++) {
    for (int triple = 0; triple < n * n * n; triple++) {
      const int q[3] = {triple % n, triple / n % n, triple / n / n};
      if (q[0] != q[1] && q[1] != q[2] && q[2] != q[0]) compare_targets(c, n, q, 3);
    }
  }
}

// MARK: Diagonal gates and permutations

void compare_diagonal(check *c) {
  for (int n = 0; n <= 12; n++) {
    const double *const a = state(c, n), *const d = numbers(c, 4), re = number(c), im = number(c);
    const double *const factors = state(c, n), *const w = numbers(c, 2 * (size_t)n);
    COMPARE_CHANGED(c, a, count_of(n), 8, csv_multiply_entries, (out, n, factors, re, im));
    COMPARE_CHANGED(c, a, count_of(n), 4 + 2 * n, csv_write_phase_products, (out, n, w, re, im));
    for (int k = 0; k < 40; k++) {
      const uint64_t all_set = k == 0 ? 0 : k == 1 ? bit_of(n) - 1 : controls(c, n, 0);
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_phase, (out, n, all_set, re, im));
    }
    for (int q = 0; q < n; q++) {
      const uint64_t target = bit_of(q);
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_phase, (out, n, target, re, im));
      COMPARE_CHANGED(c, a, count_of(n), 4, csv_apply_diagonal1, (out, n, q, d));
    }
    release(c);
  }
}

static void compare_moves(check *c, const double *a, int n, int q0, int q1, int count) {
  for (int k = 0; k < count; k++) {
    const uint64_t all_set = k == 0 ? 0 : controls(c, n, bit_of(q0) | bit_of(q1));
    if (q0 == q1)
      COMPARE_CHANGED(c, a, count_of(n), 0, csv_apply_x, (out, n, all_set, q0));
    else
      COMPARE_CHANGED(c, a, count_of(n), 0, csv_apply_swap, (out, n, all_set, q0, q1));
  }
}

void compare_permutation(check *c) {
  for (int n = 1; n <= 12; n++) {
    const double *const a = state(c, n);
    for (int q0 = 0; q0 < n; q0++)
      for (int q1 = 0; q1 < n; q1++) compare_moves(c, a, n, q0, q1, 3);
    release(c);
  }
  // As in memory, where lines are fetched ahead.
  const int n = 20, pairs[][2] = {{2, 2}, {13, 13}, {n - 1, n - 1}, {0, 5}, {14, 1}, {3, 8}, {n - 1, 2}};
  const double *const a = state(c, n);
  for (int j = 0; j < 7; j++) compare_moves(c, a, n, pairs[j][0], pairs[j][1], 2);
  release(c);
}

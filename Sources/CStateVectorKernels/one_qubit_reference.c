#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_matrix1_reference(double *a, int n, int q, const double *m) {
  csv_apply_controlled_matrix1_reference(a, n, 0, q, m);
}

void csv_apply_controlled_matrix1_reference(double *a, int n, uint64_t controls, int q, const double *m) {
  amplitude *state = (amplitude *)a;
  const amplitude *matrix = (const amplitude *)m;
  for (uint64_t b = 0; b < dimension(n); b++) {
    if (bit(b, q) || !all_set(b, controls)) continue;
    const uint64_t partner = b | (uint64_t)1 << q;
    const amplitude zero = state[b], one = state[partner];
    state[b] = matrix[0] * zero + matrix[2] * one;
    state[partner] = matrix[1] * zero + matrix[3] * one;
  }
}

void csv_matrix1_element_reference(const double *l, const double *a, int n, uint64_t controls, int q, const double *m,
                                   double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a, *matrix = (const amplitude *)m;
  long_sum sum = {0};
  for (uint64_t b = 0; b < dimension(n); b++) {
    if (!all_set(b, controls)) continue;
    const uint64_t partner = b ^ (uint64_t)1 << q;
    const int row = bit(b, q), column = bit(partner, q);
    add(&sum, conj(left[b]) * (matrix[row + 2 * row] * state[b] + matrix[row + 2 * column] * state[partner]));
  }
  store(out, &sum);
}

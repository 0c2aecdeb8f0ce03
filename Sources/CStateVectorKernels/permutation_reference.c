#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_x_reference(double *a, int n, uint64_t controls, int q) {
  const double x[8] = {0, 0, 1, 0, 1, 0, 0, 0};
  csv_apply_controlled_matrix1_reference(a, n, controls, q, x);
}

void csv_apply_swap_reference(double *a, int n, uint64_t controls, int q0, int q1) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) {
    if (!bit(b, q0) || bit(b, q1) || !all_set(b, controls)) continue;
    const uint64_t partner = b ^ (uint64_t)1 << q0 ^ (uint64_t)1 << q1;
    const amplitude kept = state[b];
    state[b] = state[partner];
    state[partner] = kept;
  }
}

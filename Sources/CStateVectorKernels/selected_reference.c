#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_selected_matrix1_reference(double *a, int n, int selector, int q, const double *zero, const double *one) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) {
    if (bit(b, q)) continue;
    const amplitude *matrix = (const amplitude *)(bit(b, selector) ? one : zero);
    const uint64_t partner = b | (uint64_t)1 << q;
    const amplitude low = state[b], high = state[partner];
    state[b] = matrix[0] * low + matrix[2] * high;
    state[partner] = matrix[1] * low + matrix[3] * high;
  }
}

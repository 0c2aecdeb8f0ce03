#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_matrix2_reference(double *a, int n, int q0, int q1, const double *m) {
  double scratch[2 * 4];
  csv_apply_matrixk_reference(a, n, (const int[]){q0, q1}, 2, m, scratch);
}

void csv_matrix2_element_reference(const double *l, const double *a, int n, int q0, int q1, const double *m,
                                   double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a, *matrix = (const amplitude *)m;
  const uint64_t targets = (uint64_t)1 << q0 | (uint64_t)1 << q1;
  long_sum sum = {0};
  for (uint64_t b = 0; b < dimension(n); b++) {
    const int row = bit(b, q0) + 2 * bit(b, q1);
    for (int column = 0; column < 4; column++) {
      const uint64_t source = (b & ~targets) | (uint64_t)(column & 1) << q0 | (uint64_t)(column >> 1) << q1;
      add(&sum, conj(left[b]) * matrix[row + 4 * column] * state[source]);
    }
  }
  store(out, &sum);
}

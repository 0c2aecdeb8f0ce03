#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_matrixk_reference(double *a, int n, const int *targets, int k, const double *m, double *scratch) {
  amplitude *state = (amplitude *)a, *gathered = (amplitude *)scratch;
  const amplitude *matrix = (const amplitude *)m;
  const uint64_t size = dimension(k);
  uint64_t mask = 0;
  for (int j = 0; j < k; j++) mask |= (uint64_t)1 << targets[j];
  for (uint64_t b = 0; b < dimension(n); b++) {
    if (b & mask) continue;
    for (int pass = 0; pass < 2; pass++) {  // gather, then write the product back
      for (uint64_t row = 0; row < size; row++) {
        uint64_t index = b;
        for (int j = 0; j < k; j++) index |= (uint64_t)bit(row, j) << targets[j];
        if (pass == 0) {
          gathered[row] = state[index];
        } else {
          state[index] = 0;
          for (uint64_t column = 0; column < size; column++)
            state[index] += matrix[row + size * column] * gathered[column];
        }
      }
    }
  }
}

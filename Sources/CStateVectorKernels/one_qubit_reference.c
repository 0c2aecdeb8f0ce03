#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_matrix1_reference(double *a, int n, int q, const double *m) {
  csv_apply_controlled_matrix1_reference(a, n, 0, q, m);
}

void csv_apply_diagonal1_reference(double *a, int n, int q, const double *d) {
  amplitude *state = (amplitude *)a;
  const amplitude *diagonal = (const amplitude *)d;
  for (uint64_t b = 0; b < dimension(n); b++) state[b] *= diagonal[bit(b, q)];
}

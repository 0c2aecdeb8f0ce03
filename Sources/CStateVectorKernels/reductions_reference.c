#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_inner_product_reference(const double *l, const double *a, int n, double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a;
  amplitude sum = 0;
  for (uint64_t b = 0; b < dimension(n); b++) sum += conj(left[b]) * state[b];
  store(out, sum);
}

double csv_norm_squared_reference(const double *a, int n) {
  double sum = 0;
  for (uint64_t k = 0; k < 2 * dimension(n); k++) sum += a[k] * a[k];
  return sum;
}

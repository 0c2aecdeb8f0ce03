#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_inner_product_reference(const double *l, const double *a, int n, double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a;
  long_sum sum = {0};
  for (uint64_t b = 0; b < dimension(n); b++) add(&sum, conj(left[b]) * state[b]);
  store(out, &sum);
}

double csv_norm_squared_reference(const double *a, int n) {
  double product[2];
  csv_inner_product_reference(a, a, n, product);
  return product[0];
}

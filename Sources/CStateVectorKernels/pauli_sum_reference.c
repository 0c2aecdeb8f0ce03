#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

double csv_pauli_group_expectation_reference(const double *a, int n, uint64_t x, const uint64_t *z, const double *c,
                                             size_t count, int odd_y) {
  double sum = 0;
  for (size_t j = 0; j < count; j++) {
    double element[2];
    csv_pauli_matrix_element_reference(a, a, n, x, z[j], element);
    sum += c[j] * element[0];
  }
  return sum;
}

void csv_pauli_group_accumulate_reference(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                          const double *c, size_t count, int odd_y) {
  amplitude *sum = (amplitude *)out;
  const amplitude *state = (const amplitude *)a, powers[4] = {1, I, -1, -I};
  for (size_t j = 0; j < count; j++)
    for (uint64_t b = 0; b < dimension(n); b++)
      sum[b ^ x] += c[j] * powers[count_bits(x & z[j]) % 4] * parity_sign(b & z[j]) * state[b];
}

void csv_pauli_group_accumulate_real_reference(double *out, const double *a, int n, uint64_t x, const uint64_t *z,
                                               const double *c, size_t count) {
  for (size_t j = 0; j < count; j++) {
    const double sign = count_bits(x & z[j]) % 4 == 2 ? -1 : 1;
    for (uint64_t b = 0; b < dimension(n); b++) out[b ^ x] += c[j] * sign * parity_sign(b & z[j]) * a[b];
  }
}

#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_scale_reference(double *a, int n, double re, double im) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) state[b] *= (re + I * im);
}

void csv_axpy_reference(double *out, const double *a, int n, double re, double im) {
  amplitude *sum = (amplitude *)out;
  const amplitude *state = (const amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) sum[b] += (re + I * im) * state[b];
}

void csv_probabilities_reference(const double *a, int n, double *p) {
  for (uint64_t b = 0; b < dimension(n); b++) p[b] = a[2 * b] * a[2 * b] + a[2 * b + 1] * a[2 * b + 1];
}

void csv_set_basis_state_reference(double *a, int n, uint64_t index) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) state[b] = b == index;
}

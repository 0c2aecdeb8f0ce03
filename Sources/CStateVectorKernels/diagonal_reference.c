#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

void csv_apply_phase_reference(double *a, int n, uint64_t mask, double re, double im) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++)
    if (all_set(b, mask)) state[b] *= (re + I * im);
}

void csv_apply_diagonal1_reference(double *a, int n, int q, const double *d) {
  amplitude *state = (amplitude *)a;
  const amplitude *diagonal = (const amplitude *)d;
  for (uint64_t b = 0; b < dimension(n); b++) state[b] *= diagonal[bit(b, q)];
}

void csv_multiply_entries_reference(double *a, int n, const double *factors, double re, double im) {
  amplitude *state = (amplitude *)a;
  const amplitude *diagonal = (const amplitude *)factors;
  for (uint64_t b = 0; b < dimension(n); b++) state[b] *= diagonal[b] * (re + I * im);
}

void csv_write_phase_products_reference(double *out, int n, const double *w, double re, double im) {
  amplitude *products = (amplitude *)out;
  const amplitude *factors = (const amplitude *)w;
  for (uint64_t b = 0; b < dimension(n); b++) {
    products[b] = re + I * im;
    for (int q = 0; q < n; q++)
      if (bit(b, q)) products[b] *= factors[q];
  }
}

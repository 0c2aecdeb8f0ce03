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

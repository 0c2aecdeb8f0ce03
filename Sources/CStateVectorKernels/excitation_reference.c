#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

// <b ^ flip|T|b>: 1, -1 or 0.
static double excitation_element(const csv_excitation *e, uint64_t b) {
  for (int c = 0; c < e->condition_count; c++)
    if (count_bits(b & e->condition_masks[c]) % 2 != e->condition_values[c]) return 0;
  return e->sign * parity_sign(b & e->sign_mask);
}

void csv_excitation_rotation_reference(double *a, int n, const csv_excitation *e, double c, double s) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) {
    const double element = excitation_element(e, b);
    if (element == 0) continue;
    const uint64_t image = b ^ e->flip;
    const amplitude from = state[b], to = state[image];
    state[b] = c * from - s * element * to;
    state[image] = c * to + s * element * from;
  }
}

void csv_excitation_matrix_element_reference(const double *l, const double *a, int n, const csv_excitation *e,
                                             double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a;
  long_sum sum = {0};
  for (uint64_t b = 0; b < dimension(n); b++) {
    const uint64_t image = b ^ e->flip;
    add(&sum, excitation_element(e, b) * (conj(left[image]) * state[b] - conj(left[b]) * state[image]));
  }
  store(out, &sum);
}

void csv_excitation_accumulate_reference(double *out, const double *a, int n, const csv_excitation *e, double c) {
  amplitude *sum = (amplitude *)out;
  const amplitude *state = (const amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) {
    const uint64_t image = b ^ e->flip;
    const double element = excitation_element(e, b);
    sum[image] += c * element * state[b];
    sum[b] -= c * element * state[image];
  }
}

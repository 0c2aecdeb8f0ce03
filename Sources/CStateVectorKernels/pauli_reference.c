#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

// i^popcount(x & z) (-1)^popcount(b & z), where P|b> is this times |b ^ x>.
static amplitude pauli_phase(uint64_t b, uint64_t x, uint64_t z) {
  const amplitude powers[4] = {1, I, -1, -I};
  return powers[count_bits(x & z) % 4] * parity_sign(b & z);
}

void csv_pauli_rotation_reference(double *a, int n, uint64_t x, uint64_t z, double c, double s) {
  amplitude *state = (amplitude *)a;
  for (uint64_t b = 0; b < dimension(n); b++) {
    const uint64_t partner = b ^ x;
    const amplitude here = state[b], there = state[partner];
    if (partner < b) continue;  // the pair is done
    state[b] = c * here - I * s * pauli_phase(partner, x, z) * there;
    if (partner != b) state[partner] = c * there - I * s * pauli_phase(b, x, z) * here;
  }
}

void csv_pauli_matrix_element_reference(const double *l, const double *a, int n, uint64_t x, uint64_t z, double *out) {
  const amplitude *left = (const amplitude *)l, *state = (const amplitude *)a;
  long_sum sum = {0};
  for (uint64_t b = 0; b < dimension(n); b++) add(&sum, conj(left[b ^ x]) * pauli_phase(b, x, z) * state[b]);
  store(out, &sum);
}

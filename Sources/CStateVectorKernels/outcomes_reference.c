#include "reference.h"

#pragma STDC FP_CONTRACT OFF

void csv_find_outcomes_reference(const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count,
                                 uint64_t *outcomes) {
  const uint64_t size = dimension(sums->chunk_bits);
  for (size_t k = 0; k < count; k++) {
    const double target = uniforms[k] * sums->total;
    uint64_t low = 0, high = sums->last_chunk;
    while (low < high) {
      const uint64_t middle = (low + high) / 2;
      if (sums->cumulative[middle] > target) high = middle;
      else low = middle + 1;
    }
    double rest = low == 0 ? target : target - sums->cumulative[low - 1];
    outcomes[k] = low * size;
    for (uint64_t b = low * size; b < (low + 1) * size; b++) {
      const double probability = a[2 * b] * a[2 * b] + a[2 * b + 1] * a[2 * b + 1];
      if (probability > 0) {
        outcomes[k] = b;
        if (rest < probability) break;
        rest -= probability;
      }
    }
  }
}

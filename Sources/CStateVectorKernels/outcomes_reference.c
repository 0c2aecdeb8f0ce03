#include "reference.h"

#pragma STDC FP_CONTRACT OFF

void csv_sum_chunks_reference(const double *a, int chunk_bits, size_t count, double *before) {
  const uint64_t numbers = 2 * dimension(chunk_bits);
  for (size_t c = 0; c < count; c++) {
    double sum = 0;
    for (uint64_t j = c * numbers; j < (c + 1) * numbers; j++) sum += a[j] * a[j];
    before[c + 1] = before[c] + sum;
  }
}

void csv_guide_chunks_reference(const double *before, size_t last, double total, int guide_bits, uint32_t *guide) {
  uint32_t chunk = 0;
  for (uint64_t g = 0; g < dimension(guide_bits) + 2; g++) {
    while (chunk < last && (uint64_t)(before[chunk + 1] / total * csv_guide_cells(guide_bits)) < g) chunk++;
    guide[g] = chunk;
  }
}

/// The first possible amplitude of a chunk at which the probabilities have added up to more than `rest`, or else the last
/// possible one.
static uint64_t find_in_chunk(const double *a, uint64_t size, double rest) {
  double p[1 << csv_most_chunk_bits], sums[1 << csv_most_chunk_bits];
  for (uint64_t k = 0; k < size; k++) sums[k] = p[k] = a[2 * k] * a[2 * k] + a[2 * k + 1] * a[2 * k + 1];
  // The kernel's order of summation: with the neighbour, then with a pair, then with four.
  for (uint64_t distance = 1; distance < size; distance *= 2)
    for (uint64_t k = size - 1; k >= distance; k--) sums[k] += sums[k - distance];
  uint64_t found = 0;
  for (uint64_t k = 0; k < size; k++) {
    if (!(p[k] > 0)) continue;
    found = k;
    if (sums[k] > rest) break;
  }
  return found;
}

void csv_find_outcomes_reference(const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count,
                                 uint64_t *outcomes) {
  const uint64_t size = dimension(sums->chunk_bits);
  for (size_t k = 0; k < count; k++) {
    const double target = uniforms[k] * sums->total;
    uint64_t c = 0;
    while (!(sums->before[c + 1] > target)) c++;
    outcomes[k] = c * size + find_in_chunk(a + 2 * c * size, size, target - sums->before[c]);
  }
}

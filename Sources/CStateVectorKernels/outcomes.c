// Finding basis states by their probabilities.
#include "dispatch.h"
#include "vectors.h"

// Nothing is fused here: where a draw falls between two states, one rounding decides, and it is the twin's.
#pragma clang fp contract(off)

// Draws whose chunks are on their way from memory at the same time: 32 KiB of amplitudes.
enum { BATCH = 64 };

typedef struct {
  uint64_t chunk;
  double rest;  // of the target, inside the chunk
} place;

INLINE place find_chunk(const csv_chunk_sums *sums, double uniform) {
  const double target = uniform * sums->total;
  // No later than the chunk that is looked for, because rounding keeps the order.
  uint64_t chunk = sums->guide[(uint64_t)(uniform * (double)bit_of(sums->guide_bits))];
  while (chunk < sums->last_chunk && sums->cumulative[chunk] <= target) chunk++;
  return (place){chunk, chunk == 0 ? target : target - sums->cumulative[chunk - 1]};
}

INLINE uint64_t walk(const double *a, int chunk_bits, place start) {
  const uint64_t size = bit_of(chunk_bits), first = start.chunk * size;
  uint64_t found = first;
  double rest = start.rest;
  for (uint64_t b = first; b < first + size; b++) {
    const double probability = a[2 * b] * a[2 * b] + a[2 * b + 1] * a[2 * b + 1];
    if (!(probability > 0)) continue;
    // Rounding may carry the walk past the end: then it is the last state that is possible.
    found = b;
    if (rest < probability) break;
    rest -= probability;
  }
  return found;
}

void csv_find_outcomes(const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count,
                       uint64_t *outcomes) {
  const uint64_t bytes = 2 * sizeof(double) * bit_of(sums->chunk_bits);
  place places[BATCH];
  for (size_t begin = 0; begin < count; begin += BATCH) {
    const size_t size = count - begin < BATCH ? count - begin : BATCH;
    for (size_t k = 0; k < size; k++) {
      places[k] = find_chunk(sums, uniforms[begin + k]);
      const char *memory = (const char *)a + places[k].chunk * bytes;
      for (uint64_t line = 0; line < bytes; line += 64) __builtin_prefetch(memory + line);
    }
    for (size_t k = 0; k < size; k++) outcomes[begin + k] = walk(a, sums->chunk_bits, places[k]);
  }
}

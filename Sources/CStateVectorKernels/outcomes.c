// Finding basis states by their probabilities.
#include "dispatch.h"
#include "vectors.h"
#include <string.h>

// Nothing is fused here: where a draw falls between two states, one rounding decides, and it is the twin's.
#pragma clang fp contract(off)

// A chunk is two vectors of amplitudes, and one of probabilities.
enum { chunk_bits = csv_most_chunk_bits, chunk = 1 << chunk_bits };

/// A bit for each lane.
INLINE unsigned bits(i8 mask) {
  typedef _Bool flags __attribute__((ext_vector_type(chunk)));
  const flags set = __builtin_convertvector(mask, flags);
  uint8_t result;
  memcpy(&result, &set, 1);
  return result;
}

INLINE d8 probabilities(const double *a) {
  const d8 low = load(a) * load(a), high = load(a + 8) * load(a + 8);
  return __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14) +
         __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15);
}

/// Lane k becomes the sum of the lanes 0...k.
INLINE d8 running_sums(d8 v) {
  const d8 zero = splat(0);
  v += __builtin_shufflevector(v, zero, 8, 0, 1, 2, 3, 4, 5, 6);
  v += __builtin_shufflevector(v, zero, 8, 8, 0, 1, 2, 3, 4, 5);
  return v + __builtin_shufflevector(v, zero, 8, 8, 8, 8, 0, 1, 2, 3);
}

// MARK: Tables

INLINE void csv_sum_chunks_body(const double *a, int bits, size_t count, double *before) {
  if (bits < chunk_bits) return csv_sum_chunks_reference(a, bits, count, before);
  for (size_t c = 0; c < count; c++, a += 2 * chunk)
    before[c + 1] = before[c] + sum_lanes(load(a) * load(a) + load(a + 8) * load(a + 8));
}
CSV_INSTANTIATE(void, csv_sum_chunks, (const double *a, int bits, size_t count, double *before),
                (a, bits, count, before))

INLINE void csv_guide_chunks_body(const double *before, size_t last, double total, int guide_bits, uint32_t *guide) {
  const double cells = csv_guide_cells(guide_bits);
  memset(guide, 0, sizeof(uint32_t) * (bit_of(guide_bits) + 2));
  // A chunk that ends in a cell is passed in the next one; the last of them that does is written last.
  size_t c = 0;
  for (; c + 8 <= last; c += 8) {
    const i8 cell = __builtin_convertvector(load(before + c + 1) / total * cells, i8);
    for (size_t k = 0; k < 8; k++) guide[cell[k] + 1] = (uint32_t)(c + k + 1);
  }
  for (; c < last; c++) guide[(uint64_t)(before[c + 1] / total * cells) + 1] = (uint32_t)(c + 1);
  uint32_t passed = 0;
  for (uint64_t g = 0; g < bit_of(guide_bits) + 2; g++) guide[g] = passed = guide[g] > passed ? guide[g] : passed;
}
CSV_INSTANTIATE(void, csv_guide_chunks,
                (const double *before, size_t last, double total, int guide_bits, uint32_t *guide),
                (before, last, total, guide_bits, guide))

// MARK: Draws

// Draws whose memory is on its way at the same time.
enum { batch = 128 };

INLINE uint64_t find_chunk(const double *before, uint64_t c, double target) {
  // Infinity stands behind the last chunk.
  for (;; c += 8) {
    const unsigned above = bits(load(before + c + 1) > splat(target));
    if (above) return c + (uint64_t)__builtin_ctz(above);
  }
}

INLINE uint64_t find_in_chunk(const double *a, double rest) {
  const d8 p = probabilities(a);
  const unsigned possible = bits(p > splat(0)), above = bits(running_sums(p) > splat(rest)) & possible;
  // Rounding may carry the rest past the end: then it is the last state that is possible.
  return (uint64_t)(above ? __builtin_ctz(above) : 31 - __builtin_clz(possible | 1));
}

// Three steps, none of which waits for memory that it asks for itself.
INLINE void csv_find_outcomes_body(const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count,
                                   uint64_t *outcomes) {
  if (sums->chunk_bits < chunk_bits) return csv_find_outcomes_reference(a, sums, uniforms, count, outcomes);
  const double cells = (double)bit_of(sums->guide_bits);
  double rest[batch];
  for (size_t begin = 0; begin < count; begin += batch, outcomes += batch, uniforms += batch) {
    const size_t size = count - begin < batch ? count - begin : batch;
    for (size_t k = 0; k < size; k++) {
      outcomes[k] = sums->guide[(uint64_t)(uniforms[k] * cells)];
      __builtin_prefetch(sums->before + outcomes[k]);
      __builtin_prefetch(sums->before + outcomes[k] + 8);
    }
    for (size_t k = 0; k < size; k++) {
      const double target = uniforms[k] * sums->total;
      const uint64_t c = find_chunk(sums->before, outcomes[k], target);
      rest[k] = target - sums->before[c];
      outcomes[k] = c * chunk;
      __builtin_prefetch(a + 2 * outcomes[k]);
      __builtin_prefetch(a + 2 * outcomes[k] + 8);
    }
    for (size_t k = 0; k < size; k++) outcomes[k] += find_in_chunk(a + 2 * outcomes[k], rest[k]);
  }
}
CSV_INSTANTIATE(void, csv_find_outcomes,
                (const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count, uint64_t *outcomes),
                (a, sums, uniforms, count, outcomes))

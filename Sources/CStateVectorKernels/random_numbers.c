// Random numbers: many blocks of a cipher at once.
#include "dispatch.h"
#include "vectors.h"
#include <string.h>

// A word of eight blocks, each the low half of a lane; what stands in the high half does not matter.
typedef uint64_t u8 __attribute__((vector_size(64), aligned(8), may_alias));
enum { blocks = 8 };

INLINE u8 low_half(u8 v) { return v & UINT32_MAX; }

/// The 53 upper bits of high and low as a fraction of one, exactly: they become digits of 2^20 + high and of 1/2 + low.
INLINE d8 to_uniform(u8 low, u8 high) {
  const d8 upper = (d8)(low_half(high) | (u8)splat(0x1p20)), lower = (d8)(low_half(low) >> 11 | (u8)splat(0.5));
  return (upper - splat(0x1p20 + 0.5)) + lower;
}

INLINE void csv_uniforms_body(uint64_t seed, uint32_t stream, uint32_t substream, size_t count, double *out) {
  u8 block = {0, 1, 2, 3, 4, 5, 6, 7};
  for (size_t k = 0; k < count; k += 2 * blocks, block += blocks) {
    u8 c0 = block, c1 = block >> 32, c2 = (u8){0} + stream, c3 = (u8){0} + substream;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++, k0 += 0x9E3779B9, k1 += 0xBB67AE85) {
      const u8 left = low_half(c0) * 0xD2511F53, right = low_half(c2) * 0xCD9E8D57;
      c0 = right >> 32 ^ c1 ^ k0;
      c1 = right;
      c2 = left >> 32 ^ c3 ^ k1;
      c3 = left;
    }
    const d8 first = to_uniform(c0, c1), second = to_uniform(c2, c3);
    double numbers[2 * blocks];
    save(numbers, __builtin_shufflevector(first, second, 0, 8, 1, 9, 2, 10, 3, 11));
    save(numbers + 8, __builtin_shufflevector(first, second, 4, 12, 5, 13, 6, 14, 7, 15));
    if (count - k >= 2 * blocks) memcpy(out + k, numbers, sizeof numbers);
    else memcpy(out + k, numbers, sizeof(double) * (count - k));
  }
}
CSV_INSTANTIATE(void, csv_uniforms, (uint64_t seed, uint32_t stream, uint32_t substream, size_t count, double *out),
                (seed, stream, substream, count, out))

#include "reference.h"

void csv_uniforms_reference(uint64_t seed, uint32_t stream, uint32_t substream, size_t count, double *out) {
  for (size_t k = 0; k < count; k++) {
    const uint64_t block = k / 2;
    uint32_t c[4] = {(uint32_t)block, (uint32_t)(block >> 32), stream, substream};
    uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    for (int round = 0; round < 10; round++) {
      const uint64_t left = (uint64_t)c[0] * 0xD2511F53, right = (uint64_t)c[2] * 0xCD9E8D57;
      c[0] = (uint32_t)(right >> 32) ^ c[1] ^ key[0];
      c[1] = (uint32_t)right;
      c[2] = (uint32_t)(left >> 32) ^ c[3] ^ key[1];
      c[3] = (uint32_t)left;
      key[0] += 0x9E3779B9;
      key[1] += 0xBB67AE85;
    }
    const uint64_t word = k % 2 == 0 ? (uint64_t)c[1] << 32 | c[0] : (uint64_t)c[3] << 32 | c[2];
    out[k] = (double)(word >> 11) * 0x1p-53;
  }
}

#include "reference.h"

// The index of amplitude k of a block: the low bits of k are the run's, the others go to the bits of `others` in turn.
static uint64_t place(uint64_t k, uint64_t base, int run_qubits, uint64_t others) {
  uint64_t b = base | (k & (dimension(run_qubits) - 1));
  k >>= run_qubits;
  for (int q = 0; q < 64; q++) {
    if (!bit(others, q)) continue;
    b |= (k & 1) << q;
    k >>= 1;
  }
  return b;
}

void csv_load_block_reference(double *block, const double *a, uint64_t base, int run_qubits, uint64_t others) {
  const uint64_t size = dimension(run_qubits + count_bits(others));
  for (uint64_t k = 0; k < size; k++)
    ((amplitude *)block)[k] = ((const amplitude *)a)[place(k, base, run_qubits, others)];
}

void csv_store_block_reference(double *a, const double *block, uint64_t base, int run_qubits, uint64_t others) {
  const uint64_t size = dimension(run_qubits + count_bits(others));
  for (uint64_t k = 0; k < size; k++)
    ((amplitude *)a)[place(k, base, run_qubits, others)] = ((const amplitude *)block)[k];
}

// Moving blocks between a state and memory that stays in cache.
#include "dispatch.h"
#include "vectors.h"
#include <string.h>

INLINE void csv_load_block_body(double *block, const double *a, uint64_t base, int run_qubits, uint64_t others) {
  const uint64_t run = bit_of(run_qubits);
  uint64_t f = 0;
  do {
    memcpy(block, a + 2 * (base | f), 2 * run * sizeof(double));
    block += 2 * run;
    f = next_subset(f, others);
  } while (f != 0);
}
CSV_INSTANTIATE(void, csv_load_block, (double *block, const double *a, uint64_t base, int run_qubits, uint64_t others),
                (block, a, base, run_qubits, others))

INLINE void csv_store_block_body(double *a, const double *block, uint64_t base, int run_qubits, uint64_t others) {
  const uint64_t run = bit_of(run_qubits);
  uint64_t f = 0;
  do {
    memcpy(a + 2 * (base | f), block, 2 * run * sizeof(double));
    block += 2 * run;
    f = next_subset(f, others);
  } while (f != 0);
}
CSV_INSTANTIATE(void, csv_store_block, (double *a, const double *block, uint64_t base, int run_qubits, uint64_t others),
                (a, block, base, run_qubits, others))

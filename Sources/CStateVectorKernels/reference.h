// What the plain twins share.
#ifndef CSV_REFERENCE_H
#define CSV_REFERENCE_H

#include "CStateVectorKernels.h"
#include <complex.h>

typedef double complex amplitude;  // laid out as re, im

static inline uint64_t dimension(int n) { return (uint64_t)1 << n; }
static inline int bit(uint64_t b, int q) { return (int)(b >> q & 1); }
static inline int all_set(uint64_t b, uint64_t mask) { return (b & mask) == mask; }
static inline int count_bits(uint64_t b) { return __builtin_popcountll(b); }
static inline double parity_sign(uint64_t b) { return count_bits(b) % 2 ? -1 : 1; }

// A sum whose rounding errors do not grow with the number of terms (Kahan).
typedef struct {
  amplitude total, excess;
} long_sum;

static inline void add(long_sum *sum, amplitude term) {
  const amplitude corrected = term - sum->excess, total = sum->total + corrected;
  sum->excess = (total - sum->total) - corrected;
  sum->total = total;
}

static inline void store(double *out, const long_sum *sum) {
  out[0] = creal(sum->total);
  out[1] = cimag(sum->total);
}

#endif

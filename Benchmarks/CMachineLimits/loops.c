#include "CMachineLimits.h"

#pragma clang fp contract(fast)
// Functions that take vectors are all inlined, so no vector is ever passed by a calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

// A cache line. Narrower instruction sets split it into halves or quarters.
typedef double d8 __attribute__((vector_size(64), aligned(8), may_alias));

INLINE d8 load(const double *p) { return *(const d8 *)p; }
INLINE void save(double *p, d8 v) { *(d8 *)p = v; }

INLINE void scale_body(double *a, int64_t count, double factor) {
  for (int64_t k = 0; k < count; k += 32) {
    const d8 v0 = load(a + k), v1 = load(a + k + 8), v2 = load(a + k + 16), v3 = load(a + k + 24);
    save(a + k, v0 * factor);
    save(a + k + 8, v1 * factor);
    save(a + k + 16, v2 * factor);
    save(a + k + 24, v3 * factor);
  }
}

INLINE void scale_lines_body(double *a, int64_t count, uint64_t mask, double factor) {
  const uint64_t lines = (uint64_t)count / 8, run = mask & -mask;
  // Behind a run, the next number that has all bits.
  for (uint64_t start = mask; start < lines; start = (start + run) | mask)
    for (uint64_t line = start; line < start + run; line++) save(a + 8 * line, load(a + 8 * line) * factor);
}

INLINE void triad_body(double *a, const double *b, const double *c, int64_t count, double factor) {
  for (int64_t k = 0; k < count; k += 32)
    for (int line = 0; line < 32; line += 8)
      save(a + k + line, load(b + k + line) + factor * load(c + k + line));
}

INLINE double multiply_add_body(int64_t rounds, const int chains) {
  // Near the fixed point x = 1 of x m + k, so that nothing grows or vanishes.
  const double m = 1 - 0x1p-20, k = 0x1p-20;
  d8 x[12];
#pragma clang loop unroll(full)
  for (int c = 0; c < chains; c++) x[c] = (d8){1, 1, 1, 1, 1, 1, 1, 1} + c * k;
  for (int64_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int c = 0; c < chains; c++) x[c] = x[c] * m + k;
  }
  d8 total = x[0];
#pragma clang loop unroll(full)
  for (int c = 1; c < chains; c++) total += x[c];
  return total[0] + total[1] + total[2] + total[3] + total[4] + total[5] + total[6] + total[7];
}

typedef struct {
  const char *name;
  int chains;
  void (*scale)(double *, int64_t, double);
  void (*scale_lines)(double *, int64_t, uint64_t, double);
  void (*triad)(double *, const double *, const double *, int64_t, double);
  double (*multiply_add)(int64_t);
} loops;

/// Defines `set`, the loops for an instruction set.
#define INSTANTIATE(set, attributes, chains)                                                                    \
  attributes static void scale_##set(double *a, int64_t count, double factor) { scale_body(a, count, factor); } \
  attributes static void scale_lines_##set(double *a, int64_t count, uint64_t mask, double factor) {            \
    scale_lines_body(a, count, mask, factor);                                                                   \
  }                                                                                                             \
  attributes static void triad_##set(double *a, const double *b, const double *c, int64_t count, double factor) { \
    triad_body(a, b, c, count, factor);                                                                         \
  }                                                                                                             \
  attributes static double multiply_add_##set(int64_t rounds) { return multiply_add_body(rounds, chains); }     \
  static const loops set = {#set, chains, scale_##set, scale_lines_##set, triad_##set, multiply_add_##set};

// Chains of d8 that fill most registers: 12 of zmm, ymm or xmm, 24 of NEON.
#if defined(__x86_64__)
INSTANTIATE(portable, , 3)
INSTANTIATE(avx2, __attribute__((target("avx2,fma"))), 6)
INSTANTIATE(avx512, __attribute__((target("avx512f,avx2,fma"))), 12)

static const loops *best(void) {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return &portable;
  return __builtin_cpu_supports("avx512f") ? &avx512 : &avx2;
}
#elif defined(__aarch64__)
INSTANTIATE(neon, , 6)
static const loops *best(void) { return &neon; }
#else
INSTANTIATE(portable, , 3)
static const loops *best(void) { return &portable; }
#endif

const char *cml_instruction_set(void) { return best()->name; }

void cml_scale(double *a, int64_t count, double factor) { best()->scale(a, count, factor); }

void cml_scale_lines(double *a, int64_t count, uint64_t mask, double factor) {
  best()->scale_lines(a, count, mask, factor);
}

void cml_triad(double *a, const double *b, const double *c, int64_t count, double factor) {
  best()->triad(a, b, c, count, factor);
}

double cml_multiply_add(int64_t rounds) { return best()->multiply_add(rounds); }

int64_t cml_round_operations(void) { return best()->chains * 8 * 2; }

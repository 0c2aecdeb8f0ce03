// One body per kernel, compiled once per instruction set; which one runs is chosen when the program starts.
#ifndef CSV_DISPATCH_H
#define CSV_DISPATCH_H

#include <stdatomic.h>

/// Index into the variants of every kernel.
extern _Atomic(int) csv_selected_variant;

#if defined(__x86_64__)
#define CSV_AVX2 __attribute__((target("avx2,fma,popcnt,bmi,bmi2")))
#define CSV_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,popcnt,bmi,bmi2")))

/// Defines the kernel `name` by its inlined `name_body`, once per instruction set.
#define CSV_INSTANTIATE(result, name, parameters, arguments)                                               \
  static result name##_portable parameters { return name##_body arguments; }                               \
  CSV_AVX2 static result name##_avx2 parameters { return name##_body arguments; }                          \
  CSV_AVX512 static result name##_avx512 parameters { return name##_body arguments; }                      \
  result name parameters {                                                                                 \
    static result(*const variants[]) parameters = {name##_portable, name##_avx2, name##_avx512};           \
    return variants[atomic_load_explicit(&csv_selected_variant, memory_order_relaxed)] arguments;          \
  }
#else
// NEON is part of the base instruction set of arm64; elsewhere the compiler makes of the vectors what it can.
#define CSV_INSTANTIATE(result, name, parameters, arguments) \
  result name parameters { return name##_body arguments; }
#endif

#endif

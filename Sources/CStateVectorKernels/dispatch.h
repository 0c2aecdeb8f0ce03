// One body per kernel, compiled once per instruction set; which one runs is chosen when the program starts.
#ifndef CSV_DISPATCH_H
#define CSV_DISPATCH_H

/// The best of every kernel's variants that this machine has; written once, before main.
extern int csv_best_variant;
/// The variant a test has chosen for its own thread; negative for none, so that nobody else's bits change meanwhile.
extern _Thread_local int csv_chosen_variant __attribute__((tls_model("initial-exec")));

static inline int csv_variant(void) { return csv_chosen_variant < 0 ? csv_best_variant : csv_chosen_variant; }

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
    return variants[csv_variant()] arguments;          \
  }
#else
// NEON is part of the base instruction set of arm64; elsewhere the compiler makes of the vectors what it can.
#define CSV_INSTANTIATE(result, name, parameters, arguments) \
  result name parameters { return name##_body arguments; }
#endif

#endif

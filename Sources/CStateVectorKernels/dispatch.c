#include "dispatch.h"
#include "CStateVectorKernels.h"
#include <string.h>

int csv_best_variant = 0;
_Thread_local int csv_chosen_variant = -1;

// In the order of the variants in CSV_INSTANTIATE, worst first.
#if defined(__x86_64__)
static const char *const names[] = {"portable", "avx2", "avx512"};
#elif defined(__aarch64__)
static const char *const names[] = {"neon"};
#else
static const char *const names[] = {"portable"};
#endif
enum { variant_count = sizeof names / sizeof names[0] };

static int is_present(int variant) {
#if defined(__x86_64__)
  const int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                   __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (variant == 1) return avx2;
  if (variant == 2)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
#endif
  return variant == 0;
}

/// Runs before main; a kernel called even earlier runs as the first variant, which is present everywhere.
__attribute__((constructor)) static void select_best_variant(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  for (int variant = 0; variant < variant_count; variant++)
    if (is_present(variant)) csv_best_variant = variant;
}

const char *csv_instruction_set(void) {
  return names[csv_variant()];
}

int csv_set_instruction_set(const char *name) {
  for (int variant = 0; variant < variant_count; variant++) {
    if (strcmp(names[variant], name) != 0 || !is_present(variant)) continue;
    csv_chosen_variant = variant;
    return 1;
  }
  return 0;
}

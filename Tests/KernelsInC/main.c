// Compares every kernel with its plain twin, under every instruction set of this machine. A plain C program: another
// architecture needs a C compiler and an emulator, and no Swift. Usage: kernels [seed]
#include "check.h"
#include <stdio.h>
#include <stdlib.h>

// What this program holds, present on this machine or not.
#if defined(__x86_64__)
static const char *const compiled[] = {"portable", "avx2", "avx512"};
#elif defined(__aarch64__)
static const char *const compiled[] = {"neon"};
#else
static const char *const compiled[] = {"portable"};
#endif

static const struct {
  const char *name;
  void (*compare)(check *);
} families[] = {
#define ENTRY(family) {#family, compare_##family},
    FAMILIES(ENTRY)
#undef ENTRY
};

int main(int argument_count, char **arguments) {
  char *end = NULL;
  const uint64_t seed = argument_count == 2 ? strtoull(arguments[1], &end, 0) : 1;
  if (argument_count > 2 || (end != NULL && *end != '\0')) {
    fprintf(stderr, "usage: %s [seed]\n", arguments[0]);
    return 2;
  }
  printf("seed %llu, instruction set by default: %s\n", (unsigned long long)seed, csv_instruction_set());
  size_t differences = 0;
  for (size_t s = 0; s < sizeof compiled / sizeof compiled[0]; s++) {
    if (!csv_set_instruction_set(compiled[s])) {
      printf("%s: only compiled, because this machine does not have it\n", compiled[s]);
      continue;
    }
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
      check c = {.random = seed, .family = families[f].name, .instruction_set = compiled[s]};
      families[f].compare(&c);
      printf("%-14s under %-8s  %5zu comparisons, largest error %7.2g, %3.0f%% of what is allowed%s\n", c.family,
             c.instruction_set, c.comparisons, c.largest_error, 100 * c.largest_share,
             c.differences ? ": DIFFERENT" : "");
      differences += c.differences;
    }
  }
  if (differences == 0) return 0;
  printf("%zu comparisons found a difference.\n", differences);
  return 1;
}

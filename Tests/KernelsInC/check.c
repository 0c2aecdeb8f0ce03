#include "check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: Random cases

// Steele, Lea, Flood, OOPSLA 2014: SplitMix64.
uint64_t next_random(check *c) {
  uint64_t z = c->random += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

double uniform(check *c) { return (double)(next_random(c) >> 11) * 0x1p-53; }
double number(check *c) { return 2 * uniform(c) - 1; }
int below(check *c, int bound) { return (int)(next_random(c) % (uint64_t)bound); }
uint64_t mask(check *c, int n) { return next_random(c) & (bit_of(n) - 1); }
uint64_t controls(check *c, int n, uint64_t excluded) { return mask(c, n) & mask(c, n) & ~excluded; }

void choose(check *c, int *chosen, int count, int bound) {
  int left[bound + 1];  // an array has at least one element
  for (int k = 0; k < bound; k++) left[k] = k;
  for (int k = 0; k < count; k++) {
    const int place = below(c, bound - k);
    chosen[k] = left[place];
    left[place] = left[bound - k - 1];
  }
}

static void *allocate(size_t bytes) {
  void *const memory = malloc(bytes);
  if (memory == NULL && bytes > 0) {
    fprintf(stderr, "error: no %zu bytes of memory.\n", bytes);
    exit(2);
  }
  return memory;
}

void *keep(check *c, size_t bytes) {
  if (c->kept_count == sizeof c->kept / sizeof c->kept[0]) {
    fprintf(stderr, "error: a case of %s keeps too many pieces of memory.\n", c->family);
    exit(2);
  }
  return c->kept[c->kept_count++] = allocate(bytes);
}

void release(check *c) {
  while (c->kept_count > 0) free(c->kept[--c->kept_count]);
}

double *numbers(check *c, size_t count) {
  double *const v = keep(c, count * sizeof(double));
  for (size_t k = 0; k < count; k++) v[k] = number(c);
  return v;
}

double norm(const double *v, size_t count) {
  double sum = 0;
  for (size_t k = 0; k < count; k++) sum += v[k] * v[k];
  return sqrt(sum);
}

// MARK: Comparisons

enum { most_shown = 5 };  // differences of each family

// Numbers on either side of `out`. An address sanitizer sees more where there are none.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { guard_count = 0 };
#define HAS_NO_GUARDS
#endif
#endif
#ifndef HAS_NO_GUARDS
enum { guard_count = 16 };
#endif

double *begin(check *c, run run, const double *start, size_t count) {
  const size_t shift = run == kernel_again, size = shift + guard_count + count + guard_count;
  double *const memory = allocate(size * sizeof(double)), *const out = memory + shift + guard_count;
  for (size_t k = 0; k < size; k++) memory[k] = 7;
  for (size_t k = 0; k < count; k++) out[k] = start[k];
  c->memory[run] = memory;
  return c->out[run] = out;
}

static double largest_difference(const double *u, const double *v, size_t count) {
  double largest = 0;
  for (size_t k = 0; k < count; k++) {
    const double difference = fabs(u[k] - v[k]);
    if (isnan(difference)) return INFINITY;
    if (difference > largest) largest = difference;
  }
  return largest;
}

void record(check *c, double error, double tolerance, const char *call, const char *file, int line) {
  c->comparisons++;
  if (error > c->largest_error) c->largest_error = error;
  if (error > 0 && error / tolerance > c->largest_share) c->largest_share = error / tolerance;
  if (error <= tolerance) return;
  if (++c->differences <= most_shown)
    printf("%s:%d: %s under %s, comparison %zu: error %.3g, allowed %.3g\n", file, line, call, c->instruction_set,
           c->comparisons, error, tolerance);
}

void conclude(check *c, size_t count, double tolerance, const char *call, const char *file, int line) {
  const size_t all = guard_count + count + guard_count;
  const double *v[run_count];
  for (run r = twin; r < run_count; r++) v[r] = c->out[r] - guard_count;
  const int is_same = memcmp(v[kernel], v[kernel_again], all * sizeof(double)) == 0;
  if (!is_same && c->differences < most_shown) printf("%s:%d: %s: other bits in its second run\n", file, line, call);
  record(c, is_same ? largest_difference(v[twin], v[kernel], all) : INFINITY, tolerance, call, file, line);
  for (run r = twin; r < run_count; r++) free(c->memory[r]);
}

// Comparing kernels with their plain twins, without Swift: random cases, and what is found.
#ifndef CHECK_H
#define CHECK_H

#include "CStateVectorKernels.h"
#include <math.h>

/// The families of kernels, named like their files; compare_NAME compares every kernel of one with its twin.
#define FAMILIES(F)                                                                                                \
  F(arithmetic) F(reductions) F(random_numbers) F(outcomes) F(blocks) F(one_qubit) F(selected) F(two_qubit)        \
  F(several_qubits) F(diagonal) F(permutation) F(pauli) F(pauli_sum) F(excitation) F(listed)

typedef enum { twin, kernel, kernel_again, run_count } run;

/// The comparisons of one family under one instruction set.
typedef struct {
  uint64_t random;
  const char *family, *instruction_set;
  size_t comparisons, differences;
  double largest_error, largest_share;  // the latter of what was allowed
  double *memory[run_count], *out[run_count];
  void *kept[32];
  int kept_count;
} check;

#define DECLARE(family) void compare_##family(check *c);
FAMILIES(DECLARE)
#undef DECLARE

/// The numbers of n qubits' amplitudes.
static inline size_t count_of(int n) { return (size_t)2 << n; }
static inline uint64_t bit_of(int q) { return (uint64_t)1 << q; }

// MARK: Random cases

uint64_t next_random(check *c);
/// In -1..<1.
double number(check *c);
/// In 0..<1, a multiple of 2^-53.
double uniform(check *c);
int below(check *c, int bound);
/// Any bits of n qubits.
uint64_t mask(check *c, int n);
/// Fewer bits, and none of `excluded`.
uint64_t controls(check *c, int n, uint64_t excluded);
/// `count` different numbers of 0..<bound, in random order.
void choose(check *c, int *chosen, int count, int bound);

/// Memory until `release`; nothing behind its end belongs to the case, so that sanitizers see a kernel go there.
void *keep(check *c, size_t bytes);
void release(check *c);
double *numbers(check *c, size_t count);
/// Amplitudes of n qubits, not normalised.
static inline double *state(check *c, int n) { return numbers(c, count_of(n)); }
double norm(const double *v, size_t count);

// MARK: Comparisons

/// The memory `out` of one run: `count` numbers, those of `start` at first, with numbers around them that nobody may
/// touch. The kernel's second run has it at an odd multiple of 8 bytes.
double *begin(check *c, run run, const double *start, size_t count);
/// Compares the twin's numbers with the kernel's, and the kernel's with those of its second run to the bit.
void conclude(check *c, size_t count, double tolerance, const char *call, const char *file, int line);
void record(check *c, double error, double tolerance, const char *call, const char *file, int line);

#define COMPARE(c, start, count, tolerance, call, twin_call, kernel_call)      \
  do {                                                                         \
    for (run r = twin; r < run_count; r++) {                                   \
      double *const out = begin(c, r, start, count);                           \
      if (r == twin)                                                           \
        twin_call;                                                             \
      else                                                                     \
        kernel_call;                                                           \
    }                                                                          \
    conclude(c, count, tolerance, call, __FILE__, __LINE__);                   \
  } while (0)

static const double not_a_number[2] = {NAN, NAN};
#define EPSILON 0x1p-52

/// For a kernel that changes the numbers of `start`, at `out`: each becomes a sum of `terms` numbers of magnitude 1.
#define COMPARE_CHANGED(c, start, count, terms, name, arguments)                                               \
  COMPARE(c, start, count, 4 * EPSILON * (double)(terms), #name #arguments, name##_reference arguments, name arguments)
/// For a kernel that writes a complex sum to `out`, over products of numbers with norms whose product is `scale`.
#define COMPARE_SUM(c, scale, name, arguments)                                                                 \
  COMPARE(c, not_a_number, 2, 8 * EPSILON * (scale), #name #arguments, name##_reference arguments, name arguments)
/// For a kernel that returns a real one.
#define COMPARE_RETURNED(c, scale, name, arguments)                                                            \
  COMPARE(c, not_a_number, 1, 8 * EPSILON * (scale), #name #arguments, *out = name##_reference arguments,      \
          *out = name arguments)
/// For what must hold exactly.
#define EXPECT(c, condition) record(c, (condition) ? 0 : INFINITY, 0, #condition, __FILE__, __LINE__)

#endif

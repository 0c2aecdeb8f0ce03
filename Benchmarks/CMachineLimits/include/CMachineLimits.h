// Loops that do nothing but reach a limit of the machine, each on the caller's thread; and what measuring memory needs of C.
#ifndef CMACHINELIMITS_H
#define CMACHINELIMITS_H

#include <stdint.h>

/// What the loops are compiled for on this machine: portable, avx2, avx512 or neon.
const char *cml_instruction_set(void);

/// a[k] *= factor, the way a gate goes through a state: every cache line read and written back. `count` is a multiple of 32.
void cml_scale(double *a, int64_t count, double factor);

/// The same for some of the cache lines of 64 bytes: those whose number has all bits of a mask, which is not 0.
void cml_scale_lines(double *a, int64_t count, uint64_t mask, double factor);

/// a[k] = b[k] + factor c[k], the triad of STREAM. `count` is a multiple of 32.
void cml_triad(double *a, const double *b, const double *c, int64_t count, double factor);

/// Rounds of multiply-adds between registers, in more independent chains than one of them takes cycles. Returns something
/// that depends on them all.
double cml_multiply_add(int64_t rounds);

/// The real operations of a round, two for each multiply-add.
int64_t cml_round_operations(void);

/// Gives memory that was freed back to the system, where the C library would keep it.
void cml_return_freed_memory(void);

#endif

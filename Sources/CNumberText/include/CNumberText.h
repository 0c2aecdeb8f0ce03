#ifndef CNUMBERTEXT_H
#define CNUMBERTEXT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What one number takes at most, a comma included.
#define CNT_NUMBER_SIZE 32

/// Writes numbers with commas between them, in `count` times CNT_NUMBER_SIZE bytes: the fewest decimals that give back the
/// same bits, as Swift's `description` has them, with a point or an exponent, the latter below 10⁻⁴ and above 2⁵³. What is
/// not finite is `null`, which is JSON.
///
/// Returns how many bytes were written; there is no zero behind them.
size_t cnt_print_numbers(const double *values, size_t count, char *bytes);

#ifdef __cplusplus
}
#endif

#endif

// Amplitudes that are found by tables of positions.
#include "dispatch.h"
#include "vectors.h"

INLINE void csv_rotate_pairs_body(double *a, const int32_t *pairs, size_t count, double c, double s) {
  for (size_t k = 0; k < count; k++) {
    const int32_t p = pairs[2 * k], q = pairs[2 * k + 1];
    const double x = a[p], y = a[q];
    a[p] = c * x - s * y;
    a[q] = c * y + s * x;
  }
}
CSV_INSTANTIATE(void, csv_rotate_pairs, (double *a, const int32_t *pairs, size_t count, double c, double s),
                (a, pairs, count, c, s))

INLINE void csv_mix_pairs_body(double *re, double *im, const int32_t *pairs, size_t count, double c, double s) {
  for (size_t k = 0; k < count; k++) {
    const int32_t p = pairs[2 * k], q = pairs[2 * k + 1];
    const double p_re = re[p], p_im = im[p], q_re = re[q], q_im = im[q];
    re[p] = c * p_re + s * q_im;
    im[p] = c * p_im - s * q_re;
    re[q] = c * q_re + s * p_im;
    im[q] = c * q_im - s * p_re;
  }
}
CSV_INSTANTIATE(void, csv_mix_pairs, (double *re, double *im, const int32_t *pairs, size_t count, double c, double s),
                (re, im, pairs, count, c, s))

INLINE void csv_turn_entries_body(double *re, double *im, const int32_t *entries, size_t count, double c, double s) {
  for (size_t k = 0; k < count; k++) {
    const int32_t p = entries[k];
    const double x = re[p], y = im[p];
    re[p] = c * x - s * y;
    im[p] = c * y + s * x;
  }
}
CSV_INSTANTIATE(void, csv_turn_entries,
                (double *re, double *im, const int32_t *entries, size_t count, double c, double s),
                (re, im, entries, count, c, s))

// Four sums at a time, so that none waits for its last addition.
#define FOUR_SUMS(count, term)                                      \
  double sums[4] = {0};                                             \
  size_t k = 0;                                                     \
  for (; k + 4 <= (count); k += 4)                                  \
    for (size_t lane = 0; lane < 4; lane++) sums[lane] += term(k + lane); \
  for (; k < (count); k++) sums[0] += term(k);                      \
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);

INLINE double csv_rotated_pairs_element_body(const double *l, const double *a, const int32_t *pairs, size_t count) {
#define TERM(k) (l[pairs[2 * (k) + 1]] * a[pairs[2 * (k)]] - l[pairs[2 * (k)]] * a[pairs[2 * (k) + 1]])
  FOUR_SUMS(count, TERM)
#undef TERM
}
CSV_INSTANTIATE(double, csv_rotated_pairs_element,
                (const double *l, const double *a, const int32_t *pairs, size_t count), (l, a, pairs, count))

INLINE double csv_mixed_pairs_element_body(const double *l_re, const double *l_im, const double *a_re,
                                           const double *a_im, const int32_t *pairs, size_t count) {
#define CROSS(p, q) (l_re[p] * a_im[q] - l_im[p] * a_re[q])
#define TERM(k) (CROSS(pairs[2 * (k)], pairs[2 * (k) + 1]) + CROSS(pairs[2 * (k) + 1], pairs[2 * (k)]))
  FOUR_SUMS(count, TERM)
#undef TERM
}
CSV_INSTANTIATE(double, csv_mixed_pairs_element,
                (const double *l_re, const double *l_im, const double *a_re, const double *a_im, const int32_t *pairs,
                 size_t count),
                (l_re, l_im, a_re, a_im, pairs, count))

INLINE double csv_turned_entries_element_body(const double *l_re, const double *l_im, const double *a_re,
                                              const double *a_im, const int32_t *entries, size_t count) {
#define TERM(k) CROSS(entries[k], entries[k])
  FOUR_SUMS(count, TERM)
#undef TERM
}
CSV_INSTANTIATE(double, csv_turned_entries_element,
                (const double *l_re, const double *l_im, const double *a_re, const double *a_im,
                 const int32_t *entries, size_t count),
                (l_re, l_im, a_re, a_im, entries, count))

INLINE double row_product(const double *a, const int32_t *columns, const double *values, size_t count) {
#define TERM(k) (values[k] * a[columns[k]])
  FOUR_SUMS(count, TERM)
#undef TERM
}

INLINE double csv_sparse_element_body(const double *l, const double *a, const size_t *rows, const int32_t *columns,
                                      const double *values, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += l[i] * row_product(a, columns + rows[i], values + rows[i], rows[i + 1] - rows[i]);
  return sum;
}
CSV_INSTANTIATE(double, csv_sparse_element,
                (const double *l, const double *a, const size_t *rows, const int32_t *columns, const double *values,
                 size_t n),
                (l, a, rows, columns, values, n))

INLINE void csv_sparse_accumulate_body(double *out, const double *a, const size_t *rows, const int32_t *columns,
                                       const double *values, size_t n, double c, double sign) {
  for (size_t i = 0; i < n; i++) {
    const size_t first = rows[i], count = rows[i + 1] - first;
    out[i] += c * row_product(a, columns + first, values + first, count);
    const double back = c * sign * a[i];
    for (size_t k = first; k < first + count; k++) out[columns[k]] += back * values[k];
  }
}
CSV_INSTANTIATE(void, csv_sparse_accumulate,
                (double *out, const double *a, const size_t *rows, const int32_t *columns, const double *values,
                 size_t n, double c, double sign),
                (out, a, rows, columns, values, n, c, sign))

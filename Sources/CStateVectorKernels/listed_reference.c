#include "reference.h"

#pragma STDC CX_LIMITED_RANGE ON

static amplitude at(const double *re, const double *im, int32_t p) { return re[p] + I * im[p]; }

static void put(double *re, double *im, int32_t p, amplitude z) {
  re[p] = creal(z);
  im[p] = cimag(z);
}

void csv_rotate_pairs_reference(double *a, const int32_t *pairs, size_t count, double c, double s) {
  for (const int32_t *pair = pairs; pair < pairs + 2 * count; pair += 2) {
    const double first = a[pair[0]], second = a[pair[1]];
    a[pair[0]] = c * first - s * second;
    a[pair[1]] = s * first + c * second;
  }
}

void csv_mix_pairs_reference(double *re, double *im, const int32_t *pairs, size_t count, double c, double s) {
  for (const int32_t *pair = pairs; pair < pairs + 2 * count; pair += 2) {
    const amplitude first = at(re, im, pair[0]), second = at(re, im, pair[1]);
    put(re, im, pair[0], c * first - I * s * second);
    put(re, im, pair[1], c * second - I * s * first);
  }
}

void csv_turn_entries_reference(double *re, double *im, const int32_t *entries, size_t count, double c, double s) {
  for (size_t k = 0; k < count; k++) put(re, im, entries[k], (c + I * s) * at(re, im, entries[k]));
}

double csv_rotated_pairs_element_reference(const double *l, const double *a, const int32_t *pairs, size_t count) {
  long double sum = 0;
  for (const int32_t *pair = pairs; pair < pairs + 2 * count; pair += 2)
    sum += (long double)l[pair[1]] * a[pair[0]] - (long double)l[pair[0]] * a[pair[1]];
  return (double)sum;
}

double csv_mixed_pairs_element_reference(const double *l_re, const double *l_im, const double *a_re,
                                         const double *a_im, const int32_t *pairs, size_t count) {
  long double sum = 0;
  for (const int32_t *pair = pairs; pair < pairs + 2 * count; pair += 2)
    sum += cimag(conj(at(l_re, l_im, pair[0])) * at(a_re, a_im, pair[1])
                 + conj(at(l_re, l_im, pair[1])) * at(a_re, a_im, pair[0]));
  return (double)sum;
}

double csv_turned_entries_element_reference(const double *l_re, const double *l_im, const double *a_re,
                                            const double *a_im, const int32_t *entries, size_t count) {
  long double sum = 0;
  for (size_t k = 0; k < count; k++)
    sum += cimag(conj(at(l_re, l_im, entries[k])) * at(a_re, a_im, entries[k]));
  return (double)sum;
}

double csv_sparse_element_reference(const double *l, const double *a, const size_t *rows, const int32_t *columns,
                                    const double *values, size_t n) {
  long double sum = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = rows[i]; k < rows[i + 1]; k++) sum += (long double)values[k] * l[i] * a[columns[k]];
  return (double)sum;
}

void csv_sparse_accumulate_reference(double *out, const double *a, const size_t *rows, const int32_t *columns,
                                     const double *values, size_t n, double c, double sign) {
  for (size_t i = 0; i < n; i++) {
    for (size_t k = rows[i]; k < rows[i + 1]; k++) {
      out[i] += c * values[k] * a[columns[k]];
      out[columns[k]] += c * sign * values[k] * a[i];
    }
  }
}

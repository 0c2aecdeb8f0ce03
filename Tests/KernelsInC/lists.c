// Amplitudes that are found by tables of positions.
#include "check.h"

enum { size = 150 };

static int32_t *positions(check *c, int count) {
  int32_t *const chosen = keep(c, (size_t)count * sizeof(int32_t));
  choose(c, chosen, count, size);
  return chosen;
}

static void compare_lists(check *c, int list_count) {
  const size_t count = (size_t)list_count;
  const int32_t *const pairs = positions(c, 2 * list_count), *const entries = positions(c, list_count);
  const double *const planes = numbers(c, 2 * size), cosine = number(c), sine = number(c);
  COMPARE_CHANGED(c, planes, size, 4, csv_rotate_pairs, (out, pairs, count, cosine, sine));
  COMPARE_CHANGED(c, planes, 2 * size, 4, csv_mix_pairs, (out, out + size, pairs, count, cosine, sine));
  COMPARE_CHANGED(c, planes, 2 * size, 4, csv_turn_entries, (out, out + size, entries, count, cosine, sine));
  const double *const l_re = numbers(c, size), *const l_im = numbers(c, size), *const a_re = numbers(c, size),
               *const a_im = numbers(c, size);
  COMPARE_RETURNED(c, list_count, csv_rotated_pairs_element, (l_re, a_re, pairs, count));
  COMPARE_RETURNED(c, 2 * list_count, csv_mixed_pairs_element, (l_re, l_im, a_re, a_im, pairs, count));
  COMPARE_RETURNED(c, list_count, csv_turned_entries_element, (l_re, l_im, a_re, a_im, entries, count));
  release(c);
}

/// A strictly upper triangular matrix of n rows, with up to `most` entries in each.
static void compare_matrix(check *c, int row_count, int most) {
  const size_t n = (size_t)row_count;
  size_t *const rows = keep(c, (n + 1) * sizeof(size_t)), count = 0;
  int32_t *const columns = keep(c, (n * (size_t)most + 1) * sizeof(int32_t));
  for (int i = 0; i < row_count; i++) {
    rows[i] = count;
    const int room = row_count - 1 - i, entries = below(c, (room < most ? room : most) + 1);
    choose(c, columns + count, entries, room);
    for (int k = 0; k < entries; k++) columns[count++] += i + 1;
  }
  rows[n] = count;
  const double *const values = numbers(c, count), *const l = numbers(c, n), *const a = numbers(c, n);
  const double *const start = numbers(c, n), factor = number(c), sign = below(c, 2) ? 1 : -1;
  COMPARE_RETURNED(c, (double)count / 2, csv_sparse_element, (l, a, rows, columns, values, n));
  COMPARE_CHANGED(c, start, n, 2 * n, csv_sparse_accumulate, (out, a, rows, columns, values, n, factor, sign));
  release(c);
}

void compare_listed(check *c) {
  for (int count = 0; count <= size / 2; count++)
    for (int repetition = 0; repetition < 4; repetition++) compare_lists(c, count);
  for (int row_count = 0; row_count <= 80; row_count++)
    for (int most = 1; most <= 25; most += 6) compare_matrix(c, row_count, most);
}

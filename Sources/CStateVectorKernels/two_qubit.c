// Two-qubit matrices. Low targets are bits within a vector of four amplitudes, high ones choose the vector.
//
// In all three cases row r of the product gets its 4 entries M[r, c] in equal parts from vectors and from lanes: lane k
// of the product takes lane k ^ (low part of r ^ c) of the vector that the high part of c chooses.
#include "dispatch.h"
#include "vectors.h"

// M[row, column], bit 0 of either being the lower of the two targets.
typedef struct {
  double re[4][4], im[4][4];
} ordered_matrix;

INLINE ordered_matrix order_matrix(int q0, int q1, const double *m) {
  ordered_matrix ordered;
  for (int row = 0; row < 4; row++) {
    for (int column = 0; column < 4; column++) {
      const int from_row = q0 < q1 ? row : (row >> 1 | (row & 1) << 1);
      const int from_column = q0 < q1 ? column : (column >> 1 | (column & 1) << 1);
      ordered.re[row][column] = m[2 * (from_row + 4 * from_column)];
      ordered.im[row][column] = m[2 * (from_row + 4 * from_column) + 1];
    }
  }
  return ordered;
}

INLINE void both_high(purpose what, double *a, const double *l, int n, int low, int high, const ordered_matrix *m,
                      sum_tree *tree) {
  const uint64_t free = vector_bits(n) & ~bit_of(low) & ~bit_of(high);
  uint64_t b = 0;
  do {
    dot_product sums[4] = {0};
    for (int step = 0; what == apply || step < chunk_steps; step++) {
      const uint64_t at[4] = {b, b | bit_of(low), b | bit_of(high), b | bit_of(low) | bit_of(high)};
      d8 z[4], iz[4];
      for (int column = 0; column < 4; column++) {
        z[column] = load(a + 2 * at[column]);
        iz[column] = times_i(z[column]);
      }
      for (int row = 0; row < 4; row++) {
        d8 y = splat(m->re[row][0]) * z[0] + splat(m->im[row][0]) * iz[0];
        for (int column = 1; column < 4; column++)
          y = (y + splat(m->re[row][column]) * z[column]) + splat(m->im[row][column]) * iz[column];
        finish(what, a, l, at[row], y, &sums[row]);
      }
      b = next_subset(b, free);
      if (b == 0) break;
    }
    if (what == element) tree_add_dots(tree, sums, 4);
  } while (b != 0);
}

// The low target is the bit `flip` (1 or 2) of the amplitude's place in its vector, a constant once inlined.
INLINE void low_and_high(purpose what, int flip, double *a, const double *l, int n, int high, const ordered_matrix *m,
                         sum_tree *tree) {
  const i8 set = lanes_where(flip, flip);
  d8 re[2][2][2], im[2][2][2];  // [high bit of the row][high bit of the column][low bit of row ^ column]
  for (int row = 0; row < 2; row++) {
    for (int column = 0; column < 2; column++) {
      for (int c = 0; c < 2; c++) {
        re[row][column][c] = select(set, splat(m->re[1 + 2 * row][(1 ^ c) + 2 * column]),
                                    splat(m->re[2 * row][c + 2 * column]));
        im[row][column][c] = select(set, lanes_i(m->im[1 + 2 * row][(1 ^ c) + 2 * column]),
                                    lanes_i(m->im[2 * row][c + 2 * column]));
      }
    }
  }
  const uint64_t free = vector_bits(n) & ~bit_of(high);
  uint64_t b = 0;
  do {
    dot_product sums[2] = {0};
    for (int step = 0; what == apply || step < chunk_steps; step++) {
      const d8 zero = load(a + 2 * b), one = load(a + 2 * (b | bit_of(high)));
      for (int row = 0; row < 2; row++) {
        d8 y = product(re[row][0][0], im[row][0][0], zero);
        y = add_product(y, re[row][0][1], im[row][0][1], xor_lanes(zero, 2 * flip));
        y = add_product(y, re[row][1][0], im[row][1][0], one);
        y = add_product(y, re[row][1][1], im[row][1][1], xor_lanes(one, 2 * flip));
        finish(what, a, l, row ? b | bit_of(high) : b, y, &sums[row]);
      }
      b = next_subset(b, free);
      if (b == 0) break;
    }
    if (what == element) tree_add_dots(tree, sums, 2);
  } while (b != 0);
}

INLINE void both_low(purpose what, double *a, const double *l, int n, const ordered_matrix *m, sum_tree *tree) {
  d8 re[4], im[4];  // [row ^ column]; the row is the amplitude's place in its vector
  for (int c = 0; c < 4; c++) {
    const double r0 = m->re[0][c], r1 = m->re[1][1 ^ c], r2 = m->re[2][2 ^ c], r3 = m->re[3][3 ^ c];
    const double i0 = m->im[0][c], i1 = m->im[1][1 ^ c], i2 = m->im[2][2 ^ c], i3 = m->im[3][3 ^ c];
    re[c] = (d8){r0, r0, r1, r1, r2, r2, r3, r3};
    im[c] = (d8){-i0, i0, -i1, i1, -i2, i2, -i3, i3};
  }
  const uint64_t free = vector_bits(n);
  uint64_t b = 0;
  do {
    dot_product sum = {0};
    for (int step = 0; what == apply || step < chunk_steps; step++) {
      const d8 z = load(a + 2 * b);
      d8 y = product(re[0], im[0], z);
      for (int c = 1; c < 4; c++) y = add_product(y, re[c], im[c], xor_lanes(z, 2 * c));
      finish(what, a, l, b, y, &sum);
      b = next_subset(b, free);
      if (b == 0) break;
    }
    if (what == element) tree_add_dots(tree, &sum, 1);
  } while (b != 0);
}

INLINE void any_targets(purpose what, double *a, const double *l, int n, int q0, int q1, const double *m,
                        sum_tree *tree) {
  const ordered_matrix ordered = order_matrix(q0, q1, m);
  const int low = q0 < q1 ? q0 : q1, high = q0 < q1 ? q1 : q0;
  if (low >= lane_qubits)
    both_high(what, a, l, n, low, high, &ordered, tree);
  else if (high < lane_qubits)
    both_low(what, a, l, n, &ordered, tree);
  else if (low == 0)
    low_and_high(what, 1, a, l, n, high, &ordered, tree);
  else
    low_and_high(what, 2, a, l, n, high, &ordered, tree);
}

INLINE void csv_apply_matrix2_body(double *a, int n, int q0, int q1, const double *m) {
  any_targets(apply, a, NULL, n, q0, q1, m, NULL);
}
CSV_INSTANTIATE(void, csv_apply_matrix2, (double *a, int n, int q0, int q1, const double *m), (a, n, q0, q1, m))

INLINE void csv_matrix2_element_body(const double *l, const double *a, int n, int q0, int q1, const double *m,
                                     double *out) {
  sum_tree tree;
  tree.count = 0;
  any_targets(element, (double *)a, l, n, q0, q1, m, &tree);  // an element does not write to the state
  tree_store(&tree, out);
}
CSV_INSTANTIATE(void, csv_matrix2_element,
                (const double *l, const double *a, int n, int q0, int q1, const double *m, double *out),
                (l, a, n, q0, q1, m, out))

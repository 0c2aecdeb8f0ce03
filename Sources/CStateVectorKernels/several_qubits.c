// Matrices on up to ten qubits: gather the amplitudes of four groups, one group per lane, multiply, scatter.
#include "dispatch.h"
#include "vectors.h"

/// Bit j of `row` at the place of targets[j].
INLINE uint64_t spread(uint64_t row, const int *targets, int k) {
  uint64_t b = 0;
  for (int j = 0; j < k; j++) b |= (row >> j & 1) << targets[j];
  return b;
}

// Four rows of the product: a column of M at a time, so that M is read in order.
INLINE void multiply_rows(d8 y[4], uint64_t row, uint64_t size, const double *m, const double *z, const double *iz) {
  for (int r = 0; r < 4; r++) y[r] = splat(0);
  for (uint64_t column = 0; column < size; column++) {
    const double *const entries = m + 2 * (row + size * column);
    for (int r = 0; r < 4; r++)
      y[r] = (y[r] + splat(entries[2 * r]) * load(z + 8 * column)) + splat(entries[2 * r + 1]) * load(iz + 8 * column);
  }
}

INLINE void csv_apply_matrixk_body(double *a, int n, const int *targets, int k, const double *m, double *scratch) {
  if (k == 0) return csv_scale(a, n, m[0], m[1]);
  if (k == 1) return csv_apply_matrix1(a, n, targets[0], m);
  if (k == 2) return csv_apply_matrix2(a, n, targets[0], targets[1], m);
  const uint64_t size = bit_of(k), mask = spread(size - 1, targets, k), free = (bit_of(n) - 1) & ~mask;
  const int lanes = n - k < lane_qubits ? 1 << (n - k) : lane_amplitudes;  // groups at a time; spare lanes repeat one
  double *const gathered = scratch, *const rotated = scratch + 8 * size;   // z and i z
  uint64_t f = 0;
  do {
    uint64_t group[lane_amplitudes] = {f, f, f, f};  // the index bits outside the targets
    for (int lane = 0; lane < lanes; lane++, f = next_subset(f, free)) group[lane] = f;
    for (uint64_t row = 0; row < size; row++) {
      const uint64_t place = spread(row, targets, k);
      for (int lane = 0; lane < lane_amplitudes; lane++)
        save2(gathered + 8 * row + 2 * lane, load2(a + 2 * (group[lane] | place)));
      save(rotated + 8 * row, times_i(load(gathered + 8 * row)));
    }
    for (uint64_t row = 0; row < size; row += 4) {
      d8 y[4];
      multiply_rows(y, row, size, m, gathered, rotated);
      for (int r = 0; r < 4; r++) {
        const uint64_t place = spread(row + (uint64_t)r, targets, k);
        for (int lane = 0; lane < lanes; lane++)
          save2(a + 2 * (group[lane] | place), (d2){y[r][2 * lane], y[r][2 * lane + 1]});
      }
    }
  } while (f != 0);
}
CSV_INSTANTIATE(void, csv_apply_matrixk,
                (double *a, int n, const int *targets, int k, const double *m, double *scratch),
                (a, n, targets, k, m, scratch))

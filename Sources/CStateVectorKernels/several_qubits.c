// Matrices on up to ten qubits: gather the amplitudes of four groups, one group per lane, multiply, scatter.
#include "dispatch.h"
#include "vectors.h"

enum { target_limit = 10 };

/// Bit j of `row` at the place of targets[j].
INLINE uint64_t spread(uint64_t row, const int *targets, int k) {
  uint64_t b = 0;
  for (int j = 0; j < k; j++) b |= (row >> j & 1) << targets[j];
  return b;
}

// Where the amplitudes of one row are: at the four indices group[lane] | place. They follow one another, and are one
// vector, when neither of the lowest two qubits is a target.
INLINE d8 gather(const double *a, const uint64_t group[lane_amplitudes], uint64_t place, int is_contiguous) {
  if (is_contiguous) return load(a + 2 * (group[0] | place));
  const d2 z0 = load2(a + 2 * (group[0] | place)), z1 = load2(a + 2 * (group[1] | place));
  const d2 z2 = load2(a + 2 * (group[2] | place)), z3 = load2(a + 2 * (group[3] | place));
  const d4 low = __builtin_shufflevector(z0, z1, 0, 1, 2, 3), high = __builtin_shufflevector(z2, z3, 0, 1, 2, 3);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE void scatter(double *a, const uint64_t group[lane_amplitudes], uint64_t place, int is_contiguous, d8 z) {
  if (is_contiguous) return save(a + 2 * (group[0] | place), z);
  save2(a + 2 * (group[0] | place), __builtin_shufflevector(z, z, 0, 1));
  save2(a + 2 * (group[1] | place), __builtin_shufflevector(z, z, 2, 3));
  save2(a + 2 * (group[2] | place), __builtin_shufflevector(z, z, 4, 5));
  save2(a + 2 * (group[3] | place), __builtin_shufflevector(z, z, 6, 7));
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
  const int group_count = n - k < lane_qubits ? 1 << (n - k) : lane_amplitudes;  // at a time; spare lanes repeat one
  const int is_contiguous = (mask & lane_mask) == 0 && group_count == lane_amplitudes;
  double *const gathered = scratch, *const rotated = scratch + 8 * size;  // z and i z
  uint64_t places[1 << target_limit];
  for (uint64_t row = 0; row < size; row++) places[row] = spread(row, targets, k);
  uint64_t f = 0;
  do {
    uint64_t group[lane_amplitudes] = {f, f, f, f};  // the index bits outside the targets
    for (int lane = 0; lane < group_count; lane++, f = next_subset(f, free)) group[lane] = f;
    for (uint64_t row = 0; row < size; row++) {
      const d8 z = gather(a, group, places[row], is_contiguous);
      save(gathered + 8 * row, z);
      save(rotated + 8 * row, times_i(z));
    }
    for (uint64_t row = 0; row < size; row += 4) {
      d8 y[4];
      multiply_rows(y, row, size, m, gathered, rotated);
      for (uint64_t r = 0; r < 4; r++) scatter(a, group, places[row + r], is_contiguous, y[r]);
    }
  } while (f != 0);
}
CSV_INSTANTIATE(void, csv_apply_matrixk,
                (double *a, int n, const int *targets, int k, const double *m, double *scratch),
                (a, n, targets, k, m, scratch))

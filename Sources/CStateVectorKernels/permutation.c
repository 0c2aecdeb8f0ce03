// Gates that move amplitudes and change none: X and swap, with controls.
#include "dispatch.h"
#include "vectors.h"

// Exchanges lane k of the vector at b ^ first with lane k ^ c of the vector at b ^ second, where `moving` has lane k of
// the former, for all b = fixed | subsets of free. c is a constant once inlined.
INLINE void exchange_pairs(int fetching, double *a, uint64_t fixed, uint64_t free, uint64_t first, uint64_t second,
                           i8 moving, int c) {
  const i8 moving_back = (i8)xor_lanes((d8)moving, c);
  visits later = {0};
  if (fetching) later = visits_ahead(free, first, second);
  uint64_t f = 0;
  do {
    if (fetching) fetch_next(&later, a + 2 * fixed);
    double *p = a + 2 * (fixed ^ f ^ first), *r = a + 2 * (fixed ^ f ^ second);
    const d8 u = load(p), w = load(r);
    save(p, select(moving, xor_lanes(w, c), u));
    save(r, select(moving_back, xor_lanes(u, c), w));
    f = next_subset(f, free);
  } while (f != 0);
}

INLINE void exchange(double *a, int n, uint64_t fixed, uint64_t free, uint64_t first, uint64_t second, i8 moving,
                     int c) {
  if (n >= fetched_qubits)
    exchange_pairs(1, a, fixed, free, first, second, moving, c);
  else
    exchange_pairs(0, a, fixed, free, first, second, moving, c);
}

// Exchanges lanes k and k ^ c within each vector, where `moving` has both.
INLINE void exchange_within(double *a, uint64_t fixed, uint64_t free, i8 moving, int c) {
  uint64_t f = 0;
  do {
    double *p = a + 2 * (fixed | f);
    const d8 u = load(p);
    save(p, select(moving, xor_lanes(u, c), u));
    f = next_subset(f, free);
  } while (f != 0);
}

INLINE void csv_apply_x_body(double *a, int n, uint64_t controls, int q) {
  if (n < lane_qubits) return csv_apply_x_reference(a, n, controls, q);
  const i8 active = lanes_where(controls & lane_mask, controls & lane_mask);
  const uint64_t fixed = controls & ~(uint64_t)lane_mask, free = vector_bits(n) & ~controls & ~bit_of(q);
  switch (q) {
    case 0: exchange_within(a, fixed, free, active, 2); break;
    case 1: exchange_within(a, fixed, free, active, 4); break;
    default: exchange(a, n, fixed, free, 0, bit_of(q), active, 0);
  }
}
CSV_INSTANTIATE(void, csv_apply_x, (double *a, int n, uint64_t controls, int q), (a, n, controls, q))

INLINE void csv_apply_swap_body(double *a, int n, uint64_t controls, int q0, int q1) {
  if (n < lane_qubits) return csv_apply_swap_reference(a, n, controls, q0, q1);
  const i8 active = lanes_where(controls & lane_mask, controls & lane_mask);
  const uint64_t low = bit_of(q0 < q1 ? q0 : q1), high = bit_of(q0 < q1 ? q1 : q0);
  const uint64_t fixed = controls & ~(uint64_t)lane_mask, free = vector_bits(n) & ~controls & ~low & ~high;
  if (low > lane_mask) {
    exchange(a, n, fixed, free, low, high, active, 0);
  } else if (high > lane_mask) {  // lanes with the low bit set, of the vector with the high bit clear
    const i8 moving = active & lanes_where(low, low);
    if (low == 1)
      exchange(a, n, fixed, free, 0, high, moving, 2);
    else
      exchange(a, n, fixed, free, 0, high, moving, 4);
  } else {  // the amplitudes 1 and 2 of each vector
    exchange_within(a, fixed, free, active & (lanes_where(lane_mask, 1) | lanes_where(lane_mask, 2)), 6);
  }
}
CSV_INSTANTIATE(void, csv_apply_swap, (double *a, int n, uint64_t controls, int q0, int q1), (a, n, controls, q0, q1))

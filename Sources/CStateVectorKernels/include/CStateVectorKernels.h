#ifndef CSTATEVECTORKERNELS_H
#define CSTATEVECTORKERNELS_H

#include <stddef.h>
#include <stdint.h>

// Kernels on state vectors. The caller owns all memory and has checked every argument; nothing here allocates or fails.
//
// - A state of n qubits (0 <= n <= 62) is 2^n amplitudes: doubles, re and im interleaved. Bit q of an amplitude's index
//   is qubit q. Memory aligned to 64 bytes is fastest; 8 is enough. States passed together do not overlap (`l` and `a`
//   may be the same state: nothing is written to either).
// - Masks have bit q set for qubit q, and no bit at n or above.
// - Small matrices are column-major, re and im interleaved. With several targets, bit j of the index of a row or column
//   is targets[j].
// - Every kernel f has a plain twin f_reference, which is written to be right and not to be fast.
// - Sums are over chunks of a fixed size added up in a fixed tree: with one instruction set, the same input gives the
//   same bits.
#define CSV_KERNEL(result, name, arguments) \
  result name arguments;                    \
  result name##_reference arguments;

// MARK: Matrices

/// a <- M a on qubit q.
CSV_KERNEL(void, csv_apply_matrix1, (double *a, int n, int q, const double *m))
/// a <- M a on qubit q, where all bits of `controls` (may be none) are 1.
CSV_KERNEL(void, csv_apply_controlled_matrix1, (double *a, int n, uint64_t controls, int q, const double *m))
/// a <- `zero` a on qubit q where the qubit `selector` != q is 0, a <- `one` a where it is 1.
CSV_KERNEL(void, csv_apply_selected_matrix1,
           (double *a, int n, int selector, int q, const double *zero, const double *one))
/// a <- M a on qubits q0 != q1 (in any order): bit 0 of the matrix index is q0, bit 1 is q1.
CSV_KERNEL(void, csv_apply_matrix2, (double *a, int n, int q0, int q1, const double *m))
/// a <- M a on k different targets, 0 <= k <= 10. `scratch` has room for csv_matrixk_scratch_count(k) doubles.
CSV_KERNEL(void, csv_apply_matrixk, (double *a, int n, const int *targets, int k, const double *m, double *scratch))
/// The doubles of scratch memory that csv_apply_matrixk needs.
static inline size_t csv_matrixk_scratch_count(int k) { return (size_t)16 << k; }

/// Multiplies the amplitudes whose bits in `mask` are all 1 (all amplitudes for an empty mask) by re + i im.
CSV_KERNEL(void, csv_apply_phase, (double *a, int n, uint64_t mask, double re, double im))
/// Multiplies by d[0] + i d[1] where qubit q is 0 and by d[2] + i d[3] where it is 1.
CSV_KERNEL(void, csv_apply_diagonal1, (double *a, int n, int q, const double *d))
/// Multiplies the amplitude of each b by (re + i im) d[b], where `factors` are the complex numbers d.
CSV_KERNEL(void, csv_multiply_entries, (double *a, int n, const double *factors, double re, double im))
/// out[b] = (re + i im) times the product of the complex numbers w[q] of all qubits q that are 1 in b, for 2^n entries.
CSV_KERNEL(void, csv_write_phase_products, (double *out, int n, const double *w, double re, double im))
/// Flips qubit q where all bits of `controls` are 1.
CSV_KERNEL(void, csv_apply_x, (double *a, int n, uint64_t controls, int q))
/// Exchanges qubits q0 != q1 where all bits of `controls` are 1.
CSV_KERNEL(void, csv_apply_swap, (double *a, int n, uint64_t controls, int q0, int q1))

/// out[0] + i out[1] = <l|M|a>, M on qubit q of the amplitudes whose bits in `controls` are all 1, zero on the others.
CSV_KERNEL(void, csv_matrix1_element,
           (const double *l, const double *a, int n, uint64_t controls, int q, const double *m, double *out))
/// out[0] + i out[1] = <l|M|a>, M on qubits q0 != q1.
CSV_KERNEL(void, csv_matrix2_element,
           (const double *l, const double *a, int n, int q0, int q1, const double *m, double *out))

// MARK: Pauli strings: P = i^popcount(x & z) X^x Z^z, so Y where both masks have a bit; P is Hermitian.

/// a <- (c - i s P) a: with c = cos(theta / 2), s = sin(theta / 2) the rotation exp(-i theta P / 2).
CSV_KERNEL(void, csv_pauli_rotation, (double *a, int n, uint64_t x, uint64_t z, double c, double s))
/// out[0] + i out[1] = <l|P|a>.
CSV_KERNEL(void, csv_pauli_matrix_element,
           (const double *l, const double *a, int n, uint64_t x, uint64_t z, double *out))

// MARK: Pauli-sum groups: sum over j < count of c[j] P_j, c real, where all P_j have the same x.
//
// `odd_y` says whether the number of Y in each string is odd (the group is then i times a real matrix) or even (real);
// it is the same for all strings of a group.

/// <a|G|a>.
CSV_KERNEL(double, csv_pauli_group_expectation,
           (const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count, int odd_y))
/// out <- out + G a.
CSV_KERNEL(void, csv_pauli_group_accumulate,
           (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count,
            int odd_y))
/// out <- out + G a for vectors of 2^n real numbers; even Y only.
CSV_KERNEL(void, csv_pauli_group_accumulate_real,
           (double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count))

// MARK: Excitations

/// T|b> = sign (-1)^popcount(b & sign_mask) |b ^ flip> where popcount(b & condition_masks[c]) is odd or even as
/// condition_values[c] (1 or 0) says, for every c < condition_count; T|b> = 0 elsewhere.
///
/// Some condition tells b from b ^ flip: popcount(flip & condition_masks[c]) is odd for some c. So T T = 0, and the
/// generator G = T - T^dagger, real and antisymmetric, acts on disjoint pairs of amplitudes.
typedef struct {
  uint64_t flip;
  uint64_t condition_masks[8];
  int condition_values[8];
  int condition_count;
  uint64_t sign_mask;
  int sign;
} csv_excitation;

/// Adds a condition; at most 8 in all.
static inline void csv_excitation_add_condition(csv_excitation *e, uint64_t mask, int value) {
  e->condition_masks[e->condition_count] = mask;
  e->condition_values[e->condition_count++] = value;
}

/// a <- exp(theta G) a with c = cos(theta), s = sin(theta).
CSV_KERNEL(void, csv_excitation_rotation, (double *a, int n, const csv_excitation *e, double c, double s))
/// out[0] + i out[1] = <l|G|a>.
CSV_KERNEL(void, csv_excitation_matrix_element,
           (const double *l, const double *a, int n, const csv_excitation *e, double *out))
/// out <- out + c G a.
CSV_KERNEL(void, csv_excitation_accumulate, (double *out, const double *a, int n, const csv_excitation *e, double c))

// MARK: Vectors

/// out[0] + i out[1] = <l|a>, conjugated on the left.
CSV_KERNEL(void, csv_inner_product, (const double *l, const double *a, int n, double *out))
/// <a|a>.
CSV_KERNEL(double, csv_norm_squared, (const double *a, int n))
/// a <- (re + i im) a.
CSV_KERNEL(void, csv_scale, (double *a, int n, double re, double im))
/// out <- out + (re + i im) a.
CSV_KERNEL(void, csv_axpy, (double *out, const double *a, int n, double re, double im))
/// p[b] = |a_b|^2, 2^n doubles.
CSV_KERNEL(void, csv_probabilities, (const double *a, int n, double *p))
/// a <- |index>.
CSV_KERNEL(void, csv_set_basis_state, (double *a, int n, uint64_t index))

// MARK: Outcomes: basis states drawn by their probabilities

/// The first `count` numbers of a stream of Philox4x32-10, uniform in [0, 1) and multiples of 2^-53: RandomStream's.
CSV_KERNEL(void, csv_uniforms, (uint64_t seed, uint32_t stream, uint32_t substream, size_t count, double *out))

/// Chunks of a state have 2^chunk_bits amplitudes, at most eight.
enum { csv_most_chunk_bits = 3 };

/// before[c + 1] = before[c] + the probability of chunk c, for `count` chunks.
CSV_KERNEL(void, csv_sum_chunks, (const double *a, int chunk_bits, size_t count, double *before))

/// The probabilities of a state's chunks.
typedef struct {
  int chunk_bits;
  /// before[c] is the probability of all chunks before c, up to the last that has one above zero; eight times infinity
  /// stands behind.
  const double *before;
  /// The probability of all chunks.
  double total;
  /// guide[g] is a chunk no later than one where a draw in [g, g + 1) / 2^guide_bits may end; csv_guide_chunks fills it.
  const uint32_t *guide;
  int guide_bits;
} csv_chunk_sums;

/// Cells for fractions of the total, a little more than there are: rounding never takes a chunk's end to an earlier cell.
static inline double csv_guide_cells(int guide_bits) { return (double)((uint64_t)1 << guide_bits) * (1 + 0x1p-50); }
/// guide[g] = the first chunk for which before[c + 1] / total * csv_guide_cells(guide_bits) is at least g, or else `last`,
/// for 2^guide_bits + 2 entries.
///
/// Chen and Asau, AIIE Transactions 6, 163 (1974).
CSV_KERNEL(void, csv_guide_chunks,
           (const double *before, size_t last, double total, int guide_bits, uint32_t *guide))

/// outcomes[k] = the first possible basis state at which the probabilities have added up to more than uniforms[k] total.
/// A uniform number is in [0, 1), a multiple of 2^-53.
CSV_KERNEL(void, csv_find_outcomes,
           (const double *a, const csv_chunk_sums *sums, const double *uniforms, size_t count, uint64_t *outcomes))

// MARK: Blocks: the amplitudes whose bits outside `others` and the lowest `run_qubits` are those of `base`
//
// A block is a state of its own, of run_qubits + popcount(others) qubits: its low qubits are the state's low ones, then
// come those of `others` in increasing order. `others` and `base` have no bit below run_qubits, and none in common.

/// Copies a block out of a state.
CSV_KERNEL(void, csv_load_block, (double *block, const double *a, uint64_t base, int run_qubits, uint64_t others))
/// Copies a block back into a state.
CSV_KERNEL(void, csv_store_block, (double *a, const double *block, uint64_t base, int run_qubits, uint64_t others))

// MARK: Listed amplitudes: vectors of any length whose entries are found by tables of positions
//
// A vector is real parts, and imaginary parts where it has any, in two arrays. `pairs` lists positions p, q, p, q, …; no
// position stands twice in one list.

/// (a[p], a[q]) <- (c a[p] - s a[q], c a[q] + s a[p]) for each of `count` pairs.
CSV_KERNEL(void, csv_rotate_pairs, (double *a, const int32_t *pairs, size_t count, double c, double s))
/// (a[p], a[q]) <- (c a[p] - i s a[q], c a[q] - i s a[p]).
CSV_KERNEL(void, csv_mix_pairs, (double *re, double *im, const int32_t *pairs, size_t count, double c, double s))
/// a[p] <- (c + i s) a[p] for each of `count` positions.
CSV_KERNEL(void, csv_turn_entries, (double *re, double *im, const int32_t *entries, size_t count, double c, double s))
/// Sum of l[q] a[p] - l[p] a[q].
CSV_KERNEL(double, csv_rotated_pairs_element, (const double *l, const double *a, const int32_t *pairs, size_t count))
/// Sum of the imaginary parts of conj(l[p]) a[q] + conj(l[q]) a[p].
CSV_KERNEL(double, csv_mixed_pairs_element,
           (const double *l_re, const double *l_im, const double *a_re, const double *a_im, const int32_t *pairs,
            size_t count))
/// Sum of the imaginary parts of conj(l[p]) a[p].
CSV_KERNEL(double, csv_turned_entries_element,
           (const double *l_re, const double *l_im, const double *a_re, const double *a_im, const int32_t *entries,
            size_t count))

/// Sum over i < n and rows[i] <= k < rows[i + 1] of values[k] l[i] a[columns[k]].
CSV_KERNEL(double, csv_sparse_element,
           (const double *l, const double *a, const size_t *rows, const int32_t *columns, const double *values,
            size_t n))
/// out[i] += c m a[j] and out[j] += c sign m a[i] for each entry m in row i and column j, i != j.
CSV_KERNEL(void, csv_sparse_accumulate,
           (double *out, const double *a, const size_t *rows, const int32_t *columns, const double *values, size_t n,
            double c, double sign))

// MARK: Instruction sets

/// The instruction set in use on this thread: "portable", "avx2", "avx512" or "neon"; the best one present at start.
const char *csv_instruction_set(void);
/// Chooses an instruction set for later calls on this thread, for tests. Returns 0, and changes nothing, where it is not
/// present.
int csv_set_instruction_set(const char *name);

#endif

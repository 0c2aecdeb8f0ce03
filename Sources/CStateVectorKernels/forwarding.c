#include "CStateVectorKernels.h"
#include <string.h>

void csv_apply_matrix1(double *a, int n, int q, const double *m) { csv_apply_matrix1_reference(a, n, q, m); }
void csv_apply_controlled_matrix1(double *a, int n, uint64_t controls, int q, const double *m) { csv_apply_controlled_matrix1_reference(a, n, controls, q, m); }
void csv_apply_matrix2(double *a, int n, int q0, int q1, const double *m) { csv_apply_matrix2_reference(a, n, q0, q1, m); }
void csv_apply_matrixk(double *a, int n, const int *targets, int k, const double *m, double *scratch) { csv_apply_matrixk_reference(a, n, targets, k, m, scratch); }
void csv_apply_phase(double *a, int n, uint64_t mask, double re, double im) { csv_apply_phase_reference(a, n, mask, re, im); }
void csv_apply_diagonal1(double *a, int n, int q, const double *d) { csv_apply_diagonal1_reference(a, n, q, d); }
void csv_apply_x(double *a, int n, uint64_t controls, int q) { csv_apply_x_reference(a, n, controls, q); }
void csv_apply_swap(double *a, int n, uint64_t controls, int q0, int q1) { csv_apply_swap_reference(a, n, controls, q0, q1); }
void csv_matrix1_element(const double *l, const double *a, int n, uint64_t controls, int q, const double *m, double *out) { csv_matrix1_element_reference(l, a, n, controls, q, m, out); }
void csv_matrix2_element(const double *l, const double *a, int n, int q0, int q1, const double *m, double *out) { csv_matrix2_element_reference(l, a, n, q0, q1, m, out); }
void csv_pauli_rotation(double *a, int n, uint64_t x, uint64_t z, double c, double s) { csv_pauli_rotation_reference(a, n, x, z, c, s); }
void csv_pauli_matrix_element(const double *l, const double *a, int n, uint64_t x, uint64_t z, double *out) { csv_pauli_matrix_element_reference(l, a, n, x, z, out); }
double csv_pauli_group_expectation(const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count, int odd_y) { return csv_pauli_group_expectation_reference(a, n, x, z, c, count, odd_y); }
void csv_pauli_group_accumulate(double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count, int odd_y) { csv_pauli_group_accumulate_reference(out, a, n, x, z, c, count, odd_y); }
void csv_pauli_group_accumulate_real(double *out, const double *a, int n, uint64_t x, const uint64_t *z, const double *c, size_t count) { csv_pauli_group_accumulate_real_reference(out, a, n, x, z, c, count); }
void csv_excitation_rotation(double *a, int n, const csv_excitation *e, double c, double s) { csv_excitation_rotation_reference(a, n, e, c, s); }
void csv_excitation_matrix_element(const double *l, const double *a, int n, const csv_excitation *e, double *out) { csv_excitation_matrix_element_reference(l, a, n, e, out); }
void csv_excitation_accumulate(double *out, const double *a, int n, const csv_excitation *e, double c) { csv_excitation_accumulate_reference(out, a, n, e, c); }
void csv_inner_product(const double *l, const double *a, int n, double *out) { csv_inner_product_reference(l, a, n, out); }
double csv_norm_squared(const double *a, int n) { return csv_norm_squared_reference(a, n); }
void csv_scale(double *a, int n, double re, double im) { csv_scale_reference(a, n, re, im); }
void csv_axpy(double *out, const double *a, int n, double re, double im) { csv_axpy_reference(out, a, n, re, im); }
void csv_probabilities(const double *a, int n, double *p) { csv_probabilities_reference(a, n, p); }
void csv_set_basis_state(double *a, int n, uint64_t index) { csv_set_basis_state_reference(a, n, index); }

const char *csv_instruction_set(void) { return "portable"; }
int csv_set_instruction_set(const char *name) { return strcmp(name, "portable") == 0; }

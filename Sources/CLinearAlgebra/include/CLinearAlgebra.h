// What LinearAlgebra uses of OpenBLAS and LAPACK, in plain C types.
//
// Elements are doubles when `is_complex` is 0, otherwise interleaved pairs (re, im). Matrices are column-major; a leading
// dimension is the distance between columns in elements. Swift owns memory and checks arguments; C trusts them.
#ifndef C_LINEAR_ALGEBRA_H
#define C_LINEAR_ALGEBRA_H

#include <stddef.h>
#include <stdint.h>

// c := alpha op(a) op(b) + beta c, where op is the adjoint when the flag is set. c has m rows and n columns, op(a) has
// k columns. With beta 0, c need not hold numbers before.
void cla_multiply(int is_complex, int adjoint_a, int adjoint_b, int m, int n, int k, double alpha, const double *a,
                  int lda, const double *b, int ldb, double beta, double *c, int ldc);

// The sum of products of `count` doubles.
double cla_dot(int count, const double *a, const double *b);

// y := A x for a matrix in compressed sparse rows: row r has the elements row_starts[r] to row_starts[r + 1] - 1. Its columns
// need no order.
void cla_sparse_multiply(int is_complex, ptrdiff_t rows, const ptrdiff_t *row_starts, const int32_t *columns,
                         const double *values, const double *x, double *y);

// y := A x for a Hermitian matrix with this real diagonal, of which only the elements left of it are stored, as above.
void cla_hermitian_sparse_multiply(int is_complex, ptrdiff_t rows, const double *diagonal, const ptrdiff_t *row_starts,
                                   const int32_t *columns, const double *values, const double *x, double *y);

// All eigenvalues of the Hermitian n by n matrix in the lower triangle of `a`, ascending; with `wants_vectors`, `a` is
// overwritten by the eigenvectors, otherwise destroyed. Divide and conquer (dsyevd, zheevd). Returns LAPACK's info.
int cla_hermitian_eigensystem(int is_complex, int wants_vectors, int n, double *a, double *values);

// Eigenvalues first..last (from 0, inclusive, ascending) of the Hermitian n by n matrix in the lower triangle of `a`,
// which is destroyed. `values` has room for n of them; `vectors`, unless null, for last - first + 1 columns of n
// elements. dsyevr, zheevr. Returns LAPACK's info.
int cla_hermitian_eigensystem_range(int is_complex, int n, double *a, int first, int last, double *values,
                                    double *vectors);

// The lowest eigenvalue of the real symmetric n by n matrix with these n diagonal elements and n - 1 beside them, with its
// unit vector of n elements. dstevr. Returns LAPACK's info.
int cla_tridiagonal_lowest_pair(int n, const double *diagonal, const double *off_diagonal, double *value, double *vector);

#endif

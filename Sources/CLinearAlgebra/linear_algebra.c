#include "CLinearAlgebra.h"

#include <cblas.h>
#include <lapacke.h>
#include <stdlib.h>
#include <string.h>

// Sums must not be split differently on machines with other numbers of cores: bits are promised not to depend on that.
__attribute__((constructor)) static void use_one_thread(void) { openblas_set_num_threads(1); }

void cla_multiply(int is_complex, int adjoint_a, int adjoint_b, int m, int n, int k, double alpha, const double *a,
                  int lda, const double *b, int ldb, double beta, double *c, int ldc) {
  const enum CBLAS_TRANSPOSE op_a = adjoint_a ? CblasConjTrans : CblasNoTrans;
  const enum CBLAS_TRANSPOSE op_b = adjoint_b ? CblasConjTrans : CblasNoTrans;
  if (is_complex) {
    const double complex_alpha[2] = {alpha, 0}, complex_beta[2] = {beta, 0};
    cblas_zgemm(CblasColMajor, op_a, op_b, m, n, k, complex_alpha, a, lda, b, ldb, complex_beta, c, ldc);
  } else {
    cblas_dgemm(CblasColMajor, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }
}

double cla_dot(int count, const double *a, const double *b) { return cblas_ddot(count, a, 1, b, 1); }

static void multiply_real_rows(ptrdiff_t rows, const ptrdiff_t *restrict starts, const int32_t *restrict columns,
                               const double *restrict values, const double *restrict x, double *restrict y) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    ptrdiff_t k = starts[row];
    const ptrdiff_t end = starts[row + 1];
    // Four sums at a time, so that none waits for the one before.
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (; k + 4 <= end; k += 4) {
      s0 += values[k] * x[columns[k]];
      s1 += values[k + 1] * x[columns[k + 1]];
      s2 += values[k + 2] * x[columns[k + 2]];
      s3 += values[k + 3] * x[columns[k + 3]];
    }
    for (; k < end; k++) s0 += values[k] * x[columns[k]];
    y[row] = (s0 + s1) + (s2 + s3);
  }
}

static void multiply_complex_rows(ptrdiff_t rows, const ptrdiff_t *restrict starts, const int32_t *restrict columns,
                                  const double *restrict values, const double *restrict x, double *restrict y) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    double re = 0, im = 0;
    for (ptrdiff_t k = starts[row]; k < starts[row + 1]; k++) {
      const double *const v = values + 2 * k, *const z = x + 2 * (ptrdiff_t)columns[k];
      re += v[0] * z[0] - v[1] * z[1];
      im += v[0] * z[1] + v[1] * z[0];
    }
    y[2 * row] = re;
    y[2 * row + 1] = im;
  }
}

void cla_sparse_multiply(int is_complex, ptrdiff_t rows, const ptrdiff_t *row_starts, const int32_t *columns,
                         const double *values, const double *x, double *y) {
  (is_complex ? multiply_complex_rows : multiply_real_rows)(rows, row_starts, columns, values, x, y);
}

void cla_hermitian_sparse_multiply(int is_complex, ptrdiff_t rows, const double *diagonal, const ptrdiff_t *row_starts,
                                   const int32_t *columns, const double *values, const double *x, double *y) {
  // Each element acts twice: from its column on its row, and from its row, whose y is final but for later rows, on its
  // column.
  for (ptrdiff_t row = 0; row < rows; row++) {
    const ptrdiff_t end = row_starts[row + 1];
    if (is_complex) {
      const double re = x[2 * row], im = x[2 * row + 1];
      double sum_re = diagonal[row] * re, sum_im = diagonal[row] * im;
      for (ptrdiff_t k = row_starts[row]; k < end; k++) {
        const double a = values[2 * k], b = values[2 * k + 1];
        const double *const z = x + 2 * (ptrdiff_t)columns[k];
        double *const out = y + 2 * (ptrdiff_t)columns[k];
        sum_re += a * z[0] - b * z[1];
        sum_im += a * z[1] + b * z[0];
        out[0] += a * re + b * im;
        out[1] += a * im - b * re;
      }
      y[2 * row] = sum_re;
      y[2 * row + 1] = sum_im;
    } else {
      const double here = x[row];
      double sum = diagonal[row] * here;
      for (ptrdiff_t k = row_starts[row]; k < end; k++) {
        const int32_t column = columns[k];
        const double value = values[k];
        sum += value * x[column];
        y[column] += value * here;
      }
      y[row] = sum;
    }
  }
}

int cla_hermitian_eigensystem(int is_complex, int wants_vectors, int n, double *a, double *values) {
  const char job = wants_vectors ? 'V' : 'N';
  if (is_complex) return LAPACKE_zheevd(LAPACK_COL_MAJOR, job, 'L', n, (lapack_complex_double *)a, n, values);
  return LAPACKE_dsyevd(LAPACK_COL_MAJOR, job, 'L', n, a, n, values);
}

int cla_hermitian_eigensystem_range(int is_complex, int n, double *a, int first, int last, double *values,
                                    double *vectors) {
  const char job = vectors ? 'V' : 'N';
  const int count = last - first + 1;
  lapack_int found = 0;
  lapack_int *support = malloc(2 * (size_t)count * sizeof *support);
  if (!support) return LAPACK_WORK_MEMORY_ERROR;
  // An absolute tolerance of 0 asks for the default of LAPACK, accurate to rounding of the norm. It counts from 1.
  int info;
  if (is_complex) {
    info = LAPACKE_zheevr(LAPACK_COL_MAJOR, job, 'I', 'L', n, (lapack_complex_double *)a, n, 0, 0, first + 1, last + 1, 0,
                          &found, values, (lapack_complex_double *)vectors, n, support);
  } else {
    info = LAPACKE_dsyevr(LAPACK_COL_MAJOR, job, 'I', 'L', n, a, n, 0, 0, first + 1, last + 1, 0, &found, values, vectors,
                          n, support);
  }
  free(support);
  return info == 0 && found != count ? LAPACK_WORK_MEMORY_ERROR - 1 : info;
}

int cla_tridiagonal_lowest_pair(int n, const double *diagonal, const double *off_diagonal, double *value, double *vector) {
  // LAPACK scales both in place, and gives as many values as the matrix has room for.
  double *copies = malloc(3 * (size_t)n * sizeof *copies);
  if (!copies) return LAPACK_WORK_MEMORY_ERROR;
  double *const d = copies, *const e = copies + n, *const values = copies + 2 * n;
  memcpy(d, diagonal, n * sizeof *d);
  if (n > 1) memcpy(e, off_diagonal, (n - 1) * sizeof *e);
  lapack_int found = 0, support[2];
  const int info =
      LAPACKE_dstevr(LAPACK_COL_MAJOR, 'V', 'I', n, d, e, 0, 0, 1, 1, 0, &found, values, vector, n, support);
  *value = values[0];
  free(copies);
  return info == 0 && found != 1 ? LAPACK_WORK_MEMORY_ERROR - 1 : info;
}

// Whole buffers through zlib, with a limit on what comes out.
#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CZLIB_DONE,
  CZLIB_MALFORMED,  // not the zlib format, cut off, or something behind its end
  CZLIB_TOO_LARGE,  // more than `limit` bytes would come out
  CZLIB_NO_MEMORY
} czlib_status;

// Expands a zlib stream. On CZLIB_DONE `*output` is to be freed by `czlib_free`; else there is none.
czlib_status czlib_inflate(const uint8_t *input, size_t count, size_t limit, uint8_t **output, size_t *output_count);

// Compresses into a zlib stream. On CZLIB_DONE `*output` is to be freed by `czlib_free`; else there is none.
czlib_status czlib_deflate(const uint8_t *input, size_t count, uint8_t **output, size_t *output_count);

void czlib_free(uint8_t *output);

#endif

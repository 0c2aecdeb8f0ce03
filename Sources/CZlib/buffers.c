#include "CZlib.h"

#include <stdlib.h>
#include <zlib.h>

// zlib counts in 32 bits: longer buffers go in and out by pieces of at most this.
enum { PIECE = 1 << 30 };

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

czlib_status czlib_inflate(const uint8_t *input, size_t count, size_t limit, uint8_t **output, size_t *output_count) {
  z_stream stream = {0};
  if (inflateInit(&stream) != Z_OK) return CZLIB_NO_MEMORY;
  // One byte more than allowed is room to see that more is coming.
  size_t most = limit < SIZE_MAX ? limit + 1 : limit, capacity = smaller(most, 4 * (count + 64)), made = 0, taken = 0;
  uint8_t *buffer = malloc(capacity);
  czlib_status status = buffer ? CZLIB_DONE : CZLIB_NO_MEMORY;
  while (status == CZLIB_DONE) {
    size_t in = smaller(PIECE, count - taken), out = smaller(PIECE, capacity - made);
    stream.next_in = (Bytef *)(input + taken);
    stream.avail_in = (uInt)in;
    stream.next_out = buffer + made;
    stream.avail_out = (uInt)out;
    int code = inflate(&stream, Z_NO_FLUSH);
    taken += in - stream.avail_in;
    made += out - stream.avail_out;
    if (made > limit) {
      status = CZLIB_TOO_LARGE;
    } else if (code == Z_STREAM_END) {
      if (taken < count) status = CZLIB_MALFORMED;
      break;
    } else if (code == Z_MEM_ERROR) {
      status = CZLIB_NO_MEMORY;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      status = CZLIB_MALFORMED;
    } else if (made == capacity) {
      capacity = smaller(most, 2 * capacity);
      uint8_t *larger = realloc(buffer, capacity);
      if (larger) buffer = larger; else status = CZLIB_NO_MEMORY;
    } else if (taken == count) {
      status = CZLIB_MALFORMED;  // room is left and nothing comes: the stream is cut off
    }
  }
  inflateEnd(&stream);
  if (status == CZLIB_DONE) {
    *output = buffer;
    *output_count = made;
  } else {
    free(buffer);
  }
  return status;
}

czlib_status czlib_deflate(const uint8_t *input, size_t count, uint8_t **output, size_t *output_count) {
  uLongf length = compressBound(count);
  uint8_t *buffer = malloc(length);
  if (!buffer) return CZLIB_NO_MEMORY;
  if (compress(buffer, &length, input, count) != Z_OK) {
    free(buffer);
    return CZLIB_NO_MEMORY;
  }
  *output = buffer;
  *output_count = length;
  return CZLIB_DONE;
}

void czlib_free(uint8_t *output) { free(output); }

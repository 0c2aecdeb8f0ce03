#include "CNumberText.h"

#include <charconv>
#include <cmath>
#include <cstring>

static size_t print_number(double value, char *bytes) {
  if (!std::isfinite(value)) {
    std::memcpy(bytes, "null", 4);
    return 4;
  }
  const double size = std::fabs(value);
  const bool has_exponent = size != 0 && (size < 1e-4 || size > 0x1p53);
  const auto format = has_exponent ? std::chars_format::scientific : std::chars_format::fixed;
  char *end = std::to_chars(bytes, bytes + CNT_NUMBER_SIZE, value, format).ptr;
  if (!has_exponent && !std::memchr(bytes, '.', end - bytes)) {
    *end++ = '.';
    *end++ = '0';
  }
  return end - bytes;
}

size_t cnt_print_numbers(const double *values, size_t count, char *bytes) {
  char *end = bytes;
  for (size_t k = 0; k < count; k++) {
    if (k > 0) *end++ = ',';
    end += print_number(values[k], end);
  }
  return end - bytes;
}

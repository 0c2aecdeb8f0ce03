#include "CMachineLimits.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

void cml_return_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

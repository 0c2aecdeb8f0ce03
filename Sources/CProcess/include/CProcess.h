// What a process needs to start another one cleanly, and Swift does not see of the C library.
#ifndef CPROCESS_H
#define CPROCESS_H

#include <sys/types.h>

// Starts `path` as the leader of a session and process group of its own, with /dev/null as standard input, the two given
// descriptors as standard output and error, `socket` as descriptor 3, no other descriptor, and every signal neither
// blocked nor ignored. The given descriptors must be above 3. Returns 0 or an error number; then nothing was started.
int cprocess_start(
    pid_t *process, const char *path, char *const arguments[], char *const environment[], int socket,
    int standard_output, int standard_error);

// A connected pair of stream sockets, and a pipe (reading end first), that no started process inherits. 0 or an error
// number.
int cprocess_socket_pair(int ends[2]);
int cprocess_pipe(int ends[2]);

// Makes standard output write every line as it is complete, whatever is behind it.
void cprocess_write_lines(void);

#endif

#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int add_descriptors(posix_spawn_file_actions_t *actions, int socket, int standard_output, int standard_error) {
  int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, standard_output, 1);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, standard_error, 2);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, socket, 3);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, 4);
  return error;
}

static int add_attributes(posix_spawnattr_t *attributes) {
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  int error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error)
    error = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  return error;
}

int cprocess_start(
    pid_t *process, const char *path, char *const arguments[], char *const environment[], int socket,
    int standard_output, int standard_error) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    error = add_descriptors(&actions, socket, standard_output, standard_error);
    if (!error) error = add_attributes(&attributes);
    if (!error) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int cprocess_socket_pair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno;
}

int cprocess_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

void cprocess_write_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

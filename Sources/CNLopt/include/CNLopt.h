// A minimiser of NLopt, turned inside out: it runs on a thread of its own and stops at every evaluation.
//
// The caller waits for the next point, answers with the value there, and so on. One caller at a time per session.
#ifndef CNLOPT_H
#define CNLOPT_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CNLOPT_COBYLA, CNLOPT_BOBYQA, CNLOPT_NELDER_MEAD, CNLOPT_SLSQP, CNLOPT_SBPLX
} cnlopt_method;

typedef struct {
  cnlopt_method method;
  double initial_step;      // > 0
  double value_tolerance;   // absolute; 0 or less: none
  double step_tolerance;    // absolute, each parameter; 0 or less: none
  const double *lower;      // n bounds or NULL
  const double *upper;
  double patience;          // seconds that the minimiser may compute between two questions
} cnlopt_settings;

// Result code, beside NLopt's own, of a session whose minimiser computed for longer than `patience` without a question.
enum { CNLOPT_STALLED = -1000 };

typedef enum { CNLOPT_ASKS, CNLOPT_ASKS_GRADIENT, CNLOPT_DONE } cnlopt_phase;

typedef struct cnlopt_session cnlopt_session;

// Starts a session and waits for its first point. NULL when memory or threads are exhausted.
cnlopt_session *cnlopt_open(const cnlopt_settings *settings, size_t n, const double *start);

// What the session waits for.
cnlopt_phase cnlopt_current(const cnlopt_session *session);

// The point asked for: n numbers, valid until the next answer. Not for a session that is done.
const double *cnlopt_point(const cnlopt_session *session);

// NLopt's result code of a session that is done, or CNLOPT_STALLED.
int cnlopt_result(const cnlopt_session *session);

// Answers, and waits for the next point or the end, `patience` at most; after that the session is done, and stalled.
// `gradient` has n numbers where it was asked for, else it is ignored.
void cnlopt_answer(cnlopt_session *session, double value, const double *gradient);

// Ends the thread, waits until it is gone and frees the session. A stalled minimiser cannot be ended: its thread is left
// to itself, and ends and frees the session if ever it asks again.
void cnlopt_close(cnlopt_session *session);

// Sessions whose thread is there: for tests.
int cnlopt_open_session_count(void);

#endif

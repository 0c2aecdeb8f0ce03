#include "CNLopt.h"

#include <math.h>
#include <nlopt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Whose turn it is: the minimiser's, or the caller's. Only the side whose turn it is touches the rest of the session.
typedef enum { MINIMISER, CALLER } turn;

struct cnlopt_session {
  pthread_t thread;
  pthread_mutex_t mutex;    // guards `turn` and `abandoned`
  pthread_cond_t changed;
  turn turn;
  int abandoned;            // the caller has gone; the session is the minimiser's to free
  int stalled;              // the caller's: it has given up waiting
  double patience;

  nlopt_opt opt;
  size_t n;
  int uses_gradient;        // the method is one with gradients
  int answered;             // value, gradient and point are those of the last answer
  int closing;              // the caller wants the thread to end
  cnlopt_phase phase;
  int result;
  double value;             // the answer
  double *gradient;         // the answer, n numbers
  double *point;            // the question, n numbers
  double *x;                // NLopt's start and result, n numbers
};

static atomic_int open_sessions;

int cnlopt_open_session_count(void) { return atomic_load(&open_sessions); }

// 0 if there is nobody to hand over to.
static int hand_over(cnlopt_session *s, turn to) {
  pthread_mutex_lock(&s->mutex);
  int abandoned = s->abandoned;
  s->turn = to;
  pthread_cond_signal(&s->changed);  // at most the other side waits
  pthread_mutex_unlock(&s->mutex);
  return !abandoned;
}

static void wait_for_turn(cnlopt_session *s, turn mine) {
  pthread_mutex_lock(&s->mutex);
  while (s->turn != mine) pthread_cond_wait(&s->changed, &s->mutex);
  pthread_mutex_unlock(&s->mutex);
}

// Waits for the caller's turn, but no longer than its patience; 0 if that was too short.
static int wait_with_patience(cnlopt_session *s) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  double patience = s->patience > 0 ? s->patience < 1e9 ? s->patience : 1e9 : 0;  // 30 years at most
  end.tv_sec += (time_t)patience;
  end.tv_nsec += (long)((patience - (double)(time_t)patience) * 1e9);
  if (end.tv_nsec >= 1000000000) {
    end.tv_sec += 1;
    end.tv_nsec -= 1000000000;
  }
  int status = 0;
  pthread_mutex_lock(&s->mutex);
  while (s->turn != CALLER && status == 0) status = pthread_cond_timedwait(&s->changed, &s->mutex, &end);
  int mine = s->turn == CALLER;
  pthread_mutex_unlock(&s->mutex);
  return mine;
}

static double objective(unsigned n, const double *x, double *gradient, void *data) {
  cnlopt_session *s = data;
  // After a forced stop some methods evaluate further on their way out: they are not to wait for an answer.
  if (s->closing) return HUGE_VAL;
  if (s->uses_gradient && s->answered && memcmp(s->point, x, n * sizeof *x) == 0) {
    // SLSQP asks for the value of a trial point and later for the gradient there: both were given at once.
    if (gradient) memcpy(gradient, s->gradient, n * sizeof *gradient);
    return s->value;
  }
  memcpy(s->point, x, n * sizeof *x);
  s->phase = s->uses_gradient ? CNLOPT_ASKS_GRADIENT : CNLOPT_ASKS;
  if (hand_over(s, CALLER)) {
    wait_for_turn(s, MINIMISER);
  } else {
    s->closing = 1;
  }
  if (s->closing) {
    nlopt_force_stop(s->opt);
    if (gradient) memset(gradient, 0, n * sizeof *gradient);
    return HUGE_VAL;
  }
  s->answered = 1;
  if (gradient) memcpy(gradient, s->gradient, n * sizeof *gradient);
  return s->value;
}

static void free_session(cnlopt_session *s) {
  nlopt_destroy(s->opt);
  pthread_cond_destroy(&s->changed);
  pthread_mutex_destroy(&s->mutex);
  free(s->point);
  free(s);
}

static void *minimise(void *data) {
  cnlopt_session *s = data;
  wait_for_turn(s, MINIMISER);
  double minimum;
  s->result = nlopt_optimize(s->opt, s->x, &minimum);
  s->phase = CNLOPT_DONE;
  if (!hand_over(s, CALLER)) {
    atomic_fetch_sub(&open_sessions, 1);
    free_session(s);
  }
  return NULL;
}

static nlopt_algorithm algorithm_of(cnlopt_method method) {
  switch (method) {
    case CNLOPT_COBYLA: return NLOPT_LN_COBYLA;
    case CNLOPT_BOBYQA: return NLOPT_LN_BOBYQA;
    case CNLOPT_NELDER_MEAD: return NLOPT_LN_NELDERMEAD;
    case CNLOPT_SLSQP: return NLOPT_LD_SLSQP;
    case CNLOPT_SBPLX: return NLOPT_LN_SBPLX;
  }
  return NLOPT_NUM_ALGORITHMS;
}

static int configure(nlopt_opt opt, const cnlopt_settings *settings, cnlopt_session *s) {
  int ok = nlopt_set_min_objective(opt, objective, s) > 0;
  if (settings->lower) ok = ok && nlopt_set_lower_bounds(opt, settings->lower) > 0;
  if (settings->upper) ok = ok && nlopt_set_upper_bounds(opt, settings->upper) > 0;
  ok = ok && nlopt_set_initial_step1(opt, settings->initial_step) > 0;
  ok = ok && nlopt_set_ftol_abs(opt, settings->value_tolerance) > 0;
  return ok && nlopt_set_xtol_abs1(opt, settings->step_tolerance) > 0;
}

cnlopt_session *cnlopt_open(const cnlopt_settings *settings, size_t n, const double *start) {
  cnlopt_session *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  pthread_mutex_init(&s->mutex, NULL);
  pthread_cond_init(&s->changed, NULL);
  s->turn = MINIMISER;
  s->n = n;
  s->patience = settings->patience;
  s->uses_gradient = settings->method == CNLOPT_SLSQP;
  s->point = calloc(3 * n, sizeof(double));
  s->opt = nlopt_create(algorithm_of(settings->method), (unsigned)n);
  if (!s->point || !s->opt || !configure(s->opt, settings, s)) {
    free_session(s);
    return NULL;
  }
  s->gradient = s->point + n;
  s->x = s->point + 2 * n;
  memcpy(s->x, start, n * sizeof *start);
  if (pthread_create(&s->thread, NULL, minimise, s) != 0) {
    free_session(s);
    return NULL;
  }
  atomic_fetch_add(&open_sessions, 1);
  wait_for_turn(s, CALLER);
  return s;
}

cnlopt_phase cnlopt_current(const cnlopt_session *s) { return s->stalled ? CNLOPT_DONE : s->phase; }

const double *cnlopt_point(const cnlopt_session *s) { return s->point; }

int cnlopt_result(const cnlopt_session *s) { return s->stalled ? CNLOPT_STALLED : s->result; }

void cnlopt_answer(cnlopt_session *s, double value, const double *gradient) {
  if (s->stalled || s->phase == CNLOPT_DONE) return;
  s->value = value;
  if (s->phase == CNLOPT_ASKS_GRADIENT) memcpy(s->gradient, gradient, s->n * sizeof *gradient);
  hand_over(s, MINIMISER);
  s->stalled = !wait_with_patience(s);
}

void cnlopt_close(cnlopt_session *s) {
  if (s->stalled) {
    pthread_mutex_lock(&s->mutex);
    int back = s->turn == CALLER;
    if (!back) {
      // Under the lock: from here on the session may be freed at any time.
      s->abandoned = 1;
      pthread_detach(s->thread);
    }
    pthread_mutex_unlock(&s->mutex);
    if (!back) return;
  }
  s->closing = 1;  // ours to write: it is the caller's turn
  if (s->phase != CNLOPT_DONE) hand_over(s, MINIMISER);
  pthread_join(s->thread, NULL);
  atomic_fetch_sub(&open_sessions, 1);
  free_session(s);
}

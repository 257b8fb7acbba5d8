/* The law of TAPA's phase as a Fourier series. */
#ifndef POSBIAS_THEORY_ORDER_PHASE_WINDOW_H
#define POSBIAS_THEORY_ORDER_PHASE_WINDOW_H

#include <complex.h>
#include <stddef.h>

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* All but exp(-PHASE_WINDOW_LOG_OUTSIDE) of the law lies on either side within the window. */
#define PHASE_WINDOW_LOG_OUTSIDE 40.0

/* The law on a window around its mean. */
struct phase_window {
    double mean, half; /* the window is mean -+ half */
    size_t count;      /* terms */
    /* [count + 1]: F_n/(pi n), n >= 1, F the characteristic function about the mean */
    double complex *term;
    double sum_f, sum_term; /* sum of |F_n|, of |term| */
    /* bound on the root of the sum of |F_n|^2, both signs of n, left out */
    double tail;
};

/* Prepares the window of a law with closed forms, to be released with phase_window_free.
 * Returns: STATUS_MEMORY. */
enum status phase_window_new(const struct tapa_shape *shape, const struct qk_law *law,
                             struct phase_window *window);
void phase_window_free(struct phase_window *window);

enum { PHASE_WINDOW_LANES = 8 };

/* P(mean - half < phi < mean + y), up to a constant, for each y. */
void phase_window_masses(const struct phase_window *window, const double y[PHASE_WINDOW_LANES],
                         double mass[PHASE_WINDOW_LANES]);

/* |E exp(i t phi)|. */
double phase_window_size(const struct tapa_shape *shape, const struct qk_law *law, double t);

#endif

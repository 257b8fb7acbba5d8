#include "theory/order/gil_pelaez.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

#include "theory/ground/constants.h"

/* Error asked for by default: near the roundings of the phi of 64 pairs. */
#define TOLERANCE 0x1p-42

/* Octaves that share it: 2^-42 is reached after half as many by the slowest tail of normal vectors,
 * t^(-1); and what oscillating octaves may be cut into, all together. */
enum { SHARES = 16, OCTAVES = 64, INTERVALS = 2000 };

struct integrand {
    double complex (*phi)(double t, const void *params);
    const void *params;
    double scale, envelope; /* largest |phi| seen in the octave */
};

/* Im phi(x/scale)/x. */
static double integrand_at(double x, void *context)
{
    struct integrand *f = context;
    double complex value = f->phi(x / f->scale, f->params);
    double size = cabs(value);
    f->envelope = isfinite(size) ? fmax(f->envelope, size) : HUGE_VAL;
    return cimag(value) / x;
}

/* int |phi|/t beyond an octave of that envelope: ln 2 (2^(-1/2) + 2^(-1) + 2^(-3/2)
 * + ..) envelope. */
static double tail_bound(double envelope) { return 1.6735 * envelope; }

/* Integrates octave after octave until the rest, or what the next one's oscillations would cost, is
 * not worth it. */
static enum status integrate(struct integrand *f, double tolerance, gsl_integration_workspace *work,
                             struct estimate *total)
{
    gsl_function function = {integrand_at, f};
    double tail = HUGE_VAL, from = 0.0, to = 2.0;
    size_t left = INTERVALS;
    *total = (struct estimate){0.0, 0.0};
    for (int octave = 0; octave < OCTAVES && left > 0 && !(tail <= tolerance);
         octave++, from = to, to *= 2.0) {
        double value, error;
        f->envelope = 0.0;
        int failure = gsl_integration_qag(&function, from, to, tolerance / SHARES, 0.0, left,
                                          GSL_INTEG_GAUSS21, work, &value, &error);
        /* Roundoff and a full list of intervals leave a usable value with its error; NaN leaves
         * nothing. */
        if (!isfinite(value) || !isfinite(error) || !isfinite(f->envelope))
            return STATUS_CONVERGENCE;
        if (failure == GSL_EMAXITER && error > tail)
            break;
        total->val += value;
        total->err += error;
        tail = tail_bound(f->envelope);
        left -= work->size;
    }
    total->err += tail;
    return STATUS_OK;
}

enum status gil_pelaez_within(double complex (*phi)(double t, const void *params),
                              const void *params, double scale, double tolerance,
                              struct estimate *p)
{
    if (!(scale > 0.0 && isfinite(scale) && tolerance > 0.0))
        return STATUS_DOMAIN;
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(INTERVALS);
    if (!work)
        return STATUS_MEMORY;
    struct integrand f = {phi, params, scale, 0.0};
    struct estimate integral;
    enum status status = integrate(&f, tolerance, work, &integral);
    gsl_integration_workspace_free(work);
    if (status != STATUS_OK)
        return status;
    *p = (struct estimate){0.5 - integral.val / PI, integral.err / PI + 0x1p-52};
    return p->err < 0.5 ? STATUS_OK : STATUS_CONVERGENCE;
}

enum status gil_pelaez_negative(double complex (*phi)(double t, const void *params),
                                const void *params, double scale, struct estimate *p)
{
    return gil_pelaez_within(phi, params, scale, TOLERANCE, p);
}

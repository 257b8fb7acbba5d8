/* What a library function reports: success or the kind of failure, and a value with its error. */
#ifndef POSBIAS_THEORY_GROUND_STATUS_H
#define POSBIAS_THEORY_GROUND_STATUS_H

/* Library code returns one of these and never prints, exits or aborts. */
enum status {
    STATUS_OK = 0,
    STATUS_DOMAIN, /* an argument outside the function's stated range */
    /* the quantity does not exist for these arguments (no closed form, no variance) */
    STATUS_UNDEFINED,
    STATUS_MEMORY,      /* allocation failed */
    STATUS_CONVERGENCE, /* an iteration did not reach its tolerance */
    STATUS_STOPPED      /* whoever watches the work asked for its end */
};

/* A computed value and a bound on its absolute error. */
struct estimate {
    double val, err;
};

#endif

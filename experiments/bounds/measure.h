/* What is known of a base and a context, criterion by criterion. */
#ifndef POSBIAS_BOUNDS_MEASURE_H
#define POSBIAS_BOUNDS_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"
#include "theory/model/schedule.h"

/* A number that may not exist, and whether it is proved to be what it says. */
struct bound {
    bool present, proved;
    double value;
};

enum criterion {
    CRITERION_MEN,
    CRITERION_SCALE_REACH,
    CRITERION_SCALE_CRITICAL,
    CRITERION_SCALE_BETA_1,
    CRITERION_SCALE_BETA_2,
    CRITERION_SCALE_BETA_3,
    CRITERION_PHASE_ALIAS,
    CRITERION_PHASE_ALIAS_EXACT,
    CRITERION_PHASE_DC,
    CRITERION_PHASE_DC_EXACT,
    CRITERION_PHASE_DEPTH,
    CRITERION_PHASE_DEPTH_EXACT,
    CRITERION_PHASE_PRECISION,
    CRITERION_PHASE_PRECISION_EXACT,
    CRITERION_TAPA_GAP,
    CRITERION_COUNT
};
extern const char *const criterion_names[CRITERION_COUNT];

/* What the formulas take besides the encoding and the context. */
struct bounds_request {
    double eps, depth;        /* PHASE */
    double train, train_base; /* SCALE: trained with that context and base, before it changed */
    double unit;              /* PHASE: relative spacing of the format at 1 */
    double limit;             /* distances up to which a violation is looked for */
};

/* What an encoding's frequencies are to the criteria. */
struct bounds_subject {
    const struct schedule *schedule;
    size_t dim;           /* D in the exponent of its frequencies */
    struct bound base;    /* the base whose plain RoPE has its frequencies, pair by pair */
    bool whole;           /* D/2 pairs rotate, as many as plain RoPE of that dim has */
    double turn, slowest; /* radians in a unit of angle; radians of the slowest pair per token */
};
struct bounds_subject bounds_subject_of(const struct schedule *schedule);

/* One row: which bases a context allows, and which contexts the encoding's frequencies allow. */
struct bounds_row {
    struct bound base_least, base_most, context_least, context_most;
    struct bound holds; /* 1 or 0: of the encoding at the context */
};

/* What takes a search, each once for an encoding: the first distance at which MEN's sum is negative
 * and the first at which the gap fails, both absent if none is seen up to the limit. */
struct bounds_found {
    struct bound negative, horizon;
    bool gap; /* the gap's inequality has distances to hold at */
};
enum status bounds_find(const struct bounds_subject *subject, const struct bounds_request *request,
                        struct bounds_found *out);

/* The smallest base that passes MEN's criterion at each of ascending contexts, base_least of its
 * rows; none of a unit turn.
 * Source:  theory/proof/README.md#base-sweep. Error: 1e-9 relative, above.
 * Cost:    as base_sweep_run. */
enum status bounds_least(const struct bounds_subject *subject, size_t count, const double *context,
                         struct bound *least);

/* The least base of a grid, 65,537 times powers of 2^(1/8), whose gap holds at every far distance
 * below the context, where there is such a distance; unit as the subject's. */
enum status bounds_gap_base(const struct bounds_subject *subject, double context,
                            struct bound *least);

/* A row from what was found. In: least, MEN's; gap, TAPA's. */
struct bounds_row bounds_row_of(enum criterion criterion, const struct bounds_subject *subject,
                                const struct bounds_request *request,
                                const struct bounds_found *found, double context,
                                struct bound least, struct bound gap);

#endif

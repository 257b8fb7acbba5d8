#include "experiments/gap/measure.h"

#include <math.h>

struct far_part {
    double most, horizon;
};

struct far_search {
    double sign, near_min, threshold;
    struct far_part found;
};

static void visit(const void *context, size_t count, const double *distance, const double *gamma,
                  void *part)
{
    const struct far_search *s = context;
    struct far_part *p = part;
    *p = (struct far_part){-HUGE_VAL, -1.0};
    for (size_t i = 0; i < count; i++) {
        double value = s->sign * gamma[i];
        p->most = value > p->most || isnan(value) ? value : p->most;
        if (p->horizon < 0.0 && !(s->near_min - value > s->threshold))
            p->horizon = distance[i];
    }
}

static void fold(void *context, const void *part)
{
    struct far_search *s = context;
    const struct far_part *p = part;
    s->found.most = p->most > s->found.most || isnan(p->most) ? p->most : s->found.most;
    if (s->found.horizon < 0.0)
        s->found.horizon = p->horizon;
}

enum status gap_scan(const struct encoding *encoding, const struct qk_law *law, double near_lo,
                     double near_hi, double far_lo, double far_hi, struct gap_result *out)
{
    double mean_a, mean_b;
    enum status status = mean_curve_average(law, encoding->dim / 2, &mean_a, &mean_b);
    struct far_search search = {.sign = mean_a > 0.0 ? 1.0 : -1.0,
                                .near_min = 0.0,
                                .threshold = -HUGE_VAL,
                                .found = {-HUGE_VAL, -1.0}};
    struct mean_scan scan = {&search, sizeof(struct far_part), visit,
                             fold,    &search.found,           sizeof search.found};
    /* The least near value is minus the most of the opposite sign. */
    search.sign = -search.sign;
    if (status == STATUS_OK)
        status = mean_curve_scan(encoding, law, near_lo, near_hi, &scan);
    search.sign = -search.sign;
    search.near_min = -search.found.most;
    search.threshold = fabs(mean_a) / 8.0;
    search.found = (struct far_part){-HUGE_VAL, -1.0};
    if (status == STATUS_OK)
        status = mean_curve_scan(encoding, law, far_lo, far_hi, &scan);
    *out = (struct gap_result){search.near_min - search.found.most, search.threshold,
                               search.found.horizon};
    return status;
}

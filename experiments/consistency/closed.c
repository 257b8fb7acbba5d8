#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"

/* Distances per unit of the work. */
enum { BLOCK = 1024 };

enum status token_order_exact(const struct encoding *encoding, const struct qk_law *law,
                              enum second_key second, double distance, struct estimate *p)
{
    const struct closed_forms *closed = closed_forms(encoding);
    closed_probability *order = second == SECOND_ALIGNED ? closed->token_order_aligned
                                                         : closed->token_order;
    enum status status = order ? order(encoding, law, distance, p) : STATUS_UNDEFINED;
    /* A probability lies in [0, 1], so a value just outside is no further from it at the end; its
     * error bound still holds. */
    if (status == STATUS_OK)
        p->val = p->val < 0.0 ? 0.0 : p->val > 1.0 ? 1.0 : p->val;
    return status;
}

enum status token_order_law(const struct encoding *encoding, const struct qk_law *law,
                            enum second_key second, double distance, double *p)
{
    const struct closed_forms *closed = closed_forms(encoding);
    closed_number *many = second == SECOND_ALIGNED ? closed->token_law_aligned : closed->token_law;
    if (!many || qk_deterministic(law) || !qk_pair_moments(law).has_variance)
        return STATUS_UNDEFINED;
    return many(encoding, law, distance, p);
}

/* A context whose laws are averaged. */
struct average {
    const struct encoding *encoding;
    const struct qk_law *law;
    enum second_key second;
    size_t count;
};

static enum status block_laws(const void *context, size_t unit, void *lane, void *part)
{
    const struct average *a = context;
    double *at = part;
    enum status status = STATUS_OK;
    (void)lane;
    for (size_t r = unit * BLOCK; status == STATUS_OK && r < (unit + 1) * BLOCK && r < a->count;
         r++)
        status = token_order_law(a->encoding, a->law, a->second, (double)r, at++);
    return status;
}

enum status token_order_law_average(const struct encoding *encoding, const struct qk_law *law,
                                    enum second_key second, double context, double *p)
{
    if (context > TOKEN_AVERAGED_MOST)
        return STATUS_UNDEFINED;
    size_t count = (size_t)context;
    double *at = malloc(count * sizeof *at);
    struct average average = {encoding, law, second, count};
    struct driver_work work = {.units = (count + BLOCK - 1) / BLOCK,
                               .context = &average,
                               .part_size = BLOCK * sizeof *at,
                               .run = block_laws,
                               .result = at,
                               .result_size = count * sizeof *at};
    enum status status = at ? driver_run(&work) : STATUS_MEMORY;
    *p = 0.0;
    for (size_t r = 0; status == STATUS_OK && r < count; r++)
        *p += at[r] / context;
    free(at);
    return status;
}

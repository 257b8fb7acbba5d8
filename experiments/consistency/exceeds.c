#include "experiments/consistency/exceeds.h"

#include <stdlib.h>

#include "experiments/exceeds.h"
#include "experiments/harness/driver/driver.h"

static void write(const struct consistency_rows *of, const char *searched, size_t count,
                  const struct exceeds_point *point)
{
    if (count > 0)
        exceeds_rows(of->run, &(struct exceeds_series){.encoding = of->encoding,
                                                       .qk = of->qk,
                                                       .failure = "p_inv",
                                                       .searched = searched,
                                                       .pairs = run_number(of->run, "pairs"),
                                                       .count = count,
                                                       .point = point});
}

/* What is known of one distance after another. */
struct search {
    const struct consistency_rows *rows;
    double confidence;
    const double *distance;
    const struct token_count *counts;
};

static enum status point_at(const void *context, size_t unit, void *lane, void *part)
{
    const struct search *s = context;
    struct exceeds_point *point = part;
    double pairs = run_number(s->rows->run, "pairs");
    (void)lane;
    *point = (struct exceeds_point){.at = s->distance[unit],
                                    .share = s->counts[unit].flips / pairs};
    enum status status = token_order_limits(&s->counts[unit], pairs, s->confidence, &point->lo,
                                            &point->hi);
    if (status != STATUS_OK)
        return status;
    status = token_order_exact(s->rows->encoding, &s->rows->qk->law, s->rows->second, point->at,
                               &point->exact);
    point->has_exact = status == STATUS_OK;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

enum status consistency_distance_exceeds(const struct consistency_rows *rows, size_t count,
                                         const double *distance, const struct token_count *counts)
{
    struct exceeds_point *point = calloc(count + 1, sizeof *point);
    struct search search = {rows, exceeds_confidence(count), distance, counts};
    struct driver_work work = {.units = count,
                               .context = &search,
                               .part_size = sizeof *point,
                               .run = point_at,
                               .result = point,
                               .result_size = count * sizeof *point};
    enum status status = point ? driver_run(&work) : STATUS_MEMORY;
    if (status == STATUS_OK)
        write(rows, "distances", count, point);
    free(point);
    return status;
}

enum status consistency_context_exceeds(const struct consistency_rows *rows, size_t count,
                                        const double *context)
{
    size_t pairs = (size_t)run_number(rows->run, "pairs");
    double *flips = malloc(2 * pairs * sizeof *flips), *ties = flips + pairs;
    struct exceeds_point *point = calloc(count + 1, sizeof *point);
    enum status status = flips && point ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct token_average p = {0};
        status = token_order_fractions(rows->encoding, &rows->qk->law, &rows->run->stream,
                                       rows->second, context[i], pairs, flips, ties);
        if (status == STATUS_OK)
            status = token_order_average(pairs, flips, ties, exceeds_confidence(count), &p);
        point[i] = (struct exceeds_point){
            .at = context[i], .share = p.mean, .lo = p.lo, .hi = p.hi};
        run_step(rows->run);
    }
    if (status == STATUS_OK)
        write(rows, "context", count, point);
    free(flips);
    free(point);
    return status;
}

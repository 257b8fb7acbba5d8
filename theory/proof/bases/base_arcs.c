#include "theory/proof/bases/base_arcs.h"

#include <math.h>
#include <stdlib.h>

#include "theory/proof/bases/base_sieve.h"
#include "theory/trig/trig_sums.h"

/* Steps of a window, octaves of distances. Fewer distances times pairs than PARALLEL_LEAST are not
 * worth waking threads for. */
enum { STEPS = 32, OCTAVES = 32, PARALLEL_LEAST = 1 << 17 };
#define WINDOW 12.0

void base_arcs_free(struct base_arcs *arcs)
{
    free(arcs->arc);
    free(arcs->rate);
    free(arcs->value);
    *arcs = (struct base_arcs){0};
}

static bool reserve(float **list, size_t *room, size_t count)
{
    if (count <= *room)
        return true;
    free(*list);
    *room = 0;
    *list = malloc(count * sizeof **list);
    *room = *list ? count : 0;
    return *list != NULL;
}

double base_arcs_window(const struct base_bank *bank, double distance)
{
    double bend = base_bank_bend(bank, distance),
           most = BASE_BANK_BASE / base_bank_base(bank) - 1.0;
    return bend > 0.0 ? fmin(most, fmin(1.0, WINDOW / sqrt(bend))) : most;
}

static int octave_of(double distance) { return ilogb(distance); }

/* f_n at each step of a window less f_n at its start, by powers of (1 + t)^(-1/h). */
static void fill_rates(const struct schedule *s, double step, float *restrict rate)
{
    for (size_t k = 0; k < STEPS; k++) {
        double less = expm1(-log1p((double)(k + 1) * step) / (double)s->pairs), change = 0.0;
        for (size_t n = 0; n < s->pairs; n++) {
            rate[n * STEPS + k] = (float)(s->turn_hi[n] * change);
            change += less * (1.0 + change);
        }
    }
}

static void fill_values(const struct schedule *s, const float *restrict rate, double distance,
                        float *restrict value)
{
    float sum[STEPS] = {0.0f}, r = (float)distance;
    for (size_t n = 0; n < s->pairs; n++, rate += STEPS) {
        double turns = s->turn_hi[n] * distance;
        float rest = (float)(turns - rint(turns));
        for (size_t k = 0; k < STEPS; k++)
            sum[k] += base_sieve_cosine(rest + r * rate[k]);
    }
    value[0] = (float)trig_sum(s, s->weight, NULL, distance);
    for (size_t k = 0; k < STEPS; k++)
        value[k + 1] = sum[k];
}

static bool add(struct base_arcs *arcs, struct base_arc arc)
{
    if (arcs->count == arcs->room) {
        size_t room = arcs->room ? 2 * arcs->room : 256;
        struct base_arc *list = realloc(arcs->arc, room * sizeof *list);
        if (!list)
            return false;
        arcs->arc = list;
        arcs->room = room;
    }
    arcs->arc[arcs->count++] = arc;
    return true;
}

/* The arcs of one distance, their ends by chords. */
static bool cut(struct base_arcs *arcs, double base, double step, double distance,
                const float *value)
{
    for (size_t k = 0; k <= STEPS; k++) {
        if (!(value[k] < 0.0f))
            continue;
        double from = (double)k, to;
        if (k > 0)
            from -= (double)(value[k] / (value[k] - value[k - 1]));
        while (k < STEPS && value[k + 1] < 0.0f)
            k++;
        to = (double)k;
        if (k < STEPS)
            to += (double)(value[k] / (value[k] - value[k + 1]));
        if (!add(arcs,
                 (struct base_arc){distance, base * (1.0 + from * step), base * (1.0 + to * step),
                                   base * (1.0 + (double)k * step), base * step, k == STEPS}))
            return false;
    }
    return true;
}

enum status base_arcs_find(struct base_arcs *arcs, const struct base_bank *bank, size_t count,
                           const uint32_t *distance)
{
    const struct schedule *s = base_bank_schedule(bank);
    double base = base_bank_base(bank), step[OCTAVES];
    int octaves = count ? octave_of(distance[count - 1]) + 1 : 0;
    size_t rates = s->pairs * STEPS;
    arcs->count = 0;
    if (!reserve(&arcs->rate, &arcs->rate_room, (size_t)octaves * rates) ||
        !reserve(&arcs->value, &arcs->value_room, count * (STEPS + 1)))
        return STATUS_MEMORY;
    for (int i = 0; i < octaves; i++) {
        step[i] = base_arcs_window(bank, ldexp(1.0, i + 1)) / STEPS;
        fill_rates(s, step[i], arcs->rate + (size_t)i * rates);
    }
#pragma omp parallel for schedule(dynamic, 8) if (count * s->pairs >= PARALLEL_LEAST)
    for (size_t i = 0; i < count; i++)
        fill_values(s, arcs->rate + (size_t)octave_of(distance[i]) * rates, distance[i],
                    arcs->value + i * (STEPS + 1));
    for (size_t i = 0; i < count; i++)
        if (!cut(arcs, base, step[octave_of(distance[i])], distance[i],
                 arcs->value + i * (STEPS + 1)))
            return STATUS_MEMORY;
    return STATUS_OK;
}

#include "theory/proof/tapa/witness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/constants.h"
#include "theory/limits/return_volume.h"
#include "theory/proof/filter/prover.h"
#include "theory/proof/tapa/phase_lattice.h"
#include "theory/trig/trig_sums.h"

/* Lattice points tried at a level until one meets the target, and at each of the levels below,
 * where it may be met sooner. */
enum { CLIMB_TRIES = 64, CLIMB_TRIES_MOST = 4096, REFINE_TRIES = 1024, REFINE_LEVELS = 3 };
/* Bits of the enclosure: the error bound's 53 and room for h terms of any rounding. */
enum { ENCLOSURE_BITS = 96 };

struct witness_search {
    const struct schedule *schedule;
    struct prover *prover;
    struct phase_lattice *lattice;
    double *cosine, *sine; /* w_n mu0, w_n nu0 */
    double slack;          /* what rounding those two can change V by */
    double *scan;          /* V(1), .., V(WITNESS_SCAN), made when first needed */
    size_t *pair, free;    /* pairs that move at whole distances */
    double fixed;          /* sum of the others' w_n mu0 */
    /* of one that moves: w (mu0 cos x + nu0 sin x) = amplitude cos(x - 2 pi beta) */
    double amplitude, beta;
    double *wanted, *rest, *coordinate;
};

static double mean_factor(const struct witness_search *s)
{
    return 1.0 / (double)s->schedule->pairs;
}

/* Whole turns per token bring a pair back at every whole distance. */
static bool moves(const struct schedule *schedule, size_t n)
{
    return n < schedule->rotating && !(schedule->turn_hi[n] == 1.0 && schedule->turn_lo[n] == 0.0);
}

size_t witness_pairs(const struct schedule *schedule)
{
    size_t count = 0;
    for (size_t n = 0; n < schedule->pairs; n++)
        count += moves(schedule, n);
    return count;
}

enum status witness_new(const struct schedule *schedule, double mu0, double nu0,
                        struct witness_search **out)
{
    size_t pairs = schedule->pairs;
    *out = NULL;
    if (!isfinite(mu0) || !isfinite(nu0) || (mu0 == 0.0 && nu0 == 0.0))
        return STATUS_DOMAIN;
    struct witness_search *s = calloc(1, sizeof *s);
    if (!s)
        return STATUS_MEMORY;
    s->schedule = schedule;
    s->cosine = malloc(5 * (pairs + 1) * sizeof *s->cosine);
    s->pair = malloc(pairs * sizeof *s->pair);
    if (!s->cosine || !s->pair) {
        witness_free(s);
        return STATUS_MEMORY;
    }
    s->sine = s->cosine + pairs + 1;
    s->wanted = s->sine + pairs + 1;
    s->rest = s->wanted + pairs + 1;
    s->coordinate = s->rest + pairs + 1;
    for (size_t n = 0; n < pairs; n++) {
        double w = schedule->weight[n];
        s->cosine[n] = w * mu0;
        s->sine[n] = w * nu0;
        if (w != 1.0) /* the weight's own rounding and the product's */
            s->slack += 0x1p-51 * (fabs(s->cosine[n]) + fabs(s->sine[n])) * mean_factor(s) +
                        0x1p-1070;
        if (moves(schedule, n)) {
            s->pair[s->free++] = n;
            s->amplitude = w * hypot(mu0, nu0);
        } else {
            s->fixed += s->cosine[n];
        }
    }
    s->beta = atan2(nu0, mu0) / TWO_PI;
    enum status status = phase_lattice_new(&schedule->rule, s->free, s->pair, &s->lattice);
    if (status == STATUS_OK)
        status = prover_new(schedule, s->cosine, s->sine, &s->prover);
    if (status != STATUS_OK)
        witness_free(s);
    else
        *out = s;
    return status;
}

void witness_free(struct witness_search *search)
{
    if (!search)
        return;
    prover_free(search->prover);
    phase_lattice_free(search->lattice);
    free(search->cosine);
    free(search->pair);
    free(search->scan);
    free(search);
}

enum status witness_enclose(struct witness_search *search, const fmpz_t distance, double target,
                            struct witness_value *value)
{
    arb_t v, t;
    arf_t bound;
    arb_init(v);
    arb_init(t);
    arf_init(bound);
    enum status status = prover_enclose(search->prover, distance, ENCLOSURE_BITS, v);
    if (status == STATUS_OK) {
        arb_div_ui(v, v, (ulong)search->schedule->pairs, ENCLOSURE_BITS);
        arf_set_d(bound, search->slack);
        arb_add_error_arf(v, bound);
        value->value = arf_get_d(arb_midref(v), ARF_RND_NEAR);
        arb_set_d(t, target);
        arb_sub(v, v, t, ENCLOSURE_BITS);
        arb_get_abs_ubound_arf(bound, v, ENCLOSURE_BITS);
        value->error = arf_get_d(bound, ARF_RND_UP);
    }
    arb_clear(v);
    arb_clear(t);
    arf_clear(bound);
    return status;
}

double witness_digits(const struct witness_search *search, double target, double error)
{
    double lo = (target - error) / mean_factor(search) - search->fixed,
           hi = (target + error) / mean_factor(search) - search->fixed,
           reach = search->amplitude * (double)search->free, digits = HUGE_VAL;
    return return_volume_digits(search->free, lo / reach, hi / reach, &digits) == STATUS_OK
               ? digits
               : HUGE_VAL;
}

/* The best distance so far: one that meets the error beats one that does not, then the smaller, or
 * the nearer. */
struct best {
    bool met;
    double miss; /* |V - target|, in doubles */
    fmpz_t distance;
};

static void consider(struct best *best, double miss, bool met, const fmpz_t distance)
{
    if (fmpz_sgn(distance) <= 0 || (best->met && !met))
        return;
    if ((met && !best->met) || (met ? fmpz_cmp(distance, best->distance) < 0 : miss < best->miss)) {
        fmpz_set(best->distance, distance);
        best->miss = miss;
        best->met = met;
    }
}

/* The first WITNESS_SCAN distances, one by one. */
static enum status scan(struct witness_search *s, double target, double error, struct best *best)
{
    enum { CHUNK = 1 << 12 };
    double distance[CHUNK];
    if (!s->scan) {
        double *value = malloc(WITNESS_SCAN * sizeof *value);
        enum status status = value ? STATUS_OK : STATUS_MEMORY;
        for (size_t done = 0; status == STATUS_OK && done < WITNESS_SCAN; done += CHUNK) {
            for (size_t i = 0; i < CHUNK; i++)
                distance[i] = (double)(done + i + 1);
            status = trig_sums(s->schedule, s->cosine, s->sine, CHUNK, distance, value + done);
        }
        if (status != STATUS_OK) {
            free(value);
            return status;
        }
        for (size_t i = 0; i < WITNESS_SCAN; i++)
            value[i] *= mean_factor(s);
        s->scan = value;
    }
    size_t nearest = 0;
    while (nearest < WITNESS_SCAN && !(fabs(s->scan[nearest] - target) <= error))
        nearest++;
    best->met = nearest < WITNESS_SCAN;
    if (!best->met) {
        nearest = 0;
        for (size_t i = 1; i < WITNESS_SCAN; i++)
            if (fabs(s->scan[i] - target) < fabs(s->scan[nearest] - target))
                nearest = i;
    }
    best->miss = fabs(s->scan[nearest] - target);
    fmpz_set_ui(best->distance, nearest + 1);
    return STATUS_OK;
}

/* Tries so many lattice points of a level. Every pair is wanted at the same angle from its peak, on
 * either side of it: sides alternate by Walsh functions, and the distance wanted moves over (0,
 * R/2) by the golden section; where two tries still ask for the same, their detours differ. */
static void try_level(struct witness_search *s, const struct phase_level *level, double target,
                      double error, unsigned tries, struct best *best)
{
    const double golden = 0.61803398874989485;
    size_t last = level->width - 1;
    /* Rests of that spread shorten the mean cosine by exp(-(2 pi spread)^2/2): ask for so much
     * more. */
    double mean = (target / mean_factor(s) - s->fixed) / (s->amplitude * (double)s->free);
    double angle = acos(fmin(fmax(mean * exp(0.5 * pow(TWO_PI * level->spread, 2.0)), -1.0), 1.0)) /
                   TWO_PI;
    fmpz_t distance;
    fmpz_init(distance);
    for (unsigned j = 0; j < tries; j++) {
        double sum = 0.0;
        for (size_t n = 0; n < last; n++)
            s->wanted[n] = s->beta + (__builtin_parity(j & (unsigned)(n + 1)) ? -angle : angle);
        s->wanted[last] = 0.5 * (j * golden - floor(j * golden));
        memcpy(s->rest, s->wanted, level->width * sizeof *s->rest);
        phase_level_nearest(level, j, s->rest, s->coordinate);
        for (size_t n = 0; n < last; n++)
            sum += cos(TWO_PI * (s->wanted[n] - s->rest[n] - s->beta));
        double miss = fabs((s->fixed + s->amplitude * sum) * mean_factor(s) - target);
        bool met = miss <= error;
        if (met || (!best->met && miss < best->miss)) {
            phase_level_distance(level, s->coordinate, distance);
            consider(best, miss, met, distance);
        }
    }
    fmpz_clear(distance);
}

/* Tries until one should meet the error by chance: rests of the level's spread move V by about so
 * much. */
static unsigned tries_at(const struct witness_search *s, const struct phase_level *level,
                         double error)
{
    double moved = TWO_PI * level->spread * s->amplitude * sqrt((double)s->free) * mean_factor(s);
    return (unsigned)fmin(fmax(4.0 * moved / error, CLIMB_TRIES), CLIMB_TRIES_MOST);
}

/* Climbs from where the volume expects the first witness to the first level that has one, or to
 * where twice those digits and what a reduced basis loses in each pair would have shown one. */
static enum status climb(struct witness_search *s, double target, double error, struct best *best)
{
    double expected = witness_digits(s, target, error) * (M_LN10 / M_LN2),
           least = fmax(expected, log2(WITNESS_SCAN)) - 1.0,
           most = 2.0 * (expected + (double)s->free) + 64.0;
    const struct phase_level *level;
    size_t first = 0, k = 0;
    enum status status = STATUS_OK;
    for (; !best->met; k++) {
        status = phase_lattice_level(s->lattice, k, &level);
        if (status != STATUS_OK || !level || level->reach > most)
            return status;
        if (level->reach >= least)
            try_level(s, level, target, error, tries_at(s, level, error), best);
        else
            first = k + 1;
    }
    for (size_t i = 0; i < REFINE_LEVELS && k-- > first && status == STATUS_OK; i++) {
        status = phase_lattice_level(s->lattice, k, &level);
        if (status == STATUS_OK)
            try_level(s, level, target, error, REFINE_TRIES, best);
    }
    return status;
}

enum status witness_find(struct witness_search *search, double target, double error,
                         fmpz_t distance, struct witness_value *value)
{
    if (!isfinite(target) || !(error > 0.0) || !isfinite(error))
        return STATUS_DOMAIN;
    /* The search computes in doubles: what it takes for met has to stay so when balls look. */
    double rounding = trig_sums_error(search->schedule, search->cosine, search->sine) *
                          mean_factor(search) +
                      search->slack;
    double sought = error > 4.0 * rounding ? error - 2.0 * rounding : 0.5 * error;
    struct best best = {.met = false};
    fmpz_init(best.distance);
    enum status status = scan(search, target, sought, &best);
    if (status == STATUS_OK && !best.met)
        status = climb(search, target, sought, &best);
    if (status == STATUS_OK) {
        fmpz_set(distance, best.distance);
        status = witness_enclose(search, distance, target, value);
    }
    fmpz_clear(best.distance);
    return status;
}

#include "theory/proof/tapa/phase_lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/proof/filter/ball_rules.h"

/* A level is reduced with entries of so many bits below the shortest vector of the level before;
 * frequencies have as many again beyond the longest distance. */
enum { ENTRY_BITS = 40 };

struct phase_lattice {
    size_t width, levels, room;
    slong step;       /* bits that R grows by from level to level */
    fmpz *turns;      /* f_n 2^TURN_BITS, rounded */
    fmpz_mat_t basis; /* p_1, .., p_width-1, r of the last level's vectors */
    struct phase_level **level;
    bool ended;
};
enum { TURN_BITS = PHASE_LATTICE_BITS + 2 * ENTRY_BITS };

static void level_free(struct phase_level *level)
{
    if (!level)
        return;
    if (level->distance)
        _fmpz_vec_clear(level->distance, (slong)level->width);
    free(level->row);
    free(level->rank);
    free(level);
}

static struct phase_level *level_new(size_t width, double reach)
{
    struct phase_level *level = calloc(1, sizeof *level);
    double *numbers = malloc((2 * width + 1) * width * sizeof *numbers);
    unsigned *rank = calloc(width, sizeof *rank);
    if (!level || !numbers || !rank) {
        free(level);
        free(numbers);
        free(rank);
        return NULL;
    }
    level->rank = rank;
    level->width = width;
    level->reach = reach;
    level->row = numbers;
    level->ortho = numbers + width * width;
    level->square = numbers + 2 * width * width;
    level->distance = _fmpz_vec_init((slong)width);
    return level;
}

enum status phase_lattice_new(const struct frequency_rule *rule, size_t count, const size_t *pair,
                              struct phase_lattice **out)
{
    *out = NULL;
    if (count == 0 || count > PHASE_LATTICE_PAIRS)
        return STATUS_DOMAIN;
    struct phase_lattice *lattice = calloc(1, sizeof *lattice);
    if (!lattice)
        return STATUS_MEMORY;
    slong rotating = (slong)(rule->rotary / 2);
    lattice->width = count + 1;
    /* From one level to the next a phase is met 2^(1/4) times better; more than 16 bits would make
     * entries of two words. */
    lattice->step = count < 4 ? 1 : count > 64 ? 16 : (slong)count / 4;
    lattice->turns = _fmpz_vec_init((slong)count);
    fmpz_mat_init(lattice->basis, (slong)count + 1, (slong)count + 1);
    fmpz_mat_one(lattice->basis);
    arb_ptr turns = _arb_vec_init(rotating);
    enum status status = ball_rule_turns(rule, TURN_BITS + ENTRY_BITS, turns);
    for (size_t n = 0; status == STATUS_OK && n < count; n++) {
        arb_mul_2exp_si(turns + pair[n], turns + pair[n], TURN_BITS);
        arf_get_fmpz(lattice->turns + n, arb_midref(turns + pair[n]), ARF_RND_NEAR);
    }
    _arb_vec_clear(turns, rotating);
    if (status != STATUS_OK)
        phase_lattice_free(lattice);
    else
        *out = lattice;
    return status;
}

void phase_lattice_free(struct phase_lattice *lattice)
{
    if (!lattice)
        return;
    for (size_t k = 0; k < lattice->levels; k++)
        level_free(lattice->level[k]);
    free(lattice->level);
    _fmpz_vec_clear(lattice->turns, (slong)lattice->width - 1);
    fmpz_mat_clear(lattice->basis);
    free(lattice);
}

/* out = value 2^-shift, rounded down. */
static void scale_down(fmpz_t out, const fmpz_t value, slong shift)
{
    if (shift >= 0)
        fmpz_fdiv_q_2exp(out, value, (ulong)shift);
    else
        fmpz_mul_2exp(out, value, (ulong)-shift);
}

/* entries = the basis' vectors (r f_n - p_n, r/R) in units of 2^-bits, R = 2^reach. */
static void entries_of(const struct phase_lattice *lattice, slong reach, slong bits,
                       fmpz_mat_t entries)
{
    slong last = (slong)lattice->width - 1;
    fmpz_t phase, whole;
    fmpz_init(phase);
    fmpz_init(whole);
    for (slong i = 0; i <= last; i++) {
        const fmpz *distance = fmpz_mat_entry(lattice->basis, i, last);
        for (slong n = 0; n < last; n++) {
            fmpz_mul(phase, distance, lattice->turns + n);
            fmpz_mul_2exp(whole, fmpz_mat_entry(lattice->basis, i, n), TURN_BITS);
            fmpz_sub(phase, phase, whole);
            scale_down(fmpz_mat_entry(entries, i, n), phase, TURN_BITS - bits);
        }
        scale_down(fmpz_mat_entry(entries, i, last), distance, reach - bits);
    }
    fmpz_clear(phase);
    fmpz_clear(whole);
}

/* Gram-Schmidt, each vector made orthogonal twice: once leaves a rest where it cancels. */
static void orthogonalise(struct phase_level *level)
{
    size_t width = level->width;
    double sum = 0.0;
    memcpy(level->ortho, level->row, width * width * sizeof *level->row);
    for (size_t i = 0; i < width; i++) {
        double *own = level->ortho + i * width;
        for (int pass = 0; pass < 2; pass++)
            for (size_t j = 0; j < i; j++) {
                const double *other = level->ortho + j * width;
                double along = 0.0;
#pragma omp simd reduction(+ : along)
                for (size_t n = 0; n < width; n++)
                    along += own[n] * other[n];
                along /= level->square[j];
                for (size_t n = 0; n < width; n++)
                    own[n] -= along * other[n];
            }
        level->square[i] = 0.0;
        for (size_t n = 0; n < width; n++)
            level->square[i] += own[n] * own[n];
        sum += level->square[i];
    }
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < width; j++)
            level->rank[i] += level->square[j] < level->square[i] ||
                              (level->square[j] == level->square[i] && j < i);
    level->spread = sqrt(sum / (12.0 * (double)width)); /* a uniform rest of +-1/2 of each */
}

/* Rows that keep ENTRY_BITS/4 bits are independent still when the next level has shortened them by
 * its step. */
static bool resolved(const struct phase_level *level)
{
    for (size_t i = 0; i < level->width; i++)
        if (!(level->square[i] > ldexp(1.0, -2 * (ENTRY_BITS - ENTRY_BITS / 4))))
            return false;
    return true;
}

static enum status add_level(struct phase_lattice *lattice)
{
    slong width = (slong)lattice->width, reach = lattice->step * (slong)(lattice->levels + 1),
          bits = ENTRY_BITS + lattice->step;
    if (lattice->levels == lattice->room) {
        size_t room = 2 * lattice->room + 16;
        struct phase_level **more = realloc(lattice->level, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        lattice->level = more;
        lattice->room = room;
    }
    struct phase_level *level = level_new(lattice->width, (double)reach);
    if (!level)
        return STATUS_MEMORY;
    fmpz_mat_t entries, steps;
    fmpz_lll_t lll;
    fmpz_mat_init(entries, width, width);
    fmpz_mat_init(steps, width, width);
    fmpz_mat_one(steps);
    fmpz_lll_context_init_default(lll);
    entries_of(lattice, reach, bits, entries);
    fmpz_lll(entries, steps, lll);
    fmpz_mat_mul(lattice->basis, steps, lattice->basis);
    /* again: the rounding of the old ones has been multiplied */
    entries_of(lattice, reach, bits, entries);
    for (slong i = 0; i < width; i++) {
        for (slong n = 0; n < width; n++)
            level->row[i * width + n] = ldexp(fmpz_get_d(fmpz_mat_entry(entries, i, n)),
                                              (int)-bits);
        fmpz_set(level->distance + i, fmpz_mat_entry(lattice->basis, i, width - 1));
    }
    fmpz_mat_clear(entries);
    fmpz_mat_clear(steps);
    orthogonalise(level);
    lattice->level[lattice->levels++] = level;
    lattice->ended = !resolved(level) || reach + lattice->step > PHASE_LATTICE_BITS;
    return STATUS_OK;
}

enum status phase_lattice_level(struct phase_lattice *lattice, size_t k,
                                const struct phase_level **level)
{
    *level = NULL;
    while (lattice->levels <= k) {
        if (lattice->ended)
            return STATUS_OK;
        enum status status = add_level(lattice);
        if (status != STATUS_OK)
            return status;
    }
    *level = lattice->level[k];
    return STATUS_OK;
}

void phase_level_nearest(const struct phase_level *level, unsigned detours, double *rest,
                         double *coordinate)
{
    size_t width = level->width;
    for (size_t i = width; i-- > 0;) {
        const double *row = level->row + i * width, *ortho = level->ortho + i * width;
        double along = 0.0;
#pragma omp simd reduction(+ : along)
        for (size_t n = 0; n < width; n++)
            along += rest[n] * ortho[n];
        along /= level->square[i];
        double whole = rint(along);
        if (level->rank[i] < 32 && (detours >> level->rank[i] & 1u))
            whole += along < whole ? -1.0 : 1.0;
        coordinate[i] = whole;
        for (size_t n = 0; n < width; n++)
            rest[n] -= whole * row[n];
    }
}

void phase_level_distance(const struct phase_level *level, const double *coordinate,
                          fmpz_t distance)
{
    fmpz_t term;
    fmpz_init(term);
    fmpz_zero(distance);
    for (size_t i = 0; i < level->width; i++) {
        fmpz_set_d(term, coordinate[i]);
        fmpz_addmul(distance, term, level->distance + i);
    }
    fmpz_clear(term);
}

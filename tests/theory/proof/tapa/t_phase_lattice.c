/* The ladder's lattices against what makes them lattices, reduced, and of that determinant; the
 * nearest plane in them. */
#include <math.h>
#include <mpfr.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/tapa/phase_lattice.h"

/* Every level: rows are r f_n up to whole turns, and r/R; the Gram-Schmidt vectors are LLL-reduced
 * and their product is 1/R. */
TEST(levels_are_reduced_lattices_of_the_turns)
{
    enum { COUNT = 15, WIDTH = COUNT + 1 };
    size_t pair[COUNT];
    for (size_t n = 0; n < COUNT; n++)
        pair[n] = n + 1;
    struct frequency_rule rule = frequency_rule_rope(5e5, 32);
    rule.unit = UNIT_TURN;
    struct phase_lattice *lattice;
    const struct phase_level *level;
    struct worst rows = {0}, product = {0}, reduced = {0};
    ck_assert_int_eq(phase_lattice_new(&rule, COUNT, pair, &lattice), STATUS_OK);
    mpfr_t turns, x;
    mpfr_inits2(400, turns, x, (mpfr_ptr)0);
    double before = 0.0;
    for (size_t k = 0; k < 40; k++) {
        ck_assert_int_eq(phase_lattice_level(lattice, k, &level), STATUS_OK);
        ck_assert_ptr_nonnull(level);
        ck_assert_uint_eq(level->width, WIDTH);
        ck_assert(level->reach > before);
        before = level->reach;
        double logarithm = 0.0;
        unsigned ranks = 0;
        for (size_t i = 0; i < WIDTH; i++) {
            char *text = fmpz_get_str(NULL, 10, level->distance + i);
            for (size_t n = 0; n < COUNT; n++) {
                mpfr_set_d(turns, 5e5, MPFR_RNDN);
                mpfr_log(turns, turns, MPFR_RNDN);
                mpfr_mul_si(turns, turns, -(long)(n + 1), MPFR_RNDN);
                mpfr_div_ui(turns, turns, 16, MPFR_RNDN);
                mpfr_exp(turns, turns, MPFR_RNDN);
                mpfr_set_str(x, text, 10, MPFR_RNDN);
                mpfr_mul(turns, turns, x, MPFR_RNDN);
                mpfr_sub_d(turns, turns, level->row[i * WIDTH + n], MPFR_RNDN);
                mpfr_rint(x, turns, MPFR_RNDN);
                mpfr_sub(turns, turns, x, MPFR_RNDN);
                worst_take(&rows, fabs(mpfr_get_d(turns, MPFR_RNDN)), 0x1p-40,
                           "level %zu row %zu pair %zu", k, i, n + 1);
            }
            worst_take(&rows,
                       fabs(level->row[i * WIDTH + COUNT] -
                            ldexp(fmpz_get_d(level->distance + i), (int)-level->reach)),
                       0x1p-40, "level %zu row %zu: r/R", k, i);
            flint_free(text);
            logarithm += 0.5 * log2(level->square[i]);
            ranks |= 1u << level->rank[i];
            if (i > 0) /* LLL with 0.99 and 0.51 gives |b_i*|^2 >= (0.99 - 0.51^2) |b_(i-1)*|^2 */
                worst_take(&reduced, level->square[i - 1] * (0.99 - 0.2601),
                           level->square[i] * (1.0 + 1e-6), "level %zu row %zu", k, i);
        }
        ck_assert_uint_eq(ranks, (1u << WIDTH) - 1);
        /* entries of 40 bits */
        worst_take(&product, fabs(logarithm + level->reach), 1e-6, "level %zu", k);
    }
    mpfr_clears(turns, x, (mpfr_ptr)0);
    phase_lattice_free(lattice);
    worst_check(&rows);
    worst_check(&product);
    worst_check(&reduced);
}

/* The rest is what was wanted less the vector found; along each Gram-Schmidt vector it is within
 * half of it, and between half and the whole where a detour was asked for. */
TEST(rest_is_within_half_of_each_vector)
{
    enum { COUNT = 8, WIDTH = COUNT + 1 };
    static const size_t pair[COUNT] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct frequency_rule rule = frequency_rule_rope(1e4, 16);
    struct phase_lattice *lattice;
    const struct phase_level *level;
    uint64_t state = 7;
    struct worst sum = {0};
    fmpz_t distance, term;
    fmpz_init(distance);
    fmpz_init(term);
    ck_assert_int_eq(phase_lattice_new(&rule, COUNT, pair, &lattice), STATUS_OK);
    ck_assert_int_eq(phase_lattice_level(lattice, 20, &level), STATUS_OK);
    for (unsigned trial = 0; trial < 400; trial++) {
        unsigned detours = trial % 2 ? trial : 0;
        double wanted[WIDTH], rest[WIDTH], coordinate[WIDTH];
        for (size_t n = 0; n < WIDTH; n++)
            wanted[n] = rest[n] = tools_uniform(&state) - 0.5;
        phase_level_nearest(level, detours, rest, coordinate);
        for (size_t n = 0; n < WIDTH; n++) {
            double found = 0.0;
            for (size_t i = 0; i < WIDTH; i++)
                found += coordinate[i] * level->row[i * WIDTH + n];
            worst_take(&sum, fabs(wanted[n] - found - rest[n]), 1e-13, "trial %u coordinate %zu",
                       trial, n);
        }
        for (size_t i = 0; i < WIDTH; i++) {
            double along = 0.0;
            for (size_t n = 0; n < WIDTH; n++)
                along += rest[n] * level->ortho[i * WIDTH + n] / level->square[i];
            bool detour = detours >> level->rank[i] & 1u;
            ck_assert_msg(detour ? fabs(along) >= 0.5 - 1e-9 && fabs(along) <= 1.0 + 1e-9
                                 : fabs(along) <= 0.5 + 1e-9,
                          "trial %u direction %zu: %.17g", trial, i, along);
        }
        phase_level_distance(level, coordinate, distance);
        for (size_t i = 0; i < WIDTH; i++) {
            fmpz_set_d(term, coordinate[i]);
            fmpz_submul(distance, term, level->distance + i);
        }
        ck_assert(fmpz_is_zero(distance));
    }
    fmpz_clear(distance);
    fmpz_clear(term);
    phase_lattice_free(lattice);
    worst_check(&sum);
}

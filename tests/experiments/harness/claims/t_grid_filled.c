/* What is made from a grid's texts: its values, its domain and the command that shows a point. */
#include "experiments/harness/claims/grid.h"

#include <math.h>

#include "tests/tools/check_tools.h"

static const struct grid lemmas = {
    .command = "lemmas --encoding=rope:base={base},dim={dim} --range={from}:{to}",
    .axes = {{".base", {"10^0.5:2:+0.75"}},
             {".from", {"2"}},
             {".to", {"9,11"}},
             {"dim", {"64"}},
             {"distances", {"5:9:+4"}}},
    .besides = "every whole distance",
};

/* 10^0.5, 10^1.25, 10^2 as the doubles that pow gives: a judge computes with what the command
 * says. */
TEST(powers_of_ten_step_by_their_exponents)
{
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&lemmas, SCALE_SMOKE, &walk), STATUS_OK);
    struct grid_point p = grid_first(&walk);
    ck_assert_uint_eq(grid_count(&walk, "base"), 3);
    for (size_t i = 0; i < 3; i++) {
        struct grid_point at = grid_at(p, "base", i);
        ck_assert(grid_number(&at, "base") == pow(10.0, 0.5 + 0.75 * (double)i));
    }
    grid_close(&walk);
}

/* A name of the command is filled in and is no option; an axis of its own is one, in whole or at
 * the point. */
TEST(command_is_filled_in_from_the_point)
{
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&lemmas, SCALE_SMOKE, &walk), STATUS_OK);
    struct grid_point p = grid_at(grid_at(grid_first(&walk), "base", 2), "to", 1);
    ck_assert_str_eq(grid_command(1, &p, NULL).text,
                     "build/posbias lemmas --encoding=rope:base=100,dim=64 --range=2:11 "
                     "--distances=5");
    ck_assert_str_eq(grid_command(1, &p, "distances").text,
                     "build/posbias lemmas --encoding=rope:base=100,dim=64 --range=2:11 "
                     "--distances=5,9");
    ck_assert_str_eq(grid_domain(&lemmas).text, "base 10^0.5:2:+0.75; from 2; to 9,11; dim 64; "
                                                "distances 5:9:+4; every whole distance");
    grid_close(&walk);
}

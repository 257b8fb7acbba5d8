/* An axis that goes along with the one before it has a value for each of its. */
#include "experiments/harness/claims/grid.h"
#include "tests/tools/check_tools.h"

static const struct grid efforts = {
    .command = "aliasing",
    .encoding = "rope:base={base},dim=64",
    .axes = {{"base", {"1e4,1e6"}},
             {"context", {"64,256", "64:1024:x4"}},
             {"&pairs", {"40,10", "80,20,5"}},
             {"dtype", {"bf16,fp16"}}},
};

/* base, context, pairs and dtype of every point, in the loop's order. */
static const struct {
    double base, context, pairs;
    const char *dtype;
} smoke[] = {{1e4, 64, 40, "bf16"},  {1e4, 64, 40, "fp16"}, {1e4, 256, 10, "bf16"},
             {1e4, 256, 10, "fp16"}, {1e6, 64, 40, "bf16"}, {1e6, 64, 40, "fp16"},
             {1e6, 256, 10, "bf16"}, {1e6, 256, 10, "fp16"}};

static void check_point(const struct grid_point *p, size_t i)
{
    ck_assert(grid_number(p, "base") == smoke[i].base &&
              grid_number(p, "context") == smoke[i].context &&
              grid_number(p, "pairs") == smoke[i].pairs);
    ck_assert_str_eq(grid_word(p, "dtype"), smoke[i].dtype);
}

TEST(axis_that_goes_along_adds_no_points)
{
    struct grid_walk walk;
    size_t count = 0;
    ck_assert_int_eq(grid_open(&efforts, SCALE_SMOKE, &walk), STATUS_OK);
    ck_assert_uint_eq(grid_points(&walk), TOOLS_COUNT(smoke));
    for (struct grid_point p = grid_first(&walk); p.valid; grid_next(&p), count++) {
        ck_assert_uint_lt(count, TOOLS_COUNT(smoke));
        struct grid_point nth = grid_nth(&walk, count);
        check_point(&p, count);
        check_point(&nth, count);
    }
    ck_assert_uint_eq(count, TOOLS_COUNT(smoke));
    grid_close(&walk);
}

/* Moving the leader takes it along; moved alone it stays where it is put. */
TEST(axis_goes_along_where_its_leader_is_moved)
{
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&efforts, SCALE_STANDARD, &walk), STATUS_OK);
    struct grid_point at = grid_at(grid_first(&walk), "context", 2),
                      alone = grid_at(at, "pairs", 0);
    ck_assert(grid_number(&at, "context") == 1024 && grid_number(&at, "pairs") == 5);
    ck_assert(grid_number(&alone, "context") == 1024 && grid_number(&alone, "pairs") == 80);
    ck_assert_str_eq(grid_word(&at, "dtype"), "bf16");
    grid_close(&walk);
}

/* One that is no option either is in the domain alone; an encoding it is compared with is shown. */
TEST(hidden_axis_goes_along)
{
    static const struct grid grid = {.command = "bias",
                                     .encoding = "alibi:dim=8,slope={slope}",
                                     .axes = {{"slope", {"1,2"}},
                                              {"&.rate", {"0.5,0.25"}},
                                              {".against", {"rope:dim=8;nope:dim=8"}},
                                              {".context", {"64"}}}};
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&grid, SCALE_SMOKE, &walk), STATUS_OK);
    struct grid_point p = grid_nth(&walk, 3);
    ck_assert(grid_number(&p, "rate") == 0.25);
    ck_assert_str_eq(grid_command(1, &p, NULL).text,
                     "build/posbias bias --encoding='alibi:dim=8,slope=2;nope:dim=8'");
    ck_assert_str_eq(grid_domain(&grid).text,
                     "alibi:dim=8,slope={slope}; slope = 1,2 with rate 0.5,0.25; against "
                     "rope:dim=8;nope:dim=8; context 64");
    grid_close(&walk);
}

TEST(domain_and_command_say_both)
{
    struct grid_walk walk;
    ck_assert_str_eq(grid_domain(&efforts).text,
                     "rope:base={base},dim=64; base = 1e4,1e6; context 64:1024:x4 (smoke 64,256) "
                     "with pairs 80,20,5 (smoke 40,10); dtype bf16,fp16");
    ck_assert_int_eq(grid_open(&efforts, SCALE_SMOKE, &walk), STATUS_OK);
    struct grid_point p = grid_at(grid_first(&walk), "context", 1);
    ck_assert_str_eq(grid_command(1, &p, NULL).text,
                     "build/posbias aliasing --encoding=rope:base=1e4,dim=64 --context=256 "
                     "--pairs=10 --dtype=bf16");
    grid_close(&walk);
}

TEST(axis_that_goes_along_has_as_many_values)
{
    static const struct grid fewer = {.axes = {{"context", {"64,256"}}, {"&pairs", {"40"}}}},
                             first = {.axes = {{"&pairs", {"40"}}}};
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&fewer, SCALE_SMOKE, &walk), STATUS_DOMAIN);
    grid_close(&walk);
    ck_assert_int_eq(grid_open(&first, SCALE_SMOKE, &walk), STATUS_DOMAIN);
    grid_close(&walk);
}

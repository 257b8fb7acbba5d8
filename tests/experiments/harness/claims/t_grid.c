/* The loop over a grid, the sentence that states it and the command that shows points of it. */
#include "experiments/harness/claims/grid.h"

#include <string.h>

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/claims/plain_presets.h"
#include "tests/tools/check_tools.h"

#define ROPE "rope:base={base},dim={dim}"

/* Two encodings at dim 128, then contexts, which no encoding names; points are the judge's. */
static const struct grid ropes = {
    .command = "locality --windows=follow",
    .encoding = ROPE,
    .axes = {{"base", {"1e4,5e5"}},
             {"dim", {"128"}},
             {"context", {"64:1024:x4", "64:4096:x4"}},
             {".points", {"16", "32", "64"}}},
};

static void open_at(const struct grid *grid, enum scale scale, struct grid_walk *walk)
{
    ck_assert_int_eq(grid_open(grid, scale, walk), STATUS_OK);
}

TEST(last_axis_is_the_fastest_and_a_number_finds_its_point)
{
    static const char *const want[] = {"a17", "a18", "a27", "a28", "a37", "a38",
                                       "b17", "b18", "b27", "b28", "b37", "b38"};
    const struct grid grid = {
        .command = "none",
        .encoding = "{one}{two}{three}",
        .axes = {{"one", {"a,b"}}, {"two", {"1:3:+1"}}, {"three", {"7,8"}}},
    };
    struct grid_walk walk;
    size_t n = 0;
    open_at(&grid, SCALE_SMOKE, &walk);
    ck_assert_uint_eq(grid_points(&walk), TOOLS_COUNT(want));
    for (struct grid_point p = grid_first(&walk); p.valid; grid_next(&p), n++) {
        struct grid_point same = grid_nth(&walk, n);
        ck_assert_uint_lt(n, TOOLS_COUNT(want));
        ck_assert_str_eq(grid_encoding(&p).text, want[n]);
        ck_assert(same.valid && same.walk == &walk);
        ck_assert_mem_eq(same.at, p.at, sizeof p.at);
    }
    ck_assert_uint_eq(n, TOOLS_COUNT(want));
    grid_close(&walk);
}

TEST(point_is_a_place_a_word_and_a_number_on_each_axis)
{
    struct grid_walk walk;
    open_at(&ropes, SCALE_STANDARD, &walk);
    struct grid_point first = grid_first(&walk),
                      p = grid_at(grid_at(first, "base", 1), "context", 2);
    ck_assert_uint_eq(grid_count(&walk, "base"), 2);
    ck_assert_uint_eq(grid_count(&walk, "context"), 4);
    ck_assert_uint_eq(grid_count(&walk, "points"), 1);
    ck_assert_uint_eq(grid_index(&p, "base"), 1);
    ck_assert_uint_eq(grid_index(&p, "context"), 2);
    ck_assert_uint_eq(grid_index(&p, "points"), 0);
    ck_assert_str_eq(grid_word(&p, "base"), "5e5");
    ck_assert(grid_number(&p, "base") == 5e5 && grid_number(&p, "context") == 1024.0 &&
              grid_number(&p, "points") == 32.0);
    ck_assert(grid_has(&walk, "points") && grid_has(&walk, "base"));
    ck_assert(!grid_has(&walk, "point") && !grid_has(&walk, ".points"));
    /* what it was moved from stays */
    ck_assert_uint_eq(grid_index(&first, "base"), 0);
    grid_close(&walk);
}

TEST(scale_without_values_repeats_the_one_before)
{
    static const struct {
        enum scale scale;
        double last, points;
    } rows[] = {{SCALE_SMOKE, 1024, 16}, {SCALE_STANDARD, 4096, 32}, {SCALE_FULL, 4096, 64}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct grid_walk walk;
        open_at(&ropes, rows[i].scale, &walk);
        struct grid_point p = grid_nth(&walk, grid_points(&walk) - 1);
        ck_assert(grid_number(&p, "context") == rows[i].last);
        ck_assert(grid_number(&p, "points") == rows[i].points);
        grid_close(&walk);
    }
}

TEST(grid_with_a_text_that_is_no_list_is_refused)
{
    const struct grid grid = {.command = "none",
                              .axes = {{"base", {"1,2"}}, {"dim", {"4:2:x2"}}, {"context", {"8"}}}};
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&grid, SCALE_SMOKE, &walk), STATUS_DOMAIN);
    grid_close(&walk);
}

static const struct {
    struct grid grid;
    const char *domain;
} sentences[] = {
    /* one value everywhere is filled in; of others the {name} stays and is said */
    {{.encoding = ROPE, .axes = {{"base", {"1e4,5e5"}}, {"dim", {"128"}}}},
     "rope:base={base},dim=128; base = 1e4,5e5"},
    {{.encoding = ROPE, .axes = {{"base", {"1e4"}}, {"dim", {"64", "128"}}}},
     "rope:base=1e4,dim={dim}; dim = 128 (smoke 64)"},
    {{.encoding = ROPE, .axes = {{"base", {"1e4"}}, {"dim", {"64", NULL, "128"}}}},
     "rope:base=1e4,dim={dim}; dim = 64 (full 128)"},
    {{.encoding = ROPE, .axes = {{"base", {"10:1000:x10"}}, {"dim", {"8"}}}},
     "rope:base={base},dim=8; base = 10:1000:x10"},
    {{.encoding = "model:{model},unit=turn", .axes = {{"model", {"plain"}}}},
     "model:{model},unit=turn; model = " PLAIN_PRESETS},
    /* a {name} of no axis, and one that only begins like an axis, are left alone */
    {{.encoding = "x:{a}{ab}", .axes = {{"ab", {"1"}}, {"c", {"2"}}}}, "x:{a}1; c 2"},
    {{.encoding = "x:{ab}", .axes = {{"a", {"1"}}}}, "x:{ab}; a 1"},
    /* options are said even if they have one value, with what other scales have instead */
    {{.encoding = "nope", .axes = {{"context", {"1", "2", "3"}}, {".points", {"16"}}}},
     "nope; context 2 (smoke 1; full 3); points 16"},
    /* encodings of an axis of their own come first, whatever its place */
    {{.axes = {{"qk", {"gauss;phase"}}, {"encoding", {"nope;tapa:dim=4,alpha=0.1"}}}},
     "nope;tapa:dim=4,alpha=0.1; qk gauss;phase"},
    {{.axes = {{"distances", {"1:9:+4"}}}, .besides = "r < b"}, "distances 1:9:+4; r < b"},
    {{.besides = "every whole r >= 2"}, "every whole r >= 2"},
};

TEST_EACH(domain_is_said_in_words, TOOLS_COUNT(sentences))
{
    ck_assert_str_eq(grid_domain(&sentences[_i].grid).text, sentences[_i].domain);
}

/* The first count points at smoke scale; the command of them all, after "build/posbias x". */
static const struct {
    size_t count;
    const char *whole;
    struct grid grid;
    const char *command;
} commands[] = {
    {1,
     NULL,
     {.encoding = ROPE, .axes = {{"base", {"1e4,5e5"}}, {"dim", {"128", "256"}}}},
     " --encoding=rope:base=1e4,dim=128"},
    {2,
     NULL,
     {.encoding = ROPE, .axes = {{"base", {"1e4,5e5"}}, {"dim", {"128"}}}},
     " --encoding='rope:base=1e4,dim=128;rope:base=5e5,dim=128'"},
    /* what points share stands once, and only points that are asked for */
    {3,
     NULL,
     {.encoding = "nope:dim={dim}", .axes = {{"dim", {"8,16"}}, {"context", {"1,2,4,8"}}}},
     " --encoding=nope:dim=8 --context=1,2,4"},
    /* four points are shown at the most */
    {5, NULL, {.axes = {{"context", {"1,2,3,4,5,6"}}}}, " --context=1,2,3,4"},
    /* a whole axis is written as the grid has it, if an option reads that */
    {1,
     "context",
     {.axes = {{"context", {"1:64:x2"}}, {"dim", {"8,16"}}}},
     " --context=1:64:x2 --dim=8"},
    {1,
     "context",
     {.axes = {{"context", {"1:9:+4"}}, {"dim", {"8,16"}}}},
     " --context=1,5,9 --dim=8"},
    {1, "dim", {.axes = {{"context", {"1:9:+4"}}, {"dim", {"8,16"}}}}, " --context=1 --dim=8,16"},
    /* the judge's own axes are no options */
    {1, "points", {.axes = {{".points", {"16,32"}}, {"context", {"2"}}}}, " --context=2"},
    {2,
     NULL,
     {.axes = {{"qk", {"gauss:mu=0,sigma=1;phase"}}, {"encoding", {"nope"}}}},
     " --encoding=nope --qk='gauss:mu=0,sigma=1;phase'"},
    {2,
     NULL,
     {.axes = {{"encoding", {"nope:dim=8;tapa"}}, {"seed", {"1"}}}},
     " --encoding='nope:dim=8;tapa' --seed=1"},
};

TEST_EACH(command_shows_its_points, TOOLS_COUNT(commands))
{
    struct grid grid = commands[_i].grid;
    struct grid_walk walk;
    struct grid_point points[8];
    struct message want;
    grid.command = "x";
    open_at(&grid, SCALE_SMOKE, &walk);
    for (size_t i = 0; i < commands[_i].count; i++)
        points[i] = grid_nth(&walk, i);
    message_set(&want, "build/posbias x%s", commands[_i].command);
    ck_assert_str_eq(grid_command(commands[_i].count, points, commands[_i].whole).text, want.text);
    grid_close(&walk);
}

TEST(value_is_quoted_where_a_shell_would_take_it_apart)
{
    static const char apart[] = "; \"$`\\*?()<>&|", whole[] = "a1:=,.-+%_/@";
    for (size_t i = 0; i < sizeof apart - 1 + sizeof whole - 1; i++) {
        bool quoted = i < sizeof apart - 1;
        const char value[] = {'v', quoted ? apart[i] : whole[i - (sizeof apart - 1)], 'w', '\0'};
        /* an axis named qk keeps its commas, any other its semicolons */
        const struct grid grid = {.command = "x",
                                  .axes = {{value[1] == ';' ? "at" : "qk", {value}}}};
        struct grid_walk walk;
        struct message want;
        open_at(&grid, SCALE_SMOKE, &walk);
        struct grid_point p = grid_first(&walk);
        message_set(&want, "build/posbias x --%s=%s%s%s", grid.axes[0].name, quoted ? "'" : "",
                    value, quoted ? "'" : "");
        ck_assert_str_eq(grid_command(1, &p, NULL).text, want.text);
        grid_close(&walk);
    }
}

/* A row's axes come before its grid's; names in what is asked stand for the values at standard
 * scale. */
TEST(words_of_a_claim_are_filled_from_both_its_grids)
{
    const struct question question = {.statement = "bases {base}, up to {points} {of} {context}",
                                      .source = "Eq. {number}",
                                      .allowance = "rounding"};
    const struct evidence more = {CLAIM_MEASURED, "z"}, none = {CLAIM_MEASURED, NULL};
    struct claim claim = {.question = &question,
                          .evidence = &more,
                          .grid = &ropes,
                          .with = {{"number", {"7"}}, {"qk", {"gauss"}}}};
    struct grid grid = claim_grid(&claim);
    static const char *const order[] = {"number", "qk", "base", "dim", "context", ".points"};
    for (size_t a = 0; a < GRID_AXES; a++)
        if (a < TOOLS_COUNT(order))
            ck_assert_str_eq(grid.axes[a].name, order[a]);
        else
            ck_assert(grid.axes[a].name == NULL);
    ck_assert_str_eq(grid.command, ropes.command);
    ck_assert_str_eq(claim_statement(&claim).text, "bases 1e4,5e5, up to 32 {of} 64:4096:x4");
    ck_assert_str_eq(claim_source(&claim).text, "Eq. 7");
    ck_assert_str_eq(claim_domain(&claim).text,
                     "rope:base={base},dim=128; number 7; qk gauss; base = 1e4,5e5; context "
                     "64:4096:x4 (smoke 64:1024:x4); points 32 (smoke 16; full 64)");
    ck_assert_str_eq(claim_allowance(&claim).text, "rounding; z");
    claim.evidence = &none;
    ck_assert_str_eq(claim_allowance(&claim).text, "rounding");
    claim.question = &(struct question){.statement = "", .source = ""};
    ck_assert_str_eq(claim_allowance(&claim).text, "");
    claim.evidence = &more;
    ck_assert_str_eq(claim_allowance(&claim).text, "z");
}

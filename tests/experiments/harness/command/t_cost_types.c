/* Estimates of each type of encoding, at its paper's parameters, against what runs take that are
 * long enough to count. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/reportcard/defaults.h"
#include "kernels/encodings/encoding.h"
#include "tests/experiments/harness/command/cost_tools.h"
#include "tests/tools/check_tools.h"

SUITE_SECONDS(900);

/* Draws to begin with; how often they are multiplied, and a run is tried; rows of the card. */
enum { LEAST = 6, LONGER = 10, TRIES = 4, ROWS = 34, TEXT = 200 };

/* Shorter runs are made longer. */
static const double LONG = 0.3;

static const char *const lines[][COST_WORDS - 3] = {
    {"properties"},
    {"tradeoff", "--context=8192", "--qk=gauss:mu=0.5"},
    {"locality", "--context=8192", "--qk=gauss:mu=0.5", "--points=32"},
    {"shift", "--context=4096", "--qk=gauss:mu=0.5"},
    {"reportcard", "--context=4096", "--qk=gauss:mu=0.5"},
};
static const size_t dims[] = {8, 64, 128};

/* Row number `row` of the report card. Out: the option. */
static void encoding_of(size_t row, size_t dim, char out[TEXT])
{
    struct message error;
    char *list = card_default_list(8192.0, dim, &error), *at = list;
    size_t found = 1;
    ck_assert_ptr_nonnull(list);
    for (const char *c = list; *c; c++)
        found += *c == ';';
    ck_assert_uint_eq(found, ROWS);
    for (size_t i = 0; i < row; i++)
        at += strcspn(at, ";") + 1;
    snprintf(out, TEXT, "--encoding=%.*s", (int)strcspn(at, ";"), at);
    free(list);
}

/* Whether the experiment is for it: shift is for what distances alone say. */
static bool allowed(const char *experiment, const char *encoding)
{
    struct encoding *e;
    struct message error;
    ck_assert_msg(encoding_parse(strchr(encoding, '=') + 1, NULL, &e, &error), "%s", error.text);
    bool distance = e->type->tokens == TOKEN_NOTHING && !encoding_absolute(e);
    encoding_free(e);
    return distance || strcmp(experiment, "shift") != 0;
}

/* The least of a few tries: a loaded machine takes nothing away. */
static void compare(const char *const *line, const char *encoding)
{
    char pairs[TEXT];
    const char *words[COST_WORDS] = {line[0], encoding, pairs};
    double draws = LEAST, seconds = 0.0, said;
    for (size_t i = 1; line[i]; i++)
        words[2 + i] = line[i];
    for (int i = 0; i < LONGER && seconds < LONG; i++) {
        if (i > 0)
            draws = ceil(draws * fmin(fmax(1.5 * LONG / fmax(seconds - 0.01, 0.002), 1.3), 50.0));
        snprintf(pairs, sizeof pairs, "--pairs=%.0f", draws);
        seconds = cost_usage(words).seconds;
    }
    said = cost_estimate(words).seconds;
    for (int i = 1; i < TRIES && !cost_within(said, seconds); i++)
        seconds = fmin(seconds, cost_usage(words).seconds);
    ck_assert_msg(cost_within(said, seconds), "%s %s %s: %.3f s estimated, %.3f used", words[0],
                  encoding, pairs, said, seconds);
}

/* POSBIAS_SLOW=1 tries every line at every dimension. */
TEST_EACH(every_row_of_the_card_takes_what_is_said, ROWS)
{
    bool all = getenv("POSBIAS_SLOW") != NULL;
    for (size_t l = 0; cost_comparable(NULL) && l < TOOLS_COUNT(lines); l++)
        for (size_t d = 0; d < TOOLS_COUNT(dims); d++) {
            char encoding[TEXT];
            encoding_of((size_t)_i, dims[d], encoding);
            if ((all || (l < 2 && d == ((size_t)_i + l) % TOOLS_COUNT(dims))) &&
                allowed(lines[l][0], encoding))
                compare(lines[l], encoding);
        }
}

/* Every experiment refuses distances that go beyond the query of an absolute encoding. */
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

#define FIRE "--encoding=fire:dim=8,slope=1,at=100"
#define NOPE "--encoding=nope:dim=8"

/* What goes one token beyond, what does not, and the distance that the message names. */
static const struct {
    const char *name, *far, *near, *distance;
    const char *words[3];
} cases[] = {
    {"bias", "--distances=1,101", "--distances=1,100", "101", {FIRE, "--pairs=2"}},
    {"bias",
     "--distances=101",
     "--distances=100",
     "101",
     {NOPE, "--pairs=2",
      "--versus="
      "fire:dim=8,slope=1,at=100"}},
    {"decay", "--distances=101", "--distances=100", "101", {FIRE}},
    {"scores", "--distances=0:101", "--distances=0:100", "101", {FIRE, "--pairs=2"}},
    {"diffhist", "--far=50:101", "--far=50:100", "101", {FIRE, "--near=0:1", "--pairs=2"}},
    {"locality", "--context=102", "--context=100", "101", {FIRE, "--pairs=2"}},
    {"locality", "--context=34", "--context=33", "102", {FIRE, "--pairs=2", "--windows=follow"}},
    {"consistency", "--distances=101", "--distances=100", "101", {FIRE, "--pairs=2"}},
    {"consistency", "--context=102", "--context=101", "101", {FIRE, "--pairs=2"}},
    {"aliasing", "--context=102", "--context=101", "101", {FIRE, "--pairs=2"}},
    {"normality", "--context=102", "--context=101", "101", {FIRE, "--pairs=2"}},
    {"tradeoff", "--context=102", "--context=100", "101", {FIRE, "--pairs=2"}},
};

static struct outcome outcome_of(size_t i, const char *word)
{
    return run_tools(experiment_find(cases[i].name),
                     (const char *const[]){"--scale=smoke", word, cases[i].words[0],
                                           cases[i].words[1], cases[i].words[2], NULL});
}

static void release(struct outcome *out) { free(out->text), free(out->printed), free(out->error); }

TEST_EACH(distances_beyond_the_query_are_refused, TOOLS_COUNT(cases))
{
    char says[64];
    struct outcome far = outcome_of((size_t)_i, cases[_i].far),
                   near = outcome_of((size_t)_i, cases[_i].near);
    snprintf(says, sizeof says, "no key is at distance %s", cases[_i].distance);
    ck_assert_msg(far.status == 2 && strstr(far.error, says) &&
                      strstr(far.error, "\"fire:dim=8,slope=1,at=100\": its query stands at 100") &&
                      strstr(far.error, cases[_i].far) && !far.text,
                  "%s %s: exit %d: %s", cases[_i].name, cases[_i].far, far.status, far.error);
    ck_assert_msg(near.status == 0, "%s %s: exit %d: %s", cases[_i].name, cases[_i].near,
                  near.status, near.error);
    release(&far), release(&near);
}

/* The others take no such encoding at all. */
TEST_EACH(every_other_experiment_refuses_the_encoding, experiment_count)
{
    bool covered = false, takes = false, check = false;
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++)
        covered = covered || strcmp(cases[i].name, experiments[_i]->name) == 0;
    for (size_t o = 0; o < experiments[_i]->option_count; o++)
        takes = takes || strcmp(experiments[_i]->options[o].name, "encoding") == 0,
        check = check || strcmp(experiments[_i]->options[o].name, "check") == 0;
    if (covered || !takes)
        return;
    struct outcome out = run_tools(
        experiments[_i],
        (const char *const[]){"--scale=smoke", FIRE, check ? "--check" : NULL, NULL});
    ck_assert_msg(out.status == 2 && strstr(out.error, "\"fire:dim=8,slope=1,at=100\""),
                  "experiment %s takes it: give it a row here (exit %d: %s)", experiments[_i]->name,
                  out.status, out.error);
    release(&out);
}

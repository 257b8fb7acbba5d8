/* Judging helpers, the claim tables of every experiment, binomial intervals and the tools claims
 * share. */
#include "experiments/harness/claims/claim.h"

#include <ctype.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/claims/plain_presets.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/interval.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

TEST(verdict_follows_from_clearance)
{
    struct judgement j;
    judge_below(&j, 1.0, 3.0);
    ck_assert(j.verdict == VERDICT_VERIFIED && j.value == 1.0 && j.limit == 3.0 &&
              j.clearance == 2.0);
    judge_below(&j, 3.0, 3.0); /* the limit itself is not below it */
    ck_assert(j.verdict == VERDICT_REFUTED && j.clearance == 0.0);
    judge_below(&j, 4.0, 3.0);
    ck_assert(j.verdict == VERDICT_REFUTED && j.clearance == -1.0);
    judge_above(&j, 4.0, 3.0);
    ck_assert(j.verdict == VERDICT_VERIFIED && j.clearance == 1.0);
    judge_above(&j, 3.0, 3.0);
    ck_assert(j.verdict == VERDICT_REFUTED);
    judge_above(&j, NAN, 3.0);
    ck_assert(j.verdict == VERDICT_REFUTED);
    judge_below(&j, NAN, 3.0);
    ck_assert(j.verdict == VERDICT_REFUTED);
    judge_below(&j, 1.0, NAN);
    ck_assert(j.verdict == VERDICT_REFUTED);
    /* two-sided 1e-9 */
    check_le(fabs(erfc(claim_z() / sqrt(2.0)) / 1e-9 - 1.0), 1e-6);
}

/* Whether a string is met for the first time: however many points name it, it is read once. */
static bool is_new(const char *text)
{
    enum { SLOTS = 1 << 14 };
    static uint64_t seen[SLOTS];
    uint64_t hash = 0xcbf29ce484222325;
    for (const char *p = text; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
    for (size_t i = 0; i < SLOTS; i++) {
        uint64_t *slot = &seen[(hash + i) % SLOTS];
        if (*slot == hash)
            return false;
        if (*slot == 0) {
            *slot = hash;
            return true;
        }
    }
    return true;
}

/* Every point of a claim's grid, at every scale, is an encoding and a query-key model, and no
 * {name} is left in its words. */
static void check_grid(const struct claim *c)
{
    struct grid grid = claim_grid(c);
    ck_assert_msg(!strpbrk(claim_statement(c).text, "{}") && !strpbrk(claim_source(c).text, "{}"),
                  "claim %s names an axis that its grid does not have", c->id);
    for (enum scale scale = 0; scale < SCALE_COUNT; scale++) {
        struct grid_walk walk;
        ck_assert_msg(grid_open(&grid, scale, &walk) == STATUS_OK, "claim %s, scale %s: %s", c->id,
                      scale_names[scale], "a list of its grid is none");
        for (struct grid_point p = grid_first(&walk); p.valid; grid_next(&p)) {
            struct message text = grid_encoding(&p);
            struct qk_law law;
            if (text.text[0] && is_new(text.text)) {
                struct encoding *encoding = claim_encoding_at(&p);
                ck_assert_msg(encoding != NULL, "claim %s: encoding %s", c->id, text.text);
                encoding_free(encoding);
            }
            if (!c->question->file && grid_has(&walk, "qk") && is_new(grid_word(&p, "qk")))
                ck_assert_msg(claim_law_at(&p, &law) == STATUS_OK, "claim %s: query-key model %s",
                              c->id, grid_word(&p, "qk"));
        }
        grid_close(&walk);
    }
}

/* Every claim says everything; ids are upper case and unique; the nine on TAPA are there and a
 * control that is false. */
TEST(every_claim_says_everything)
{
    static const char *const wanted[] = {"TAPA-T2.1", "TAPA-T2.2", "TAPA-T2.3",
                                         "TAPA-LC.1", "TAPA-LC.2", "TAPA-T3.2",
                                         "TAPA-T3.3", "TAPA-F1",   "TAPA-PHASE"};
    const struct claim *all[256];
    size_t count = claim_every(all), controls = 0;
    for (size_t e = 0; e < experiment_count; e++)
        ck_assert(experiment_find(experiments[e]->name) == experiments[e]);
    ck_assert(experiment_find("nothing") == NULL);
    for (size_t i = 0; i < count; i++) {
        const struct claim *c = all[i];
        const struct question *q = c->question;
        ck_assert_msg(c->id && q && q->statement && q->source && q->quantity && q->relation &&
                          c->evidence && strlen(claim_allowance(c).text) > 3 &&
                          strlen(claim_domain(c).text) > 3,
                      "claim %s does not say everything", c->id);
        check_grid(c);
        for (const char *p = c->id; *p; p++)
            ck_assert_msg((*p >= 'A' && *p <= 'Z') || strchr("-.0123456789", *p), "%s", c->id);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(c->id, all[j]->id);
        controls += strstr(c->id, "CONTROL") != NULL && c->expected == VERDICT_REFUTED;
    }
    ck_assert_uint_ge(controls, 1);
    for (size_t w = 0; w < TOOLS_COUNT(wanted); w++) {
        bool found = false;
        for (size_t i = 0; i < count; i++)
            found = found || strncmp(all[i]->id, wanted[w], strlen(wanted[w])) == 0;
        ck_assert_msg(found, "%s", wanted[w]);
    }
}

/* Each measured point has a limit that is false once in 1e9: under a thousand of them leave less
 * than one false alarm in a million runs. README.md has the number of limits, of which a few points
 * have two. */
TEST(measured_points_leave_no_alarm_in_a_million)
{
    for (enum scale scale = 0; scale < SCALE_COUNT; scale++) {
        size_t points = 0;
        for (size_t e = 0; e < experiment_count; e++)
            for (size_t c = 0; experiments[e]->claims && c < experiments[e]->claims->count; c++) {
                const struct claim *claim = &experiments[e]->claims->claims[c];
                struct grid grid = claim_grid(claim);
                struct grid_walk walk;
                ck_assert_int_eq(grid_open(&grid, scale, &walk), STATUS_OK);
                points += claim->evidence->kind == CLAIM_MEASURED ? grid_points(&walk) : 0;
                grid_close(&walk);
            }
        check_le((double)points * (1.0 - claim_level()), 1e-6);
    }
}

/* Whether a text has a number, no digit before or behind it. */
static bool has_number(const char *text, const char *number, size_t length)
{
    for (const char *at = text; (at = strchr(at, number[0])) != NULL; at++)
        if (strncmp(at, number, length) == 0 && !isdigit((unsigned char)at[length]) &&
            (at == text || !isdigit((unsigned char)at[-1])))
            return true;
    return false;
}

/* A number of tokens in a statement is one that the claim is judged at: "at 4 and 16 tokens". */
TEST(contexts_of_a_statement_are_judged)
{
    size_t named = 0;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t c = 0; experiments[e]->claims && c < experiments[e]->claims->count; c++) {
            const struct claim *claim = &experiments[e]->claims->claims[c];
            struct message statement = claim_statement(claim), domain = claim_domain(claim);
            const char *end = strstr(statement.text, " tokens");
            for (const char *at = statement.text; end && at < end; at++) {
                size_t length = strspn(at, "0123456789");
                bool tokens = length > 0 && (at + length == end ||
                                             strncmp(at + length, " and ", strlen(" and ")) == 0);
                named += tokens;
                ck_assert_msg(!tokens || has_number(domain.text, at, length),
                              "claim %s speaks of %.*s tokens", claim->id, (int)length, at);
                at += length > 0 ? length - 1 : 0;
            }
        }
    ck_assert_uint_ge(named, 44 + 5);
}

/* Clopper-Pearson by its definition: the binomial tails at the limits are (1 - level)/2 each. */
TEST(binomial_tails_are_as_the_level_says)
{
    static const double cases[][3] = {{1, 10, 0.95},   {5, 10, 0.95},     {9, 10, 0.95},
                                      {3, 1000, 0.95}, {500, 1000, 0.99}, {17, 200000, 0.999},
                                      {1, 1, 0.95},    {0, 7, 0.95}};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        double k = cases[i][0], n = cases[i][1], tail = 0.5 * (1.0 - cases[i][2]), lo, hi;
        ck_assert_int_eq(interval_binomial(k, n, cases[i][2], &lo, &hi), STATUS_OK);
        ck_assert(lo >= 0.0 && hi <= 1.0 && lo <= k / n && hi >= k / n);
        /* the tail's relative slope in p is at most n/p(1-p) p = n: 1e-12 relative in p and the
         * cdf's own 1e-10 */
        if (k > 0.0)
            worst_take(&w, fabs(gsl_cdf_binomial_Q((unsigned)k - 1, lo, (unsigned)n) / tail - 1.0),
                       1e-9 + 1e-12 * n, "lo %.0f of %.0f", k, n);
        else
            worst_take(&w, lo, 0.0, "lo %.0f of %.0f", k, n);
        if (k < n)
            worst_take(&w, fabs(gsl_cdf_binomial_P((unsigned)k, hi, (unsigned)n) / tail - 1.0),
                       1e-9 + 1e-12 * n, "hi %.0f of %.0f", k, n);
        else
            worst_take(&w, fabs(hi - 1.0), 0.0, "hi %.0f of %.0f", k, n);
    }
    worst_check(&w);
    double lo, hi;
    ck_assert_int_eq(interval_binomial(0.0, 100.0, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(hi - (1.0 - pow(0.025, 0.01))), 1e-13); /* zero events: 1 - (tail)^(1/n) */
    static const double bad[][3] = {{-1, 10, 0.95}, {11, 10, 0.95},  {0, 0, 0.95},   {1, 10, 0},
                                    {1, 10, 1},     {NAN, 10, 0.95}, {1, NAN, 0.95}, {1, 10, NAN}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_msg(interval_binomial(bad[i][0], bad[i][1], bad[i][2], &lo, &hi) == STATUS_DOMAIN,
                      "case %zu", i);
}

struct visited {
    size_t count;
    bool stop;
    char names[256];
};

static enum status visit(void *context, const char *name, const struct encoding *e)
{
    struct visited *v = context;
    v->count++;
    snprintf(v->names + strlen(v->names), sizeof v->names - strlen(v->names), "%s%s",
             *v->names ? "," : "", name);
    ck_assert(schedule_is_plain(encoding_schedule(e)) &&
              encoding_schedule(e)->rule.unit == UNIT_TURN);
    return v->stop ? STATUS_MEMORY : STATUS_OK;
}

TEST(plain_presets_are_each_visited)
{
    struct visited all = {0, false, ""}, one = {0, true, ""};
    ck_assert_int_eq(plain_presets_each(",unit=turn", &all, visit), STATUS_OK);
    ck_assert_str_eq(all.names, PLAIN_PRESETS);
    ck_assert_int_eq(plain_presets_each(",unit=turn", &one, visit), STATUS_MEMORY);
    ck_assert_uint_eq(one.count, 1);
    ck_assert_int_eq(plain_presets_each(",nokey=1", &all, visit), STATUS_DOMAIN);
    struct encoding *e = claim_encoding("rope:base=%.17g,dim=%d", 1e5, 64);
    ck_assert(e && encoding_schedule(e)->rule.base == 1e5 && e->dim == 64 &&
              schedule_is_plain(encoding_schedule(e)));
    encoding_free(e);
    ck_assert(claim_encoding("rope:%s", "base=0") == NULL);
    static const char *const not_plain[] = {"nope", "tapa", "rope:scaling=linear,factor=2",
                                            "rope:dim=64,rotary=32"};
    for (size_t i = 0; i < TOOLS_COUNT(not_plain); i++) {
        e = claim_encoding("%s", not_plain[i]);
        ck_assert(e && !schedule_is_plain(encoding_schedule(e)));
        encoding_free(e);
    }
}

static enum status count_up(void *context, double *value)
{
    int *calls = context;
    value[0] = value[1] = ++*calls;
    return *calls == 1 ? STATUS_CONVERGENCE : STATUS_OK;
}

/* A failure is tried again, what is known is not; another key is another memo. */
TEST(failure_is_tried_again_and_what_is_known_is_not)
{
    int calls = 0;
    const double *first = NULL, *again = NULL, *other = NULL;
    ck_assert_int_eq(claim_memo("test a", 2, count_up, &calls, &first), STATUS_CONVERGENCE);
    ck_assert_int_eq(claim_memo("test a", 2, count_up, &calls, &first), STATUS_OK);
    ck_assert_int_eq(claim_memo("test b", 2, count_up, &calls, &other), STATUS_OK);
    ck_assert_int_eq(claim_memo("test a", 2, count_up, &calls, &again), STATUS_OK);
    ck_assert(calls == 3 && again == first && first[1] == 2.0 && other[1] == 3.0);
}

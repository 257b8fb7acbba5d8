/* What pages say of claims: no two read alike, what no paper states is marked, and a claim on a
 * paper's own encoding is judged at that paper's parameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/claims/paper.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/reportcard/defaults.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

/* What pages say of a claim, its statement and what tells it from others of the same words, is said
 * of no other; and each part of it is a part of its domain. */
TEST(no_two_claims_read_alike)
{
    const struct claim *all[256];
    struct message(*text)[2] = calloc(256, sizeof *text);
    size_t count = claim_every(all), told = 0;
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < count; i++) {
        struct message domain = claim_domain(all[i]);
        text[i][0] = claim_statement(all[i]);
        text[i][1] = claim_variant(all[i], count, all);
        for (char *part = text[i][1].text, *end; *part; part = end) {
            size_t length = (end = strstr(part, "; ")) ? (size_t)(end - part) : strlen(part);
            char words[MESSAGE_SIZE];
            snprintf(words, sizeof words, "%.*s", (int)length, part);
            ck_assert_msg(strstr(domain.text, words) != NULL, "%s: \"%s\" is not in its domain",
                          all[i]->id, words);
            end = end ? end + 2 : part + length;
            told++;
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(strcmp(text[i][0].text, text[k][0].text) != 0 ||
                              strcmp(text[i][1].text, text[k][1].text) != 0,
                          "%s and %s read alike: %s", all[i]->id, all[k]->id, text[i][0].text);
    ck_assert_uint_ge(told, 100);
    free(text);
}

/* A statement that rests on a derivation alone, or that its paper denies or does not make, is
 * marked as asked here: its source begins so. */
TEST(what_no_paper_states_is_marked_as_asked)
{
    static const char *const not_stated[] = {"says that it is false", "says that they do not",
                                             "say nothing", "no paper", "says only"};
    const struct claim *all[256];
    size_t count = claim_every(all), asked = 0;
    for (size_t i = 0; i < count; i++) {
        struct message source = claim_source(all[i]);
        bool own = strncmp(source.text, "theory/", 7) == 0 ||
                   strncmp(source.text, "kernels/", 8) == 0;
        for (size_t w = 0; w < TOOLS_COUNT(not_stated); w++)
            own = own || strstr(source.text, not_stated[w]);
        ck_assert_msg(!own || claim_is_asked(all[i]), "%s: %s", all[i]->id, source.text);
        asked += claim_is_asked(all[i]);
    }
    ck_assert_uint_ge(asked, 50);
}

/* The paper of each encoding that has claims of its own, by the first word of their ids. */
static const struct {
    const char *paper, *type;
} own[] = {
    {"TAPA", "tapa"},      {"HOPEFAST", "hope-fast"},  {"COPECLIP", "cope-clip"},
    {"ROPEID", "rope-id"}, {"ROPEIM", "rope-im"},      {"POPE", "pope"},
    {"FOPE", "fope"},      {"HOPEHYP", "hope-hyp"},    {"HYSPE", "hyspe"},
    {"JORDAN", "jordan"},  {"CAROPE", "carope"},       {"PATH", "path"},
    {"FOX", "fox"},        {"SELECTIVE", "selective"},
};

/* Claims about other parameters on purpose. */
static const char *const elsewhere[] = {
    "TAPA-PHASE",             /* the linear phase against the quadratic one */
    "TAPA-TOKEN-ORDER-SCALE", /* a phase that turns a hundredth as fast */
    "COPECLIP-HARD",          /* clipped at once, and at the base of models: */
    "COPECLIP-SOFT",          /* -SOFT-1E7 is at the published one */
    "COPECLIP-BETTER",        /* these two against each other */
};

static bool is_elsewhere(const char *id)
{
    bool found = false;
    for (size_t i = 0; i < TOOLS_COUNT(elsewhere); i++)
        found = found || strcmp(elsewhere[i], id) == 0;
    return found;
}

/* A resolved string without the keys that follow from the task: its size, lengths and heads. */
static void keep_parameters(const char *resolved, char *out)
{
    static const char *const task[] = {"dim=", "train=", "at=", "heads="};
    char text[MESSAGE_SIZE], *rest = text;
    snprintf(text, sizeof text, "%s", resolved);
    out[0] = '\0';
    for (char *key; (key = strsep(&rest, ",:")) != NULL;) {
        bool kept = true;
        for (size_t i = 0; i < TOOLS_COUNT(task); i++)
            kept = kept && strncmp(key, task[i], strlen(task[i])) != 0;
        if (kept)
            snprintf(out + strlen(out), MESSAGE_SIZE - strlen(out), "%s ", key);
    }
}

/* Whether an encoding has the parameters that its type's paper published. */
static bool is_published(const struct encoding *e)
{
    struct message error;
    char *list = card_default_list(4096.0, e->dim, &error), *rest = list;
    char ours[MESSAGE_SIZE], theirs[MESSAGE_SIZE];
    bool found = false;
    ck_assert_ptr_nonnull(list);
    keep_parameters(e->resolved, ours);
    for (char *text; (text = strsep(&rest, ";")) != NULL;) {
        size_t name = strcspn(text, ":");
        if (strlen(e->type->name) != name || strncmp(text, e->type->name, name) != 0)
            continue;
        struct encoding *published = claim_encoding("%s", text);
        ck_assert_ptr_nonnull(published);
        keep_parameters(published->resolved, theirs);
        found = found || strcmp(ours, theirs) == 0;
        encoding_free(published);
    }
    free(list);
    return found;
}

/* Whether a grid has points on the type, and one of them as it was published. */
static bool look(const struct claim *claim, const char *type, bool *on_type)
{
    struct grid grid = claim_grid(claim);
    struct grid_walk walk;
    bool found = false;
    *on_type = false;
    ck_assert_int_eq(grid_open(&grid, SCALE_SMOKE, &walk), STATUS_OK);
    for (struct grid_point p = grid_first(&walk); p.valid && !found; grid_next(&p)) {
        struct message text = grid_encoding(&p);
        size_t length = strlen(type);
        if (strncmp(text.text, type, length) != 0 ||
            (text.text[length] && text.text[length] != ':'))
            continue;
        struct encoding *e = claim_encoding("%s", text.text);
        ck_assert_ptr_nonnull(e);
        *on_type = true;
        found = is_published(e);
        encoding_free(e);
    }
    grid_close(&walk);
    return found;
}

TEST(a_paper_s_own_parameters_are_among_those_judged)
{
    const struct claim *all[256];
    size_t count = claim_every(all), judged = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t o = 0; o < TOOLS_COUNT(own); o++) {
            bool on_type;
            if (strcmp(paper_of(all[i]->id)->prefix, own[o].paper) != 0)
                continue;
            bool published = look(all[i], own[o].type, &on_type);
            ck_assert_msg(!on_type || published || is_elsewhere(all[i]->id),
                          "%s is not judged at its paper's parameters", all[i]->id);
            judged += published;
        }
    ck_assert_uint_ge(judged, 20);
}

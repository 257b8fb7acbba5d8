/* Every number of every string at the ends of its range, in every experiment: finite results, or a
 * refusal. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/run_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

/* The smallest run of each experiment; a new one needs a row here. */
static const struct {
    const char *name, *words[4];
} sizes[] = {
    {"bias", {"--pairs=4", "--distances=0,1,7,1000,9007199254740992"}},
    {"decay", {"--distances=1,7,1000,9007199254740992"}},
    {"gap", {"--near=1:2", "--far=5:10"}},
    {"instability", {"--method=scan", "--scan=50", "--grid=3"}},
    {"diffhist", {"--pairs=16", "--near=0:4", "--far=10:14"}},
    {"locality", {"--context=16", "--pairs=2"}},
    {"consistency", {"--distances=1,7,1000000", "--context=8", "--pairs=8"}},
    {"aliasing", {"--context=16", "--pairs=2"}},
    {"normality", {"--context=16", "--pairs=2"}},
    {"tradeoff", {"--context=16", "--pairs=4"}},
    {"lemmas", {"--distances=2,1000"}},
    {"scores", {"--pairs=1", "--distances=0,1,9007199254740992"}},
    {"frequencies", {"--context=1000"}},
    {"basebound", {"--check", "--context=16"}},
    {"precision", {"--positions=0,1,300", "--pairs=2", "--keys=1,7", "--shifts=1"}},
    {"bounds", {"--context=16", "--limit=1000"}},
    {"moments", {"--tokens=8"}},
    {"heads", {"--tokens=8", "--pairs=2", "--context=16"}},
    {"shift", {"--context=16", "--pairs=4"}},
    {"properties", {"--pairs=1", "--distances=1,2251799813685248"}},
    {"reportcard", {"--context=66", "--pairs=6"}},
};

/* Strings that take a type's keys between them: its specimen and these. */
static const char *const hosts[] = {
    "rope:dim=8,scaling=linear,factor=2",
    "rope:dim=8,scaling=ntk,alpha=2",
    "rope:dim=8,scaling=dynamic,factor=2,orig=4k,length=8k",
    "rope:dim=8,scaling=yarn,factor=4,orig=4k",
    "rope:dim=8,scaling=yarn-paper,factor=4,orig=4k",
    "rope:dim=8,scaling=llama3,factor=4,orig=8k",
    "rope:dim=8,scaling=longrope,factor=4,orig=4k,ext=1/2/3/4",
    "rope:dim=8,scaling=yarn,factor=4,orig=4k,beta_fast=1.7976931348623157e308",
    "rope:dim=8,scaling=yarn-paper,factor=4,orig=4k,beta_fast=1.7976931348623157e308",
    "rope:dim=8,unit=turn",
    "tapa:dim=8,phase=linear",
    "alibi:dim=8,heads=12,head=3",
    "rope:dim=2",
    "tapa:dim=2",
    "nope:dim=2",
    "alibi:dim=2,slope=1",
    "xpos:dim=2",
    "kerple-log:dim=8",
    "grape-a:dim=8,slope=1",
    "t5:dim=8,slope=1,buckets=1024,most=1k",
    "fire:dim=8,slope=1",
    "fope:dim=8",
    "evq:dim=8,train=1000",
};

static bool slow(void) { return getenv("POSBIAS_SLOW"); }

/* End number `which` of a key's range; false if there are no more. */
static bool end_of(const struct spec_key *key, size_t which, char text[64])
{
    double lo = key->open_lo ? nextafter(key->lo, HUGE_VAL) : key->lo,
           hi = key->open_hi ? nextafter(key->hi, -HUGE_VAL) : key->hi;
    if (lo > 0.0) /* smaller numbers lose digits and are not read */
        lo = fmax(lo, 0x1p-1022);
    lo = fmax(lo, -0x1.fffffffffffffp1023), hi = fmin(hi, 0x1.fffffffffffffp1023);
    const double ends[] = {lo, hi, -lo, -hi, 0.0};
    if (key->type == SPEC_CHOICE || key->type == SPEC_TEXT || key->type == SPEC_FIRST ||
        which >= (key->type == SPEC_SIGNED ? TOOLS_COUNT(ends) : 2))
        return false;
    snprintf(text, 64, "%.17g", ends[which]);
    return true;
}

/* The string with one key's value in place of its own, or behind it. */
static void with_value(const char *text, const char *key, const char *value, char out[256])
{
    char name[64];
    const char *at;
    snprintf(name, sizeof name, ",%s=", key);
    if (!(at = strstr(text, name))) {
        name[0] = ':';
        at = strstr(text, name);
    }
    if (!at) {
        snprintf(out, 256, "%s%c%s=%s", text, strchr(text, ':') ? ',' : ':', key, value);
        return;
    }
    at += strlen(name);
    snprintf(out, 256, "%.*s%s%s", (int)(at - text), text, value, at + strcspn(at, ","));
}

/* Whether a string's type reads the tokens on the way. */
static bool walks(const char *text)
{
    for (size_t t = 0; t < encoding_type_count; t++)
        if (spec_name_length(text) == strlen(encoding_types[t]->name) &&
            strncmp(text, encoding_types[t]->name, spec_name_length(text)) == 0)
            return encoding_types[t]->kind == ENCODING_PATH;
    return false;
}

/* The word, without its last distance if no walk gets there. */
static const char *near_word(const char *word, char out[100])
{
    const char *last = strrchr(word, ',');
    if (!last || strtod(last + 1, NULL) < 1e12)
        return word;
    snprintf(out, 100, "%.*s", (int)(last - word), word);
    return out;
}

/* Runs one pair of strings in an experiment: it ends well, or is refused by naming the text at
 * fault, or the hours that it would take at an end that a quick run leaves out. */
static void run_one(size_t e, const char *encoding, const char *qk)
{
    char words[2][300], shorter[TOOLS_COUNT(sizes[0].words)][100];
    const char *list[8] = {"--scale=smoke", words[0]};
    size_t count = 2;
    snprintf(words[0], sizeof words[0], "--encoding=%s", encoding);
    snprintf(words[1], sizeof words[1], "--qk=%s", qk);
    const struct experiment *experiment = experiment_find(sizes[e].name);
    for (size_t o = 0; o < experiment->option_count; o++)
        if (strcmp(experiment->options[o].name, "qk") == 0 &&
            strcmp(sizes[e].words[0], "--check") != 0)
            list[count++] = words[1];
    for (size_t i = 0; i < TOOLS_COUNT(sizes[e].words) && sizes[e].words[i]; i++)
        list[count++] = walks(encoding) ? near_word(sizes[e].words[i], shorter[i])
                                        : sizes[e].words[i];
    struct outcome out = run_tools(experiment, list);
    bool named = strchr(out.error, '"') ||
                 (slow() && strstr(out.error, "; expected less than 1, or --yes"));
    bool refused = out.status == 2 && named && !out.text;
    ck_assert_msg((out.status == 0 && out.text) || refused, "%s %s %s: exit %d: %s", sizes[e].name,
                  words[0], words[1], out.status, out.error);
    free(out.text);
    free(out.printed);
    free(out.error);
}

static size_t row_of(size_t e)
{
    size_t row = 0;
    while (row < TOOLS_COUNT(sizes) && strcmp(sizes[row].name, experiments[e]->name) != 0)
        row++;
    ck_assert_msg(row < TOOLS_COUNT(sizes), "experiment %s has no row in tests/cli/t_ends.c",
                  experiments[e]->name);
    return row;
}

/* Whether a string is taken; *reached if it is, or is refused for the key's value and not for the
 * company it is in. */
static bool taken(const char *text, const char *key, bool *reached)
{
    struct encoding *e;
    struct message error = {""};
    bool ok = encoding_parse(text, NULL, &e, &error);
    const char *reason = strstr(error.text, "\": ");
    if (ok || (reason && strstr(reason, "; expected ") && strstr(reason, key) &&
               !strstr(reason, "does not take")))
        *reached = true;
    encoding_free(e);
    return ok;
}

/* A string of the type, or NULL behind the last. */
static const char *host_of(const struct encoding_type *type, size_t i)
{
    if (i == 0)
        return type->specimen;
    for (size_t h = 0; h < TOOLS_COUNT(hosts); h++)
        if (spec_name_length(hosts[h]) == strlen(type->name) &&
            strncmp(hosts[h], type->name, strlen(type->name)) == 0 && --i == 0)
            return hosts[h];
    return NULL;
}

TEST(every_end_is_taken_by_a_string)
{
    for (size_t t = 0; t < encoding_type_count; t++)
        for (size_t k = 0; k < encoding_types[t]->key_count; k++) {
            const struct spec_key *key = &encoding_types[t]->keys[k];
            char value[64], text[256];
            const char *host;
            bool any = !end_of(key, 0, value);
            for (size_t which = 0; !any && end_of(key, which, value); which++)
                for (size_t h = 0; !any && (host = host_of(encoding_types[t], h)); h++) {
                    with_value(host, key->name, value, text);
                    taken(text, key->name, &any);
                }
            ck_assert_msg(any, "no string takes %s of %s at an end: add one to tests/cli/t_ends.c",
                          key->name, encoding_types[t]->name);
        }
}

/* In a quick run each end stands in the first string that takes it, in every eighth experiment. */
TEST_EACH(encodings_at_the_ends_of_their_keys, experiment_count)
{
    size_t row = row_of((size_t)_i);
    for (size_t t = 0; t < encoding_type_count; t++)
        for (size_t k = 0; k < encoding_types[t]->key_count; k++) {
            const struct spec_key *key = &encoding_types[t]->keys[k];
            char value[64], text[256];
            const char *host;
            for (size_t which = 0; end_of(key, which, value); which++) {
                if (!slow() && (strcmp(key->name, "dim") == 0 || (row + k + which) % 8 != 0))
                    continue;
                for (size_t h = 0; (host = host_of(encoding_types[t], h)); h++) {
                    bool reached;
                    with_value(host, key->name, value, text);
                    if (!taken(text, key->name, &reached))
                        continue;
                    run_one(row, text, "gauss:mu=0.5");
                    if (!slow())
                        break;
                }
            }
        }
}

/* Every key of a model at every end, the others at every end too; a few of them in a quick run. */
TEST_EACH(models_at_the_ends_of_their_keys, experiment_count)
{
    size_t row = row_of((size_t)_i);
    for (size_t m = 0; m < qk_type_count; m++) {
        const struct qk_type *type = &qk_types[m];
        for (size_t k = 0; k < type->key_count; k++)
            for (size_t other = 0; other < type->key_count; other++) {
                char value[64], second[64], one[256], text[256];
                for (size_t i = 0; end_of(&type->keys[k], i, value); i++)
                    for (size_t j = 0; end_of(&type->keys[other], j, second); j++) {
                        if (other < k || (other == k && j > 0))
                            continue;
                        with_value(type->name, type->keys[k].name, value, one);
                        with_value(one, type->keys[other].name, other == k ? value : second, text);
                        for (size_t t = 0; t < encoding_type_count; t++)
                            if (slow() || (row + i + j + k + other + t) % 24 == 0)
                                run_one(row, encoding_types[t]->specimen, text);
                    }
            }
    }
}

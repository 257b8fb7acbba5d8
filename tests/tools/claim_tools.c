#include "tests/tools/claim_tools.h"

#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "tests/tools/cli_tools.h"

const struct claim *claim_named(const struct claim_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->claims[i].id, id) == 0)
            return &set->claims[i];
    ck_abort_msg("no claim %s", id);
    return NULL;
}

size_t claim_every(const struct claim **all)
{
    size_t count = 0;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t c = 0; experiments[e]->claims && c < experiments[e]->claims->count; c++)
            all[count++] = &experiments[e]->claims->claims[c];
    return count;
}

void claim_show(const struct claim *claim, struct judgement *judged, struct csv *csv)
{
    struct folder f;
    struct message error, line;
    folder_make(&f);
    ck_assert_int_eq(claim_judge(claim, SCALE_SMOKE, judged), STATUS_OK);
    ck_assert_int_eq(judged->verdict, claim->expected);
    message_set(&line, "%s -o %s", judged->shown_by.text + strlen("build/posbias "),
                folder_file(&f, "out.csv"));
    struct cli_result r = cli_shell(line.text);
    cli_went_well(&r);
    cli_free(&r);
    bool read = csv_read(folder_file(&f, "out.csv"), csv, &error);
    ck_assert_msg(read, "%s: %s", claim->id, error.text);
    folder_remove(&f);
}

/* Takes a command apart as a shell does, in place. Returns: how many words. */
static size_t shell_words(char *text, size_t most, const char **words)
{
    size_t count = 0;
    char *to = text;
    for (const char *at = text; *at;) {
        bool quoted = false;
        ck_assert_uint_lt(count, most);
        words[count++] = to;
        for (; *at && (quoted || *at != ' '); at++) {
            if (*at == '\'')
                quoted = !quoted;
            else
                *to++ = *at;
        }
        at += *at == ' ';
        *to++ = '\0';
    }
    return count;
}

void claim_command_valid(const char *id, const char *command)
{
    enum { WORDS = 32 };
    struct message line, error;
    const char *words[WORDS];
    struct cost cost;
    message_set(&line, "%s", command);
    ck_assert_str_eq(line.text, command);
    size_t count = shell_words(line.text, WORDS, words);
    ck_assert_msg(count > 2 && strcmp(words[0], "build/posbias") == 0, "%s: %s", id, command);
    if (strcmp(words[1], "claims") == 0) {
        ck_assert_msg(count == 3 && strcmp(words[2], id) == 0, "%s: %s", id, command);
        return;
    }
    const struct experiment *experiment = experiment_find(words[1]);
    ck_assert_msg(experiment, "%s: %s", id, command);
    bool valid = estimate_words(experiment, count - 2, words + 2, 1.0, &cost, &error);
    ck_assert_msg(valid, "%s: %s: %s", id, command, error.text);
    cost_free(&cost);
}

#include "tests/tools/claim_tools.h"

#include <string.h>

#include "tests/tools/cli_tools.h"

const struct claim *claim_named(const struct claim_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->claims[i].id, id) == 0)
            return &set->claims[i];
    ck_abort_msg("no claim %s", id);
    return NULL;
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

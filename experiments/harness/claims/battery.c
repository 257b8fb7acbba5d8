#include "experiments/harness/claims/battery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/battery_print.h"
#include "experiments/harness/claims/claim_price.h"
#include "experiments/harness/draws/machine.h"
#include "experiments/harness/output/atomic_file.h"
#include "experiments/harness/output/failure.h"
#include "experiments/harness/output/progress.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/output/text_stream.h"
#include "theory/ground/text.h"

/* "=ID" selects that claim; "ID" its sub-claims too, whose ids go on with a '-'. */
static bool selected(const char *id, const char *wanted)
{
    size_t length = strlen(wanted);
    if (*wanted == '=')
        return strcmp(id, wanted + 1) == 0;
    return strncmp(id, wanted, length) == 0 && (id[length] == '\0' || id[length] == '-');
}

/* Every claim, set by set, chosen or not. Returns NULL without memory. */
static struct judged *gather(const struct battery *battery, size_t *count)
{
    size_t total = 0;
    for (size_t s = 0; s < battery->set_count; s++)
        total += battery->sets[s]->count;
    struct judged *list = calloc(total + 1, sizeof *list);
    *count = 0;
    for (size_t s = 0; list && s < battery->set_count; s++)
        for (size_t c = 0; c < battery->sets[s]->count; c++)
            list[(*count)++].claim = &battery->sets[s]->claims[c];
    return list;
}

static int summary_status(size_t count, const struct judged *list)
{
    for (size_t i = 0; i < count; i++)
        if (!battery_as_expected(&list[i]))
            return EXIT_UNEXPECTED;
    return EXIT_DONE;
}

/* The last line of a battery; returns the exit status. */
static int print_summary(size_t count, const struct judged *list)
{
    size_t tally[VERDICTS] = {0};
    int status = summary_status(count, list);
    for (size_t i = 0; i < count; i++)
        tally[list[i].result.verdict]++;
    printf("posbias: %zu claims", count);
    for (size_t v = 0; v < VERDICTS; v++)
        printf(", %zu %s", tally[v], verdict_names[v]);
    printf(": %s\n", status == EXIT_DONE ? "as expected" : "NOT as expected");
    return status;
}

/* Where the claims go: a table for the CSV, a file for any other format. */
struct output {
    struct table *table; /* NULL: not a CSV */
    struct atomic_file file;
};

/* Opens path, or standard output if NULL. */
static bool output_open(struct output *out, bool as_csv, struct header *header, const char *path,
                        struct message *error)
{
    *out = (struct output){.table = NULL};
    if (!as_csv)
        return atomic_open(&out->file, path, error);
    out->table = table_open(path, TABLE_CSV, header, CLAIM_COLUMNS, claim_columns, error);
    return out->table != NULL;
}

static void output_discard(struct output *out)
{
    if (out->table)
        table_discard(out->table);
    else
        atomic_discard(&out->file);
}

/* Everything in one format. */
static bool output_finish(struct output *out, enum claim_format format, size_t count,
                          const struct judged *list, struct message *error)
{
    static bool (*const print[])(FILE *, size_t, const struct judged *) = {
        [CLAIM_TABLE] = battery_print_table,
        [CLAIM_JSON] = battery_print_json,
        [CLAIM_TAP] = battery_print_tap,
        [CLAIM_MARKDOWN] = battery_print_markdown};
    if (out->table) {
        battery_fill_table(count, list, out->table);
        return table_close(out->table, error);
    }
    if (print[format](out->file.stream, count, list))
        return atomic_commit(&out->file, error);
    atomic_discard(&out->file);
    return message_memory(error);
}

static bool unknown_id(const char *id, size_t count, const struct judged *list,
                       struct message *error)
{
    const char **names = calloc(count, sizeof *names);
    if (!names)
        return message_memory(error);
    for (size_t c = 0; c < count; c++)
        names[c] = list[c].claim->id;
    const char *alone = *id == '=' ? "=" : "";
    message_set(error,
                "unknown claim \"%s\"; expected an id that `posbias claims` prints, %s for one%s",
                id, names[0], text_suggestion_typed(alone, id + strlen(alone), count, names).text);
    free(names);
    return false;
}

/* Keeps the claims that were asked for; false with *error set for an id that is none. */
static bool choose(const struct battery *battery, size_t *count, struct judged *list,
                   struct message *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < battery->id_count; i++) {
        bool found = false;
        for (size_t c = 0; c < *count && !found; c++)
            found = selected(list[c].claim->id, battery->ids[i]);
        if (!found)
            return unknown_id(battery->ids[i], *count, list, error);
    }
    for (size_t c = 0; c < *count; c++) {
        bool take = battery->id_count == 0;
        for (size_t i = 0; i < battery->id_count && !take; i++)
            take = selected(list[c].claim->id, battery->ids[i]);
        if (!take)
            continue;
        list[kept] = (struct judged){.claim = list[c].claim};
        message_set(&list[kept].command, "build/posbias claims %s --scale=%s", list[kept].claim->id,
                    scale_names[battery->scale]);
        kept++;
    }
    *count = kept;
    return true;
}

/* What judging the list takes here, a step each; to be released. */
static struct cost expected(size_t count, const struct judged *list, enum scale scale)
{
    double pace[PACE_COUNT], cores = machine_cores();
    struct cost cost;
    machine_pace(pace);
    cost_begin(&cost, cores, cores, pace);
    for (size_t i = 0; i < count; i++)
        claim_cost(list[i].claim, scale, &cost);
    return cost;
}

/* Judges every listed claim; false with *error set at the first that cannot be. */
static bool judge_each(size_t count, struct judged *list, enum scale scale, struct message *error)
{
    for (size_t i = 0; i < count; i++) {
        enum status status = claim_judge(list[i].claim, scale, &list[i].result);
        progress_step();
        if (status != STATUS_OK)
            return message_set(error, "claim %s: %s", list[i].claim->id, failure_text(status));
    }
    return true;
}

/* Says first what it takes, and tells how far it is. */
static bool judge_all(const struct battery *battery, const struct cost *cost, size_t count,
                      struct judged *list, struct message *error)
{
    if (!battery->quiet)
        progress_tell("claims", (size_t)machine_cores(), cost->seconds, cost_bytes(cost),
                      cost->step_count, cost->steps);
    bool ok = judge_each(count, list, battery->scale, error);
    progress_end();
    return ok;
}

/* Prints what could be judged; returns the exit status. */
static int print_list(size_t count, const struct judged *list)
{
    struct message error;
    for (size_t i = 0; i < count; i++)
        printf("%-28s %s\n", list[i].claim->id, claim_statement(list[i].claim).text);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    message_set(&error, "cannot write standard output");
    return failure_print(EXIT_BROKEN, &error);
}

/* What identifies a battery: program, claims asked for, scale. NULL: no memory. */
static struct header *battery_header(const struct battery *battery)
{
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    if (!out) {
        text_stream_end(&text);
        return NULL;
    }
    fputs("build/posbias claims", out);
    for (size_t i = 0; i < battery->id_count; i++)
        fprintf(out, " %s", battery->ids[i]);
    fprintf(out, " --scale=%s", scale_names[battery->scale]);
    char *command = text_stream_end(&text);
    struct header *header = command ? header_new("claims") : NULL;
    if (header)
        header_put(header, "command", command);
    free(command);
    return header;
}

/* Judges the list, once it is sure that the result has a place to go to. */
static bool judge_into_output(const struct battery *battery, const struct cost *cost, size_t count,
                              struct judged *list, struct header *header, bool as_csv,
                              struct message *error)
{
    struct output output;
    if (!output_open(&output, as_csv, header, battery->path, error))
        return false;
    if (judge_all(battery, cost, count, list, error))
        return output_finish(&output, battery->format, count, list, error);
    output_discard(&output);
    return false;
}

/* Fills the list: from the CSV that is still valid, or by judging. Returns: the exit status. */
static int fill(const struct battery *battery, size_t count, struct judged *list,
                struct header *header, bool as_csv)
{
    const char *path = battery->path;
    struct message error;
    if (battery->reuse && reuse_matches(path, header_text(header), CLAIM_COLUMNS, claim_columns) &&
        battery_read_csv(count, list, path)) {
        const char *slash = strrchr(path, '/');
        message_set(&error, "%s is up to date", slash ? slash + 1 : path);
        return battery->quiet ? EXIT_DONE : failure_print(EXIT_DONE, &error);
    }
    struct cost cost = expected(count, list, battery->scale);
    int code = EXIT_DONE;
    if (!battery->yes && !machine_affords("claims", &cost, &error))
        code = failure_print(EXIT_USAGE, &error);
    else if (!judge_into_output(battery, &cost, count, list, header, as_csv, &error))
        code = failure_print(EXIT_BROKEN, &error);
    cost_free(&cost);
    return code;
}

/* Prints what is not in the file; returns the exit status. */
static int conclude(const struct battery *battery, size_t count, const struct judged *list)
{
    struct message error;
    if (battery->path)
        battery_print_table(stdout, count, list);
    int code = battery->path || battery->format == CLAIM_TABLE ? print_summary(count, list)
                                                               : summary_status(count, list);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    message_set(&error, "cannot write standard output");
    return failure_print(EXIT_BROKEN, &error);
}

int battery_run(const struct battery *battery)
{
    struct message error;
    size_t count;
    bool as_csv = battery->format == CLAIM_CSV || (battery->path && battery->format == CLAIM_TABLE);
    struct judged *list = gather(battery, &count);
    struct header *header = battery_header(battery);
    int code;
    if (!list || !header || !header_text(header)) {
        message_memory(&error);
        code = failure_print(EXIT_BROKEN, &error);
    } else if (!choose(battery, &count, list, &error)) {
        code = failure_print(EXIT_USAGE, &error);
    } else if (battery->list) {
        code = print_list(count, list);
    } else if (battery->reuse && !reuse_allowed(battery->path, as_csv, &error)) {
        code = failure_print(EXIT_USAGE, &error);
    } else {
        code = fill(battery, count, list, header, as_csv);
        code = code == EXIT_DONE ? conclude(battery, count, list) : code;
    }
    free(list);
    header_free(header);
    return code;
}

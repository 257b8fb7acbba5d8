#include "experiments/harness/claims/battery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/battery_choose.h"
#include "experiments/harness/claims/battery_output.h"
#include "experiments/harness/claims/battery_papers.h"
#include "experiments/harness/claims/claim_price.h"
#include "experiments/harness/draws/machine.h"
#include "experiments/harness/driver/checkpoint.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/output/text_stream.h"

static int closing_status(size_t count, const struct judged *list)
{
    for (size_t i = 0; i < count; i++)
        if (!battery_as_expected(&list[i]))
            return EXIT_UNEXPECTED;
    return EXIT_DONE;
}

/* The last line of a battery, and before it how many are not judged; returns the exit status. */
static int print_closing(size_t count, const struct judged *list)
{
    size_t tally[VERDICT_WORDS] = {0};
    int status = closing_status(count, list);
    for (size_t i = 0; i < count; i++)
        tally[list[i].result.verdict]++;
    if (tally[VERDICT_NONE])
        printf("posbias: %zu more %s: %s\n", tally[VERDICT_NONE], verdict_names[VERDICT_NONE],
               claim_needs_file);
    size_t judged = count - tally[VERDICT_NONE];
    printf("posbias: %zu claim%s", judged, judged == 1 ? "" : "s");
    for (size_t v = 0; v < VERDICTS; v++)
        printf(", %zu %s", tally[v], verdict_names[v]);
    printf(": %s\n", status == EXIT_DONE ? "as expected" : "NOT as expected");
    return status;
}

/* What judging the list takes here, a step each; to be released. */
static struct cost expected(size_t count, const struct judged *list, enum scale scale)
{
    double pace[PACE_COUNT], cores = machine_cores();
    struct cost cost;
    machine_pace(pace);
    cost_begin(&cost, cores, cores, pace);
    for (size_t i = 0; i < count; i++)
        if (list[i].standing != STANDING_LACKS_FILE)
            claim_cost(list[i].claim, scale, &cost);
    return cost;
}

/* A claim to be judged. */
struct judging {
    const struct battery *battery;
    const struct claim *claim;
};

static enum status fill_result(void *context, void *result)
{
    const struct judging *j = context;
    return j->claim->question->file
               ? claim_judge_file(j->claim, j->battery->scale, j->battery->weights, result)
               : claim_judge(j->claim, j->battery->scale, result);
}

/* One claim; false with *error set if it cannot be judged, *code what that is. */
static bool judge_one(const struct battery *battery, struct judged *j, int *code,
                      struct message *error)
{
    bool needs = j->claim->question->file != NULL;
    if (j->standing == STANDING_LACKS_FILE) {
        judged_none(j);
        return true;
    }
    struct judging judging = {battery, j->claim};
    enum status status = driver_keep(j->claim->id, sizeof j->result, &j->result, fill_result,
                                     &judging);
    progress_step();
    if (status == STATUS_OK)
        return true;
    *code = EXIT_BROKEN;
    if (needs && status == STATUS_DOMAIN && j->result.detail.text[0]) {
        *code = EXIT_USAGE;
        *error = j->result.detail;
        return false;
    }
    return message_set(error, "claim %s: %s", j->claim->id, failure_text(status));
}

/* Says first what it takes, and tells how far it is. */
static bool judge_all(const struct battery *battery, const struct cost *cost, size_t count,
                      struct judged *list, int *code, struct message *error)
{
    if (!battery->quiet)
        progress_tell("claims", (size_t)machine_cores(), cost->seconds, cost_bytes(cost),
                      cost->step_count, cost->steps);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = judge_one(battery, &list[i], code, error);
    progress_end();
    return ok;
}

/* Prints what could be judged; returns the exit status. */
static int print_list(size_t count, const struct judged *list)
{
    struct message error;
    for (size_t i = 0; i < count; i++) {
        const char *variant = list[i].variant.text;
        printf("%-28s %s%s%s%s%s\n", list[i].claim->id, claim_statement(list[i].claim).text,
               *variant ? " [" : "", variant, *variant ? "]" : "", claim_need(list[i].claim).text);
    }
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    message_set(&error, "cannot write standard output");
    return failure_print(EXIT_BROKEN, &error);
}

/* What identifies a battery: program, claims asked for, scale, the file given. NULL: no memory. */
static struct header *battery_header(const struct battery *battery, const struct given_file *given)
{
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    if (!out) {
        text_stream_end(&text);
        return NULL;
    }
    fprintf(out, "%s claims", program_name());
    for (size_t i = 0; i < battery->id_count; i++)
        fprintf(out, " %s", battery->ids[i]);
    fprintf(out, " --scale=%s", scale_names[battery->scale]);
    struct message weights = {""};
    if (battery->weights)
        grid_add_option(&weights, "weights", battery->weights);
    fputs(weights.text, out);
    char *command = text_stream_end(&text);
    struct header *header = command ? header_new("claims") : NULL;
    if (header)
        header_put(header, "command", command);
    if (header && battery->weights)
        header_put_of(header, "file", given->is.name, given->identity.text);
    free(command);
    return header;
}

/* Whether the file that was given says everything that verdicts depend on: known of the files that
 * claims mean. Another may have parts, or a configuration beside it. */
static bool file_is_all(size_t count, const struct judged *list)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].standing == STANDING_OTHER_FILE)
            return false;
    return true;
}

/* Judges the list, once it is sure that the result has a place to go to. */
static bool judge_into_output(const struct battery *battery, const struct cost *cost, size_t count,
                              struct judged *list, struct header *header, bool as_csv, int *code,
                              struct message *error)
{
    struct battery_output output;
    struct checkpoint *checkpoint;
    const char *kept = file_is_all(count, list) ? battery->path : NULL;
    if (!checkpoint_begin(kept, header_text(header), battery->quiet, &checkpoint, error)) {
        *code = message_is_memory(error) ? EXIT_BROKEN : EXIT_USAGE;
        return false;
    }
    bool opened = battery_output_open(&output, as_csv, header, battery->path, error),
         ok = opened && judge_all(battery, cost, count, list, code, error);
    if (ok)
        ok = battery_output_finish(&output, battery->format, count, list, error);
    else if (opened)
        battery_output_discard(&output);
    checkpoint_end(checkpoint, ok);
    return ok;
}

/* Fills the list: from the CSV that is still valid, or by judging. Returns: the exit status. */
static int fill(const struct battery *battery, size_t count, struct judged *list,
                struct header *header, bool as_csv)
{
    const char *path = battery->path;
    struct message error;
    if (battery->reuse && file_is_all(count, list) &&
        reuse_matches(path, header_text(header), CLAIM_COLUMNS, claim_columns) &&
        ranks_agree(!battery_read_csv(count, list, path)) == 0) {
        const char *slash = strrchr(path, '/');
        checkpoint_sweep(path, header_text(header));
        message_set(&error, "%s is up to date", slash ? slash + 1 : path);
        return battery->quiet ? EXIT_DONE : failure_print(EXIT_DONE, &error);
    }
    struct cost cost = expected(count, list, battery->scale);
    int code = EXIT_DONE, broken = EXIT_BROKEN;
    if (!battery->yes && !machine_affords("claims", &cost, &error))
        code = failure_print(EXIT_USAGE, &error);
    else if (!judge_into_output(battery, &cost, count, list, header, as_csv, &broken, &error))
        code = failure_print(broken, &error);
    cost_free(&cost);
    return code;
}

/* Prints what is not in the file; returns the exit status. */
static int conclude(const struct battery *battery, size_t count, const struct judged *list)
{
    struct message error;
    if (battery->path)
        battery_print_summary(stdout, count, list);
    bool for_people = battery->format == CLAIM_TABLE || battery->format == CLAIM_SUMMARY;
    int code = battery->path || for_people ? print_closing(count, list)
                                           : closing_status(count, list);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    message_set(&error, "cannot write standard output");
    return failure_print(EXIT_BROKEN, &error);
}

/* Whether the file that was given can be read and is needed: what every claim stands on. */
static bool take_file(const struct battery *battery, size_t count, struct judged *list,
                      struct given_file *given, struct message *error)
{
    size_t needed = 0;
    *given = (struct given_file){.path = battery->weights};
    if (battery->weights && !given_file_read(battery->weights, given, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct claim_file *file = list[i].claim->question->file;
        needed += file != NULL;
        list[i].standing = !file                         ? STANDING_USUAL
                           : !battery->weights           ? STANDING_LACKS_FILE
                           : !given_file_is(given, file) ? STANDING_OTHER_FILE
                                                         : STANDING_USUAL;
    }
    return !battery->weights || needed > 0 ||
           message_set(error, "option --weights: no claim that was asked for is about a file");
}

/* Judges, or shows what was judged, and prints. Returns: the exit status. */
static int judge_and_print(const struct battery *battery, size_t count, struct judged *list,
                           bool as_csv, const struct given_file *given)
{
    struct header *header = battery_header(battery, given);
    if (!header || !header_text(header)) {
        header_free(header);
        return failure_memory();
    }
    int code = fill(battery, count, list, header, as_csv);
    header_free(header);
    return code == EXIT_DONE ? conclude(battery, count, list) : code;
}

int battery_run(const struct battery *battery)
{
    struct message error;
    struct given_file given;
    size_t count;
    bool as_csv = battery->format == CLAIM_CSV || (battery->path && battery->format == CLAIM_TABLE);
    struct judged *list = battery_gather(battery, &count);
    if (!list)
        return failure_memory();
    int code;
    if (!battery_choose(battery, &count, list, &error) ||
        (battery->reuse && !reuse_allowed(battery->path, as_csv, &error)) ||
        !take_file(battery, count, list, &given, &error))
        code = failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    else
        code = battery->list ? print_list(count, list)
                             : judge_and_print(battery, count, list, as_csv, &given);
    free(list);
    return code;
}

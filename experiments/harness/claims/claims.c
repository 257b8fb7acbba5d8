#include "experiments/harness/claims/claims.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build/version.h"
#include "experiments/harness/claims/claims_print.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/output/atomic_file.h"
#include "experiments/harness/output/table.h"
#include "theory/ground/text.h"

enum { VERDICTS = 4, CLAIMS_MAX = 256 };

double claim_z(void) { return gsl_cdf_ugaussian_Qinv(0.5e-9); }

static void judge(struct judgement *out, double value, double limit, double clearance)
{
    out->value = value;
    out->limit = limit;
    out->clearance = clearance;
    out->verdict = clearance > 0.0 ? VERDICT_VERIFIED : VERDICT_REFUTED; /* NaN refutes */
}

void judge_below(struct judgement *out, double value, double limit)
{
    judge(out, value, limit, limit - value);
}

void judge_above(struct judgement *out, double value, double limit)
{
    judge(out, value, limit, value - limit);
}

/* An id selects itself and, before a '-', its sub-claims. */
static bool selected(const char *id, const char *wanted)
{
    size_t length = strlen(wanted);
    return strncmp(id, wanted, length) == 0 && (id[length] == '\0' || id[length] == '-');
}

static size_t gather(const struct claim *all[CLAIMS_MAX])
{
    size_t count = 0;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t c = 0; c < experiments[e]->claim_count && count < CLAIMS_MAX; c++)
            all[count++] = &experiments[e]->claims[c];
    return count;
}

static int summary_status(size_t count, const struct judged *list)
{
    for (size_t i = 0; i < count; i++)
        if (!claims_as_expected(&list[i]))
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
    printf("posbias: %zu claims, %zu verified, %zu refuted, %zu vacuous, %zu inconclusive: %s\n",
           count, tally[VERDICT_VERIFIED], tally[VERDICT_REFUTED], tally[VERDICT_VACUOUS],
           tally[VERDICT_INCONCLUSIVE], status == EXIT_DONE ? "as expected" : "NOT as expected");
    return status;
}

/* Everything in one format to path, or standard output if NULL. */
static bool write_as(enum claim_format format, size_t count, const struct judged *list,
                     const char *header, const char *path, struct message *error)
{
    static void (*const print[])(FILE *, size_t, const struct judged *) = {
        [CLAIM_TABLE] = claims_print_table,
        [CLAIM_JSON] = claims_print_json,
        [CLAIM_TAP] = claims_print_tap,
        [CLAIM_MARKDOWN] = claims_print_markdown};
    struct atomic_file file;
    if (format == CLAIM_CSV)
        return claims_write_csv(count, list, header, path, error);
    if (!atomic_open(&file, path, error))
        return false;
    print[format](file.stream, count, list);
    return atomic_commit(&file, error);
}

static bool choose(size_t total, const struct claim *const *all, size_t count,
                   const char *const *ids, bool take[CLAIMS_MAX], struct message *error)
{
    const char *names[CLAIMS_MAX];
    for (size_t c = 0; c < total; c++) {
        names[c] = all[c]->id;
        take[c] = count == 0;
    }
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t c = 0; c < total; c++)
            if (selected(names[c], ids[i]))
                take[c] = found = true;
        if (!found)
            return message_set(
                error,
                "unknown claim \"%s\"; expected an id that `posbias claims` prints, %s for one%s",
                ids[i], names[0], text_suggestion(ids[i], total, names).text);
    }
    return true;
}

/* Judges every listed claim; false with *error set at the first that cannot be. */
static bool judge_all(size_t count, struct judged *list, int scale, struct message *error)
{
    for (size_t i = 0; i < count; i++) {
        enum status status = list[i].claim->judge(scale, &list[i].result);
        if (status != STATUS_OK)
            return message_set(error, "claim %s: %s", list[i].claim->id, run_status_text(status));
    }
    return true;
}

/* The lines that identify a battery: program, claims asked for, scale. NULL: no memory. */
static char *header_new(size_t count, const char *const *ids, int scale)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "posbias claims\nversion %s, commit %s\nprogram %s\ncommand build/posbias claims",
            POSBIAS_VERSION, POSBIAS_COMMIT, POSBIAS_PROGRAM);
    for (size_t i = 0; i < count; i++)
        fprintf(out, " %s", ids[i]);
    fprintf(out, " --scale=%s\n", scale_names[scale]);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

int claims_main(size_t count, const char *const *ids, int scale, enum claim_format format,
                const char *path, bool reuse)
{
    const struct claim *all[CLAIMS_MAX];
    bool take[CLAIMS_MAX];
    struct message error;
    size_t total = gather(all), done = 0;
    if (total == CLAIMS_MAX) {
        message_set(&error, "%d claims or more; raise CLAIMS_MAX", CLAIMS_MAX);
        return run_fail(EXIT_BROKEN, &error);
    }
    if (!choose(total, all, count, ids, take, &error))
        return run_fail(EXIT_USAGE, &error);
    bool as_csv = format == CLAIM_CSV || (path && format == CLAIM_TABLE);
    if (reuse && !(path && as_csv)) {
        message_set(
            &error,
            "option --reuse: there is nothing to keep; expected --output FILE and a CSV there");
        return run_fail(EXIT_USAGE, &error);
    }
    struct judged *list = calloc(total, sizeof *list);
    char *header = header_new(count, ids, scale);
    if (!list || !header) {
        free(list);
        free(header);
        message_set(&error, "out of memory");
        return run_fail(EXIT_BROKEN, &error);
    }
    for (size_t c = 0; c < total; c++)
        if (take[c]) {
            list[done].claim = all[c];
            snprintf(list[done].again, sizeof list[done].again,
                     "build/posbias claims %s --scale=%s", all[c]->id, scale_names[scale]);
            done++;
        }
    int code = EXIT_DONE;
    if (reuse && table_matches(path, header) && claims_read_csv(done, list, path)) {
        const char *slash = strrchr(path, '/');
        message_set(&error, "%s is up to date", slash ? slash + 1 : path);
        run_fail(EXIT_DONE, &error);
    } else if (!judge_all(done, list, scale, &error) ||
               !write_as(as_csv ? CLAIM_CSV : format, done, list, header, path, &error)) {
        code = run_fail(EXIT_BROKEN, &error);
    }
    if (code == EXIT_DONE && path)
        claims_print_table(stdout, done, list);
    if (code == EXIT_DONE)
        code = path || format == CLAIM_TABLE ? print_summary(done, list)
                                             : summary_status(done, list);
    if (code != EXIT_BROKEN && (fflush(stdout) != 0 || ferror(stdout))) {
        message_set(&error, "cannot write standard output");
        code = run_fail(EXIT_BROKEN, &error);
    }
    free(list);
    free(header);
    return code;
}

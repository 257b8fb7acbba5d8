#include "experiments/harness/claims.h"

#include <gsl/gsl_cdf.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/experiment.h"
#include "experiments/harness/run.h"

static const char *const kind_names[] = {"proved", "checked", "measured"};
static const char *const verdict_names[] = {"verified", "refuted", "vacuous", "inconclusive"};
enum { VERDICTS = 4, CLAIMS_MAX = 256 };

double claim_z(void)
{
    return gsl_cdf_ugaussian_Qinv(0.5e-9);
}

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

/* A claim and how it came out. */
struct judged {
    const struct claim *claim;
    struct judgement result;
    char again[256]; /* the command that judges it again */
};

static const struct column columns[] = {
    {"id", ""},         {"verdict", ""},   {"expected", ""}, {"as_expected", ""}, {"kind", ""},
    {"value", ""},      {"limit", ""},     {"clearance", ""}, {"quantity", ""},   {"relation", ""},
    {"allowance", ""},  {"statement", ""}, {"domain", ""},   {"source", ""},      {"detail", ""},
    {"shown_by", ""},   {"command", ""},
};

static bool as_expected(const struct judged *j)
{
    return j->result.verdict == j->claim->expected;
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

static bool write_csv(size_t count, const struct judged *list, const char *path, struct message *error)
{
    struct table *t = table_open(path, TABLE_CSV, "posbias claims\n", sizeof columns / sizeof *columns, columns, error);
    if (!t)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        const char *head[] = {j->claim->id, verdict_names[j->result.verdict], verdict_names[j->claim->expected],
                              as_expected(j) ? "yes" : "no", kind_names[j->claim->kind]};
        const double numbers[] = {j->result.value, j->result.limit, j->result.clearance};
        const char *rest[] = {j->claim->quantity, j->claim->relation, j->claim->allowance, j->claim->statement,
                              j->claim->domain, j->claim->source, j->result.detail.text, j->result.command.text, j->again};
        for (size_t k = 0; k < 5; k++)
            table_text(t, head[k]);
        for (size_t k = 0; k < 3; k++)
            table_optional(t, isfinite(numbers[k]), numbers[k]);
        for (size_t k = 0; k < 9; k++)
            table_text(t, rest[k]);
    }
    return table_close(t, error);
}

static void print_json(size_t count, const struct judged *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        json_t *row = json_pack(
            "{s:s,s:s,s:s,s:b,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "id", j->claim->id, "verdict",
            verdict_names[j->result.verdict], "expected", verdict_names[j->claim->expected], "as_expected", as_expected(j),
            "kind", kind_names[j->claim->kind], "quantity", j->claim->quantity, "relation", j->claim->relation,
            "allowance", j->claim->allowance, "statement", j->claim->statement, "domain", j->claim->domain, "source",
            j->claim->source, "detail", j->result.detail.text, "shown_by", j->result.command.text, "command", j->again);
        const struct { const char *name; double x; } numbers[] = {
            {"value", j->result.value}, {"limit", j->result.limit}, {"clearance", j->result.clearance}};
        for (size_t k = 0; k < 3; k++)
            json_object_set_new(row, numbers[k].name, isfinite(numbers[k].x) ? json_real(numbers[k].x) : json_null());
        json_array_append_new(array, row);
    }
    json_dumpf(array, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    putchar('\n');
    json_decref(array);
}

static void print_tap(size_t count, const struct judged *list)
{
    printf("TAP version 13\n1..%zu\n", count);
    for (size_t i = 0; i < count; i++)
        printf("%s %zu - %s %s (%s), clearance %.6g: %s\n", as_expected(&list[i]) ? "ok" : "not ok", i + 1,
               list[i].claim->id, verdict_names[list[i].result.verdict], kind_names[list[i].claim->kind],
               list[i].result.clearance, list[i].result.detail.text);
}

static void print_number(double x, int width)
{
    if (isfinite(x))
        printf("  %*.5g", width, x);
    else
        printf("  %*s", width, "-");
}

/* Unexpected verdicts first: what is suspicious should not need scrolling. */
static void print_table(size_t count, const struct judged *list)
{
    printf("%-24s %-12s %-9s  %11s  %11s  %11s\n", "claim", "verdict", "kind", "value", "limit", "clearance");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const struct judged *j = &list[i];
            if (as_expected(j) != (pass == 1))
                continue;
            printf("%-24s %-12s %-9s", j->claim->id, verdict_names[j->result.verdict], kind_names[j->claim->kind]);
            print_number(j->result.value, 11);
            print_number(j->result.limit, 11);
            print_number(j->result.clearance, 11);
            printf("%s\n    %s\n    domain: %s; value: %s\n    seen: %s\n    again: %s\n",
                   as_expected(j) ? "" : "   NOT AS EXPECTED", j->claim->statement, j->claim->domain, j->claim->quantity,
                   j->result.detail.text, j->again);
        }
}

/* A cell of a Markdown table: the bars of |x| would end it. */
static void print_cell(const char *text)
{
    putchar(' ');
    for (; *text; text++)
        printf(*text == '|' || *text == '<' || *text == '*' || *text == '_' ? "\\%c" : "%c", *text);
    fputs(" |", stdout);
}

static void print_markdown(size_t count, const struct judged *list)
{
    printf("| claim | statement | domain | verdict | kind |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        printf("| %s |", list[i].claim->id);
        print_cell(list[i].claim->statement);
        print_cell(list[i].claim->domain);
        printf(" **%s** | %s |\n", verdict_names[list[i].result.verdict], kind_names[list[i].claim->kind]);
    }
}

/* The last line of a battery; returns the exit status. */
static int print_summary(size_t count, const struct judged *list)
{
    size_t tally[VERDICTS] = {0}, wrong = 0;
    for (size_t i = 0; i < count; i++) {
        tally[list[i].result.verdict]++;
        wrong += !as_expected(&list[i]);
    }
    printf("posbias: %zu claims, %zu verified, %zu refuted, %zu vacuous, %zu inconclusive: %s\n", count,
           tally[VERDICT_VERIFIED], tally[VERDICT_REFUTED], tally[VERDICT_VACUOUS], tally[VERDICT_INCONCLUSIVE],
           wrong ? "NOT as expected" : "as expected");
    return wrong ? EXIT_UNEXPECTED : EXIT_DONE;
}

static bool choose(size_t total, const struct claim *const *all, size_t count, const char *const *ids,
                   bool take[CLAIMS_MAX], struct message *error)
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
            return message_set(error, "unknown claim \"%s\"; expected one of %s%s", ids[i], text_join(total, names).text,
                               text_suggestion(ids[i], total, names).text);
    }
    return true;
}

int claims_main(size_t count, const char *const *ids, int scale, enum claim_format format, const char *path)
{
    const struct claim *all[CLAIMS_MAX];
    bool take[CLAIMS_MAX];
    struct message error;
    size_t total = gather(all), done = 0;
    if (!choose(total, all, count, ids, take, &error))
        return run_fail(EXIT_USAGE, &error);
    struct judged *list = calloc(total, sizeof *list);
    if (!list) {
        message_set(&error, "out of memory");
        return run_fail(EXIT_BROKEN, &error);
    }
    int code = EXIT_DONE;
    for (size_t c = 0; c < total && code == EXIT_DONE; c++) {
        if (!take[c])
            continue;
        struct judged *j = &list[done++];
        j->claim = all[c];
        snprintf(j->again, sizeof j->again, "build/posbias claims %s --scale=%s", all[c]->id, scale_names[scale]);
        enum status status = all[c]->judge(scale, &j->result);
        if (status != STATUS_OK) {
            message_set(&error, "claim %s: %s", all[c]->id, run_status_text(status));
            code = run_fail(EXIT_BROKEN, &error);
        }
    }
    if (code == EXIT_DONE && (path || format == CLAIM_CSV) && !write_csv(done, list, path, &error))
        code = run_fail(EXIT_BROKEN, &error);
    if (code == EXIT_DONE) {
        if (format == CLAIM_JSON)
            print_json(done, list);
        else if (format == CLAIM_TAP)
            print_tap(done, list);
        else if (format == CLAIM_MARKDOWN)
            print_markdown(done, list);
        else if (format == CLAIM_TABLE || path)
            print_table(done, list);
        bool summary = format == CLAIM_TABLE || path;
        for (size_t i = 0; !summary && i < done; i++)
            if (!as_expected(&list[i]))
                code = EXIT_UNEXPECTED;
        if (summary)
            code = print_summary(done, list);
        struct message full = {""};
        if (code != EXIT_BROKEN && fflush(stdout) != 0) {
            message_set(&full, "cannot write standard output");
            code = run_fail(EXIT_BROKEN, &full);
        }
    }
    free(list);
    return code;
}

#include "experiments/harness/claims/battery_papers.h"

#include <math.h>

#include "experiments/harness/claims/paper.h"

/* Verdicts of a paper's claims. */
struct tally {
    size_t of[VERDICT_WORDS], proved, claims;
};

static struct tally count_paper(const struct paper *paper, size_t count, const struct judged *list)
{
    struct tally t = {{0}, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        if (paper_of(j->claim->id) != paper)
            continue;
        t.claims++;
        t.of[j->result.verdict]++;
        t.proved += j->result.verdict != VERDICT_NONE && j->claim->evidence->kind == CLAIM_PROVED;
    }
    return t;
}

/* A number of a table for people: what is none is left out. */
static void print_count(FILE *out, int width, size_t n)
{
    if (n)
        fprintf(out, " %*zu", width, n);
    else
        fprintf(out, " %*s", width, "");
}

bool battery_print_summary(FILE *out, size_t count, const struct judged *list)
{
    size_t unexpected = 0;
    for (size_t i = 0; i < count; i++)
        if (!battery_as_expected(&list[i])) {
            if (unexpected++ == 0)
                battery_print_heads(out);
            battery_print_one(out, &list[i]);
        }
    if (unexpected)
        putc('\n', out);
    fprintf(out, "%-10s %6s", "claims of", "number");
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        fprintf(out, " %12s", verdict_names[v]);
    fprintf(out, " %8s  paper\n", claim_kind_names[CLAIM_PROVED]);
    for (size_t p = 0; p <= paper_count; p++) {
        const struct paper *paper = paper_at(p);
        struct tally t = count_paper(paper, count, list);
        if (t.claims == 0)
            continue;
        fprintf(out, "%-10s", paper->prefix);
        print_count(out, 6, t.claims);
        for (size_t v = 0; v < VERDICT_WORDS; v++)
            print_count(out, 12, t.of[v]);
        print_count(out, 8, t.proved);
        fprintf(out, "  %s\n", paper->title);
    }
    return true;
}

/* A cell of a Markdown table: the bars of |x| would end it. */
static void print_cell(FILE *out, const char *text)
{
    putc(' ', out);
    for (; *text; text++)
        fprintf(out, *text == '|' || *text == '<' || *text == '*' || *text == '_' ? "\\%c" : "%c",
                *text);
    fputs(" |", out);
}

/* Code in a cell: only a bar has to be marked there. */
static void print_code(FILE *out, const char *text)
{
    fputs(" `", out);
    for (; *text; text++)
        fprintf(out, *text == '|' ? "\\%c" : "%c", *text);
    fputs("` |", out);
}

static void print_row(FILE *out, const struct judged *j)
{
    bool judged = j->result.verdict != VERDICT_NONE;
    fprintf(out, judged ? "| %s | **%s**, %s |" : "| %s | not judged; %s of its model, %s |",
            j->claim->id, verdict_names[judged ? j->result.verdict : j->claim->expected],
            claim_kind_names[j->claim->evidence->kind]);
    print_cell(out, claim_statement(j->claim).text);
    if (isfinite(j->result.clearance))
        fprintf(out, " %.3g |", j->result.clearance);
    else
        fputs(" |", out);
    print_code(out, *j->result.shown_by.text ? j->result.shown_by.text : j->command.text);
    putc('\n', out);
}

/* The table of papers: a line each, the verdicts counted. */
static void print_contents(FILE *out, size_t count, const struct judged *list)
{
    fputs("| paper | claims |", out);
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        fprintf(out, " %s |", verdict_names[v]);
    fputs("\n|---|---|", out);
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        fputs("---|", out);
    putc('\n', out);
    for (size_t p = 0; p <= paper_count; p++) {
        struct tally t = count_paper(paper_at(p), count, list);
        if (t.claims == 0)
            continue;
        putc('|', out);
        print_cell(out, paper_name(paper_at(p)).text);
        fprintf(out, " %zu |", t.claims);
        for (size_t v = 0; v < VERDICT_WORDS; v++)
            if (t.of[v])
                fprintf(out, " %zu |", t.of[v]);
            else
                fputs(" |", out);
        putc('\n', out);
    }
    putc('\n', out);
}

bool battery_print_markdown(FILE *out, size_t count, const struct judged *list)
{
    const char *before = "";
    print_contents(out, count, list);
    for (size_t p = 0; p <= paper_count; p++) {
        const struct paper *paper = paper_at(p);
        struct tally t = count_paper(paper, count, list);
        if (t.claims == 0)
            continue;
        fprintf(out, "%s## %s\n\n", before, paper->title);
        if (*paper->reference)
            fprintf(out, "%s. ", paper->reference);
        fprintf(out, "%zu claim%s", t.claims, t.claims == 1 ? "" : "s");
        for (size_t v = 0; v < VERDICT_WORDS; v++)
            if (t.of[v])
                fprintf(out, ", %zu %s", t.of[v], verdict_names[v]);
        fputs(".\n\n| claim | verdict | statement | margin | command |\n|---|---|---|---|---|\n",
              out);
        for (size_t i = 0; i < count; i++)
            if (paper_of(list[i].claim->id) == paper)
                print_row(out, &list[i]);
        before = "\n";
    }
    return true;
}

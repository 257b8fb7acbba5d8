#include "experiments/harness/claims/battery_papers.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "experiments/harness/claims/paper.h"
#include "theory/ground/brief.h"

/* Verdicts of a paper's claims. */
struct tally {
    size_t of[VERDICT_WORDS], proved, claims;
    size_t asked[VERDICT_WORDS]; /* of these, what the paper does not say */
    size_t statements;           /* sentences, each told once */
};

/* Whether no claim of its paper before it has the same statement. */
static bool is_first(size_t at, const struct judged *list)
{
    bool first = true;
    for (size_t i = 0; i < at && first; i++)
        first = paper_of(list[i].claim->id) != paper_of(list[at].claim->id) ||
                !claim_same_statement(list[i].claim, list[at].claim);
    return first;
}

static struct tally count_paper(const struct paper *paper, size_t count, const struct judged *list)
{
    struct tally t = {0};
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        if (paper_of(j->claim->id) != paper)
            continue;
        t.claims++;
        t.of[j->result.verdict]++;
        t.asked[j->result.verdict] += claim_is_asked(j->claim);
        t.statements += is_first(i, list);
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

/* In which order a paper's claims stand on the page: what fails before what holds. */
static const enum verdict page_order[VERDICT_WORDS] = {
    VERDICT_REFUTED, VERDICT_VACUOUS, VERDICT_INCONCLUSIVE, VERDICT_VERIFIED, VERDICT_NONE};

/* Text of a Markdown table: bars would end the cell, the others are marks. */
static void print_escaped(FILE *out, size_t length, const char *text)
{
    for (size_t i = 0; i < length; i++)
        fprintf(out, strchr("|<*_", text[i]) ? "\\%c" : "%c", text[i]);
}

static void print_text(FILE *out, const char *text) { print_escaped(out, strlen(text), text); }

/* Code: only a bar has to be marked there. */
static void print_code(FILE *out, const char *text)
{
    putc('`', out);
    for (; *text; text++)
        fprintf(out, *text == '|' ? "\\%c" : "%c", *text);
    putc('`', out);
}

/* "theory/limits/README.md, section gap-theorem" as a link to that section, any other text as it
 * stands. */
static void print_source(FILE *out, const char *text)
{
    static const char section[] = "/README.md, section";
    for (const char *at; (at = strstr(text, section)) != NULL;) {
        const char *path = at;
        while (path > text && path[-1] != ' ')
            path--;
        print_escaped(out, (size_t)(path - text), text);
        text = at + strlen(section);
        text += *text == 's';
        for (const char *between = ""; *text == ' '; between = ", ") {
            size_t length = strspn(++text, "abcdefghijklmnopqrstuvwxyz0123456789-");
            fprintf(out, "%s[%.*s](%.*s/README.md#%.*s)", between, (int)length, text,
                    (int)(at - path), path, (int)length, text);
            text += length;
            text += strncmp(text, ", ", 2) == 0 ? 1 : strncmp(text, " and ", 5) == 0 ? 4 : 0;
        }
    }
    print_text(out, text);
}

static void print_margin(FILE *out, double x)
{
    if (isfinite(x))
        fprintf(out, " %s", brief_three(x).text);
    fputs(" |", out);
}

static void print_row(FILE *out, const struct judged *j)
{
    const struct claim *c = j->claim;
    bool judged = j->result.verdict != VERDICT_NONE;
    fprintf(out, "| %s | ", c->id);
    if (judged)
        fprintf(out, "**%s**, %s", verdict_names[j->result.verdict],
                claim_kind_names[c->evidence->kind]);
    else
        fprintf(out, "%s here (%s, %s, for %s)", verdict_names[VERDICT_NONE],
                verdict_names[c->expected], claim_kind_names[c->evidence->kind],
                c->question->file->name);
    fprintf(out, "%s | ", claim_is_asked(c) ? ", asked here" : "");
    print_text(out, claim_statement(c).text);
    if (*j->variant.text) {
        fputs("<br>*Judged at* ", out);
        print_code(out, j->variant.text);
    }
    fputs("<br>*Source:* ", out);
    print_source(out, claim_source(c).text);
    fputs(" |", out);
    print_margin(out, j->result.clearance);
    putc(' ', out);
    print_code(out, *j->result.shown_by.text ? j->result.shown_by.text : j->command.text);
    fputs(" |\n", out);
}

/* The name that GitHub gives a heading: letters and digits in lower case, '-' for a space. */
static void print_anchor(FILE *out, const char *heading)
{
    for (; *heading; heading++)
        if (isalnum((unsigned char)*heading) || strchr("-_ ", *heading))
            putc(*heading == ' ' ? '-' : tolower((unsigned char)*heading), out);
}

/* The table of papers: a line each, the verdicts counted. */
static void print_contents(FILE *out, size_t count, const struct judged *list)
{
    fputs("| paper | statements | claims |", out);
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        fprintf(out, " %s |", verdict_names[page_order[v]]);
    fputs("\n|---|---|---|", out);
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        fputs("---|", out);
    putc('\n', out);
    for (size_t p = 0; p <= paper_count; p++) {
        const struct paper *paper = paper_at(p);
        struct tally t = count_paper(paper, count, list);
        if (t.claims == 0)
            continue;
        fputs("| [", out);
        print_text(out, paper->title);
        fputs("](#", out);
        print_anchor(out, paper->title);
        putc(')', out);
        if (*paper->reference)
            fprintf(out, " (%s)", paper->reference);
        fprintf(out, " | %zu | %zu |", t.statements, t.claims);
        for (size_t v = 0; v < VERDICT_WORDS; v++) {
            size_t all = t.of[page_order[v]], asked = t.asked[page_order[v]];
            if (all)
                fprintf(out, " %zu", all);
            if (asked)
                fprintf(out, " (%zu asked here)", asked);
            fputs(" |", out);
        }
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
        fprintf(out, "%zu claim%s on %zu statement%s", t.claims, t.claims == 1 ? "" : "s",
                t.statements, t.statements == 1 ? "" : "s");
        for (size_t v = 0; v < VERDICT_WORDS; v++) {
            size_t all = t.of[page_order[v]], asked = t.asked[page_order[v]];
            if (all)
                fprintf(out, ", %zu %s", all, verdict_names[page_order[v]]);
            if (asked)
                fprintf(out, " (%zu asked here)", asked);
        }
        fputs(".\n\n| claim | verdict | statement | margin | command |\n|---|---|---|---|---|\n",
              out);
        for (size_t v = 0; v < VERDICT_WORDS; v++)
            for (size_t i = 0; i < count; i++)
                if (paper_of(list[i].claim->id) == paper && list[i].result.verdict == page_order[v])
                    print_row(out, &list[i]);
        before = "\n";
    }
    return true;
}

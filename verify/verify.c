#include "verify/verify.h"

#include <omp.h>

#include "verify/prove.h"

/* What a window or safe line proves. */
static void bound_print(FILE *out, const struct certificate *c, const struct line *line)
{
    const struct bound *b = &c->bounds[line->bound - 1];
    char fails[NUMBER_SIZE], end[NUMBER_SIZE];
    certificate_base(c, line->base, fails);
    certificate_base(c, b->hi, end);
    if (b->kind == LINE_WINDOW)
        fprintf(out, ", every base to %s passes, %s does not", end, fails);
    else if (c->version == 1)
        fprintf(out, "; %s does not pass, %s does; NOT re-checked: that every base above passes",
                fails, end);
    else
        fprintf(out, "; %s does not pass, every base from %s on does", fails, end);
}

/* What a row's lines prove. */
static void row_print(FILE *out, const struct certificate *c, size_t i)
{
    const struct bound *row = &c->bounds[c->lines[i].bound - 1];
    char lo[NUMBER_SIZE], hi[NUMBER_SIZE];
    fprintf(out, "proved: context %u: no base under %s passes; %s passes", row->context,
            certificate_base(c, row->lo, lo), certificate_base(c, row->hi, hi));
    for (i++; i < c->count && c->lines[i].bound; i++) {
        if (c->bounds[c->lines[i].bound - 1].kind == LINE_ROW)
            break;
        bound_print(out, c, &c->lines[i]);
    }
    fputc('\n', out);
}

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

static void summary_print(FILE *out, const char *name, const struct certificate *c,
                          const struct chain *chain, double seconds)
{
    char frontier[NUMBER_SIZE];
    for (size_t i = 0; i < c->count; i++)
        if (c->lines[i].bound && c->bounds[c->lines[i].bound - 1].kind == LINE_ROW)
            row_print(out, c, i);
    fprintf(out,
            "%s: proves: D = %u, %zu lines: no base in [1, %s) passes at any context over %u; %zu "
            "row%s, %zu window%s; ",
            name, c->dim, c->count + LINES_BEFORE + 1,
            certificate_base(c, chain->frontier, frontier), chain->distance, c->row_count,
            plural(c->row_count), c->window_count, plural(c->window_count));
    if (c->safe_count && c->version == 1)
        fprintf(out, "NOT re-checked: that every base above the %zu safe base%s passes; ",
                c->safe_count, plural(c->safe_count));
    else
        fprintf(out, "everything in it re-checked; ");
    fprintf(out, "%.1f s\n", seconds);
}

static enum verification complaint_print(FILE *err, const char *name, enum verification verdict,
                                         const struct complaint *complaint)
{
    fprintf(err, "posbias: \"%s\" %s: ", name,
            complaint->no_memory         ? "cannot be checked"
            : verdict == VERIFY_DOES_NOT ? "does not prove"
                                         : "is not a certificate");
    if (complaint->line)
        fprintf(err, "line %zu \"%s\": ", complaint->line, complaint->text);
    fprintf(err, "%s\n", complaint->why);
    return complaint->no_memory ? VERIFY_BROKEN : verdict;
}

enum verification verify_certificate(FILE *in, const char *name, FILE *out, FILE *err)
{
    struct certificate certificate;
    struct complaint complaint;
    struct chain chain;
    enum verification verdict = VERIFY_PROVES;
    double start = omp_get_wtime();
    if (!certificate_read(in, &certificate, &complaint))
        verdict = complaint_print(err, name, VERIFY_NO_CERTIFICATE, &complaint);
    else if (!certificate_prove(&certificate, &chain, &complaint))
        verdict = complaint_print(err, name, VERIFY_DOES_NOT, &complaint);
    else
        summary_print(out, name, &certificate, &chain, omp_get_wtime() - start);
    certificate_free(&certificate);
    return verdict;
}

#include "verify/verify.h"

#include <omp.h>

#include "verify/prove.h"

/* What a row's lines prove. */
static void row_print(FILE *out, const struct certificate *c, size_t i)
{
    const struct bound *row = &c->bounds[c->lines[i].bound - 1];
    fprintf(out, "proved: context %u: no base under %.17g passes; %.17g passes", row->context,
            row->lo, row->hi);
    for (i++; i < c->count && c->lines[i].bound; i++) {
        const struct line *line = &c->lines[i];
        const struct bound *b = &c->bounds[line->bound - 1];
        if (b->kind == LINE_ROW)
            break;
        if (b->kind == LINE_WINDOW)
            fprintf(out, ", every base to %.17g passes, %.17g does not", b->hi, line->base);
        else
            fprintf(
                out,
                "; %.17g does not pass, %.17g does; NOT re-checked: that every base above passes",
                line->base, b->lo);
    }
    fputc('\n', out);
}

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

static void summary_print(FILE *out, const char *name, const struct certificate *c,
                          const struct chain *chain, double seconds)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->lines[i].bound && c->bounds[c->lines[i].bound - 1].kind == LINE_ROW)
            row_print(out, c, i);
    fprintf(
        out,
        "%s: proves: D = %u, %zu lines: no base in [1, %.17g) passes at any context over %u; %zu "
        "row%s, %zu window%s; ",
        name, c->dim, c->count + LINES_BEFORE + 1, chain->frontier, chain->distance, c->row_count,
        plural(c->row_count), c->window_count, plural(c->window_count));
    if (c->safe_count)
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

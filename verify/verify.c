#include "verify/verify.h"

#include <errno.h>
#include <omp.h>
#include <string.h>

#include "verify/arb.h"
#include "verify/prove.h"

enum { EXIT_PROVES = 0, EXIT_DOES_NOT = 1, EXIT_NO_CERTIFICATE = 2, EXIT_NO_MEMORY = 3 };

void verify_help(FILE *out)
{
    fprintf(
        out,
        "posbias verify FILE [--threads N]: re-checks a certificate of the base table, line by "
        "line, in Arb's balls.\n"
        "\n"
        "B_r(b) = sum_{n<h} cos(r b^(-n/h)), h = D/2. Base b passes at a context if B_r(b) >= 0 "
        "for all distances r under it.\n"
        "The text shares no code with the search that writes certificates; verify/README.md states "
        "their format (version %d) and\n"
        "what each line proves.\n"
        "\n"
        "  fail BASE DISTANCE MARGIN    B_DISTANCE(BASE) <= -MARGIN, so no base from BASE up to a "
        "frontier passes; a chain from 1\n"
        "  row CONTEXT LO HI            no base under LO passes; HI passes; HI/LO - 1 <= 1e-9\n"
        "  window CONTEXT FROM TO ...   every base from HI to TO passes, one within 1e-9 of TO "
        "does not\n"
        "  safe CONTEXT SAFE ...        SAFE passes, a base within 1e-9 under it does not; that "
        "all above SAFE pass is NOT checked\n"
        "\n"
        "Exit status: 0 every line proves, 1 it does not prove, 2 it is not a certificate, 3 "
        "something broke.\n",
        FORMAT_VERSION);
}

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
        "%s: proves: D = %u, %zu lines: no base in [1, %.17g) passes at any context over %u; %zu row%s, %zu window%s; ",
        name, c->dim, c->count + LINES_BEFORE + 1, chain->frontier, chain->distance, c->row_count,
        plural(c->row_count), c->window_count, plural(c->window_count));
    if (c->safe_count)
        fprintf(out, "NOT re-checked: that every base above the %zu safe base%s passes; ",
                c->safe_count, plural(c->safe_count));
    else
        fprintf(out, "everything in it re-checked; ");
    fprintf(out, "%.1f s\n", seconds);
}

static int complaint_print(FILE *err, const char *name, int code, const struct complaint *complaint)
{
    fprintf(err, "posbias: \"%s\" %s: ", name,
            complaint->no_memory    ? "cannot be checked"
            : code == EXIT_DOES_NOT ? "does not prove"
                                    : "is not a certificate");
    if (complaint->line)
        fprintf(err, "line %zu \"%s\": ", complaint->line, complaint->text);
    fprintf(err, "%s\n", complaint->why);
    return complaint->no_memory ? EXIT_NO_MEMORY : code;
}

/* Balls keep memory for each thread. */
static void memory_return(void)
{
#pragma omp parallel
    flint_cleanup();
}

int verify_certificate(FILE *in, const char *name, FILE *out, FILE *err)
{
    struct certificate certificate;
    struct complaint complaint;
    struct chain chain;
    int code = EXIT_PROVES;
    double start = omp_get_wtime();
    if (!certificate_read(in, &certificate, &complaint))
        code = complaint_print(err, name, EXIT_NO_CERTIFICATE, &complaint);
    else if (!certificate_prove(&certificate, &chain, &complaint))
        code = complaint_print(err, name, EXIT_DOES_NOT, &complaint);
    else
        summary_print(out, name, &certificate, &chain, omp_get_wtime() - start);
    certificate_free(&certificate);
    return code;
}

int verify_main(int argc, char **argv)
{
    if (argc != 1) {
        fprintf(stderr, "posbias: verify: the file is missing; expected posbias verify FILE\n");
        return EXIT_NO_CERTIFICATE;
    }
    FILE *in = fopen(argv[0], "rb");
    if (!in) {
        fprintf(stderr, "posbias: \"%s\" cannot be read: %s\n", argv[0], strerror(errno));
        return EXIT_NO_CERTIFICATE;
    }
    int code = verify_certificate(in, argv[0], stdout, stderr);
    fclose(in);
    memory_return();
    return code;
}

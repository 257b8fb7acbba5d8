#include "tests/tools/check_tools.h"

#include <dirent.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/readers/npy.h"
#include "kernels/encodings/curve.h"

bool tools_spared(const char *what, const char *why)
{
#if defined(__SANITIZE_ADDRESS__)
    printf("%s: left out under the address sanitizer: %s\n", what, why);
    fflush(stdout);
    return true;
#else
    (void)what;
    (void)why;
    return false;
#endif
}

void worst_take(struct worst *w, double error, double tolerance, const char *format, ...)
{
    double ratio = error <= 0.0 && tolerance >= 0.0 ? 0.0 : error / tolerance;
    if (isnan(ratio))
        ratio = HUGE_VAL;
    if (w->count++ && ratio <= w->ratio)
        return;
    w->ratio = ratio;
    va_list list;
    va_start(list, format);
    int used = vsnprintf(w->where, sizeof w->where, format, list);
    va_end(list);
    if (used >= 0 && (size_t)used < sizeof w->where)
        snprintf(w->where + used, sizeof w->where - (size_t)used, " (error %.3g, tolerance %.3g)",
                 error, tolerance);
}

double tools_uniform(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Cuts a line into cells where it lies; only whole cells are quoted, and without quotes inside. */
static size_t cut(char *line, char *cell[GOLDEN_CELLS])
{
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at && count < GOLDEN_CELLS; count++) {
        bool quoted = *at == '"';
        cell[count] = at + quoted;
        at = strpbrk(cell[count], quoted ? "\"" : ",");
        if (at)
            *at++ = '\0';
        if (at && quoted)
            at = *at ? at + 1 : NULL;
    }
    return count;
}

size_t golden_each(const char *name, void *context,
                   void (*each)(void *context, char *const cell[GOLDEN_CELLS]))
{
    char path[256], line[1024], *cell[GOLDEN_CELLS];
    snprintf(path, sizeof path, "tests/reference/%s", name);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot read %s: run the tests from the top of the repository",
                  path);
    ck_assert(fgets(line, sizeof line, file) != NULL);
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        size_t count = cut(line, cell);
        if (count != GOLDEN_CELLS)
            ck_abort_msg("%s: row %zu has %zu cells", path, rows + 1, count);
        each(context, cell);
    }
    fclose(file);
    return rows;
}

struct encoding *tools_encoding(const char *text)
{
    static const struct encoding_reader reader = {.matrix = npy_matrix};
    struct encoding *encoding;
    struct message error;
    if (!encoding_parse(text, &reader, &encoding, &error))
        ck_abort_msg("%s: %s", text, error.text);
    return encoding;
}

struct qk_law tools_law(const char *text)
{
    struct qk_model model;
    struct message error;
    if (!qk_parse(text, &model, &error))
        ck_abort_msg("%s: %s", text, error.text);
    struct qk_law law = model.law;
    ck_assert_msg(!law.source, "%s: the source goes with its model", text);
    qk_free(&model);
    return law;
}

void folder_make(struct folder *f)
{
    strcpy(f->path, "/tmp/posbias-check-XXXXXX");
    ck_assert(mkdtemp(f->path) != NULL);
}

const char *folder_file(struct folder *f, const char *name)
{
    snprintf(f->file, sizeof f->file, "%s/%s", f->path, name);
    return f->file;
}

size_t folder_remove(struct folder *f)
{
    size_t count = 0;
    DIR *folder = opendir(f->path);
    ck_assert(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            count++;
            unlinkat(dirfd(folder), entry->d_name, 0);
        }
    closedir(folder);
    rmdir(f->path);
    return count;
}

const char *folder_write(struct folder *f, const char *name, size_t size, const void *bytes)
{
    FILE *file = fopen(folder_file(f, name), "wb");
    ck_assert(file != NULL);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
    return f->file;
}

const struct token_source *tools_tokens(struct token_stream *out, const struct encoding *e)
{
    static const struct random_stream stream = {3, 5};
    return token_stream(out, e, &stream, 0);
}

double *tools_scores(const struct encoding *e, size_t count, const double *r, size_t draws,
                     const double *q, const double *k)
{
    double *table = malloc(encoding_table_size(e, count) * sizeof *table),
           *work = malloc(encoding_work_size(e, draws) * sizeof *work);
    double *score = malloc(count * draws * sizeof *score);
    struct token_stream tokens;
    struct score_input input = {
        .draws = draws, .query = q, .key = k, .tokens = tools_tokens(&tokens, e)};
    ck_assert(table && work && score);
    ck_assert(encoding_table_fill(e, count, r, table) == STATUS_OK);
    ck_assert(encoding_scores(e, count, table, &input, work, score) == STATUS_OK);
    free(table);
    free(work);
    return score;
}

double *tools_unit_curve(const struct encoding *e, size_t count)
{
    double *q = calloc(e->dim, sizeof *q), *score = malloc(count * sizeof *score),
           *window = malloc(curve_window_size(e, count) * sizeof *window),
           *work = malloc(curve_work_size(e, 1, count) * sizeof *work);
    ck_assert(q && score && window && work);
    for (size_t c = 0; c < e->dim; c += 2)
        q[c] = 1.0;
    struct token_stream tokens;
    struct score_input input = {
        .draws = 1, .query = q, .key = q, .tokens = tools_tokens(&tokens, e)};
    ck_assert_int_eq(curve_window_fill(e, 0.0, count, window), STATUS_OK);
    ck_assert_int_eq(curve_scores(e, count, window, &input, work, score), STATUS_OK);
    free(q);
    free(window);
    free(work);
    return score;
}

long double tools_normal_mass(long double lo, long double hi)
{
    return lo > 0.0L ? 0.5L * (erfcl(lo / sqrtl(2.0L)) - erfcl(hi / sqrtl(2.0L)))
                     : 0.5L * (erfcl(-hi / sqrtl(2.0L)) - erfcl(-lo / sqrtl(2.0L)));
}

int tools_ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

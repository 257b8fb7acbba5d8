/* What engines take instead, against a reference of its own: tests/reference/readings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/audit/audit.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { COLUMNS = 8 };

/* A line: fixture, context, layers, engine, unit, its position, gauss, its position. */
static bool line_read(FILE *file, char *line, size_t size, char *cell[COLUMNS])
{
    do
        if (!fgets(line, (int)size, file))
            return false;
    while (line[0] == '#');
    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < COLUMNS; i++)
        cell[i] = strsep(&line, "\t");
    ck_assert_ptr_nonnull(cell[COLUMNS - 1]);
    return true;
}

static const struct reading *find(const struct audit *audit, const char *layers, const char *engine)
{
    for (size_t i = 0; i < audit->readings.count; i++) {
        const struct reading *r = &audit->readings.list[i];
        if (strcmp(r->kind->name, layers) == 0 && strcmp(r->reader->name, engine) == 0)
            return r;
    }
    return NULL;
}

static void read_fixture(const char *name, double context, struct audit *audit)
{
    char path[256];
    struct message error;
    snprintf(path, sizeof path, "tests/fixtures/configs/%s.json", name);
    bool read = audit_read(path, context, true, audit, &error);
    ck_assert_msg(read, "%s", error.text);
}

/* Both curves within 3 (pairs + 50) 2^-53 of their pairs' number, times factors under 2^2, over
 * sqrt(D): for 256 pairs 256 3 306 4/22 2^-53 = 2e-11. gauss^2 within four times that of terms of
 * a size up to D: its root, over 0.2, within 1e-9. */
static void compare(char *const cell[COLUMNS], const struct reading *r)
{
    double unit = strtod(cell[4], NULL), gauss = strtod(cell[6], NULL);
    ck_assert_msg(r, "%s does not say that %s differs", cell[0], cell[3]);
    check_le(fabs(r->difference.unit - unit), 2e-11);
    check_le(fabs(r->difference.gauss - gauss), 1e-9);
    ck_assert_double_eq(r->difference.unit_at, strtod(cell[5], NULL));
    ck_assert_double_eq(r->difference.gauss_at, strtod(cell[7], NULL));
}

TEST(engines_take_what_the_reference_takes)
{
    char line[512], *cell[COLUMNS];
    FILE *file = fopen("tests/reference/readings/readings.tsv", "r");
    size_t count = 0;
    ck_assert_ptr_nonnull(file);
    for (; line_read(file, line, sizeof line, cell); count++) {
        struct audit audit;
        read_fixture(cell[0], strtod(cell[1], NULL), &audit);
        compare(cell, find(&audit, cell[2], cell[3]));
        audit_free(&audit);
    }
    ck_assert_uint_ge(count, 12);
    fclose(file);
}

/* Every string that a reading gives is one that every command takes, and scores as the reading
 * says: at the position found, with q = k and every coordinate 1/sqrt 2. */
static double score_of(const char *text, double distance)
{
    struct encoding *e = tools_encoding(text);
    size_t dim = e->dim, size = encoding_table_size(e, 1);
    double *half = malloc(dim * sizeof *half), *table = malloc(size * sizeof *table),
           *work = malloc(encoding_work_size(e, 1) * sizeof *work), score = NAN;
    ck_assert(half && table && work);
    for (size_t i = 0; i < dim; i++)
        half[i] = sqrt(0.5);
    const struct score_input input = {.draws = 1, .query = half, .key = half};
    ck_assert_int_eq(encoding_table_fill(e, 1, &distance, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &score), STATUS_OK);
    free(half);
    free(table);
    free(work);
    encoding_free(e);
    return score;
}

static const char *const fixtures[] = {"gpt-oss-20b",         "olmo-3.1-32b-instruct",
                                       "phi-3-mini-128k",     "internlm2_5-7b-chat",
                                       "gemma-4-26b-a4b",     "functiongemma-270m-v5",
                                       "devstral-2-123b",     "qwen3-0.6b-yarn-attn-factor",
                                       "yarn-llama-2-13b-64k"};

TEST_EACH(strings_of_readings_score_as_they_say, TOOLS_COUNT(fixtures))
{
    struct audit audit;
    size_t count = 0;
    read_fixture(fixtures[_i], 4096.0, &audit);
    for (size_t i = 0; i < audit.readings.count; i++) {
        const struct reading *r = &audit.readings.list[i];
        if (!r->encoding || r->kind->temperature.present)
            continue;
        double at = r->difference.unit_at,
               apart = score_of(r->kind->encoding, at) - score_of(r->encoding, at);
        check_le(fabs(fabs(apart) - r->difference.unit), 1e-10);
        count++;
    }
    ck_assert_uint_ge(count, 1);
    audit_free(&audit);
}

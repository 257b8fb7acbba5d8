/* The golden tables of published configurations, tests/reference/configs/golden.tsv. */
#ifndef POSBIAS_TESTS_TOOLS_CONFIG_TABLES_H
#define POSBIAS_TESTS_TOOLS_CONFIG_TABLES_H

#include <stdbool.h>
#include <stddef.h>

/* Layers whose scores are computed alike, as the script's first lines say. */
struct table_kind {
    char name[64], way[8], layout[16];
    size_t count, dim, rotated;
    double base, attention, softmax, beta, length, shift;
    double low, high; /* NaN: no ramp */
    size_t number_count;
    double *number; /* [number_count] radians per token, or slopes */
};

/* A fixture in one context. */
struct config_table {
    char file[64], model_type[64];
    double context; /* 0: the file names none */
    bool asked;     /* not the file's own context */
    size_t kind_count;
    struct table_kind kind[4];
};

/* Calls each on every table, in the order of the file. Returns their number. */
size_t config_tables_each(void *context,
                          void (*each)(void *context, const struct config_table *table));

/* Finds a table and copies it to *out, to be released with config_table_free; the test fails if
 * there is none. In: context, 0 for the file's own. */
void config_table_find(const char *file, double context, struct config_table *out);
void config_table_free(struct config_table *table);

#endif

/* Encoding strings: what is taken, as typed or spelled out, is the same encoding again. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kernels/encodings/encoding.h"
#include "tests/fuzz/fuzz.h"

static bool matrix(const char *path, size_t dim, double *out, struct message *error)
{
    if (dim > 64)
        return message_set(error, "\"%s\": no matrix of that size", path);
    for (size_t i = 0; i < dim * dim; i++)
        out[i] = (double)(i % 7);
    return true;
}
static const struct encoding_reader reader = {matrix};

/* Tokens that are all alike: a direction of length 1, or gates that are open. */
static void alike(const struct token_source *source, size_t draw, size_t back, size_t count,
                  double *out)
{
    (void)draw, (void)back;
    for (size_t i = 0; i < count * source->width; i++)
        out[i] = 1.0 / sqrt((double)source->width);
}

/* Scores of one query and key at some distances, to be freed. A path is walked no farther than
 * there is time for. */
enum { DISTANCES = 4 };
static double *scores(const struct encoding *e)
{
    static const double distance[DISTANCES] = {0, 1, 17, 131071};
    double *vectors = calloc(2 * e->dim, sizeof *vectors), *out = calloc(DISTANCES, sizeof *out),
           *table = calloc(encoding_table_size(e, DISTANCES) + 1, sizeof *table),
           *work = calloc(encoding_work_size(e, 1) + 1, sizeof *work);
    FUZZ_HOLDS(vectors && out && table && work);
    for (size_t i = 0; i < 2 * e->dim; i++)
        vectors[i] = cos((double)i);
    struct token_source tokens = {e->token_width, alike};
    struct score_input input = {.draws = 1,
                                .query = vectors,
                                .key = vectors + e->dim,
                                .tokens = e->token_width ? &tokens : NULL};
    size_t count = e->token_width ? DISTANCES - 1 : DISTANCES;
    if (encoding_table_fill(e, count, distance, table) == STATUS_OK)
        FUZZ_HOLDS(encoding_scores(e, count, table, &input, work, out) == STATUS_OK);
    free(vectors);
    free(table);
    free(work);
    return out;
}

/* A file of the corpus with a text, so that no type can be missing in it. */
static void put_seed(const char *folder, const char *name, const char *text)
{
    char path[4096];
    FUZZ_HOLDS(snprintf(path, sizeof path, "%s/specimen-%s", folder, name) < (int)sizeof path);
    FILE *file = fopen(path, "w");
    FUZZ_HOLDS(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void put_words(FILE *file, const struct encoding_type *type)
{
    fprintf(file, "\"%s:\"\n", type->name);
    for (size_t k = 0; k < type->key_count; k++) {
        const struct spec_key *key = &type->keys[k];
        fprintf(file, "\",%s=\"\n", key->name);
        for (size_t c = 0; key->choices && key->choices[c]; c++)
            fprintf(file, "\"%s\"\n", key->choices[c]);
    }
}

/* Before the fuzzer reads its arguments: every type's specimen goes to the corpus, which is the
 * first of them, and what the table knows to a dictionary beside it. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char option[4096] = "-dict=", *words[64];
    struct stat status;
    if (*argc < 2 || *argc + 1 >= 64 || stat((*argv)[1], &status) != 0 || !S_ISDIR(status.st_mode))
        return 0; /* an input, to be tried again */
    const char *folder = (*argv)[1], *path = option + strlen(option);
    FUZZ_HOLDS(snprintf(option, sizeof option, "-dict=%s.dict", folder) < (int)sizeof option);
    FILE *file = fopen(path, "w");
    FUZZ_HOLDS(file != NULL);
    for (size_t i = 0; i < encoding_type_count; i++) {
        put_seed(folder, encoding_types[i]->name, encoding_types[i]->specimen);
        put_words(file, encoding_types[i]);
    }
    FUZZ_HOLDS(fclose(file) == 0);
    memcpy(words, *argv, (size_t)*argc * sizeof *words);
    words[(*argc)++] = option;
    *argv = words;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct encoding *e = NULL, *again = NULL;
    struct message error = {""};
    char *text = fuzz_text(data, size);
    if (!encoding_parse(text, &reader, &e, &error)) {
        fuzz_refused(&error);
    } else {
        FUZZ_HOLDS(strcmp(e->text, text) == 0 && e->dim > 0);
        FUZZ_HOLDS(encoding_parse(e->resolved, &reader, &again, &error));
        FUZZ_HOLDS(strcmp(e->resolved, again->resolved) == 0 && e->dim == again->dim);
        FUZZ_HOLDS(e->type == again->type);
        if (e->dim <= 4096) {
            double *one = scores(e), *two = scores(again);
            FUZZ_HOLDS(memcmp(one, two, DISTANCES * sizeof *one) == 0);
            free(one);
            free(two);
        }
    }
    encoding_free(e);
    encoding_free(again);
    free(text);
    return 0;
}

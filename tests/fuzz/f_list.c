/* Lists and ranges: what is taken lies in its bounds and ascends; written out it is the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/list.h"
#include "tests/fuzz/fuzz.h"

typedef bool (*read_list)(const char *text, double lo, double hi, double **list, size_t *count,
                          struct message *error);

static const double LO = 0, HI = 5000;

/* Numbers joined by one character, to be freed. */
static char *joined(const double *list, size_t count, char between)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    FUZZ_HOLDS(out != NULL);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%.*s%.17g", i > 0, &between, list[i]);
    fclose(out);
    return text;
}

static void again(read_list read, const double *list, size_t count, char between)
{
    double *second = NULL;
    size_t same;
    struct message error;
    char *text = joined(list, count, between);
    FUZZ_HOLDS(read(text, LO, HI, &second, &same, &error));
    FUZZ_HOLDS(same == count && memcmp(list, second, count * sizeof *list) == 0);
    free(second);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        read_list read;
        bool ascends;
        char between;
    } kinds[] = {{list_integers, true, ','},
                 {list_whole, true, ','},
                 {list_reals, false, ','},
                 {list_range, false, ':'}};
    char *text = fuzz_text(data, size);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        double *list = NULL;
        size_t count = 0;
        struct message error = {""};
        if (!kinds[k].read(text, LO, HI, &list, &count, &error)) {
            fuzz_refused(&error);
        } else {
            FUZZ_HOLDS(count > 0);
            for (size_t i = 0; i < count; i++)
                FUZZ_HOLDS(list[i] >= LO && list[i] <= HI &&
                           !(kinds[k].ascends && i && list[i] <= list[i - 1]));
            again(kinds[k].read, list, count, kinds[k].between);
        }
        free(list);
    }
    free(text);
    return 0;
}

#include "experiments/harness/command/run.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"

void run_threads(int n)
{
    if (n > 0)
        omp_set_num_threads(n);
}

const struct option_value *run_value(const struct run *run, const char *name)
{
    for (size_t i = 0; i < run->experiment->option_count; i++)
        if (strcmp(run->experiment->options[i].name, name) == 0)
            return &run->values[i];
    abort(); /* a descriptor and its run function disagree: no user input reaches this */
}

double run_number(const struct run *run, const char *name)
{
    return run_value(run, name)->numbers[0];
}

enum status run_each(struct run *run,
                     bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                     struct message *error),
                     enum status (*rows)(struct run *run, const struct encoding *encoding,
                                         const struct qk_model *qk))
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    enum status status = STATUS_OK;
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            if (!allowed(encodings->encodings[e], &qks->qks[k], &run->error))
                return STATUS_DOMAIN;
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++)
        for (size_t k = 0; status == STATUS_OK && k < qks->count; k++) {
            status = rows(run, encodings->encodings[e], &qks->qks[k]);
            if (status != STATUS_OK)
                message_set(&run->where, "\"%s\" under \"%s\": ", encodings->encodings[e]->text,
                            qks->qks[k].text);
        }
    return status;
}

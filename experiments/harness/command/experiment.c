#include "experiments/harness/command/experiment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/help.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/failure.h"
#include "experiments/harness/output/progress.h"
#include "experiments/harness/output/provenance.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/output/text_stream.h"

const struct experiment *experiment_find(const char *name)
{
    for (size_t i = 0; i < experiment_count; i++)
        if (strcmp(experiments[i]->name, name) == 0)
            return experiments[i];
    return NULL;
}

/* The lines that identify a result: experiment, program, command, and what each short string stands
 * for. NULL: no memory. */
static char *header_new(const struct run *run)
{
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    if (!out)
        return text_stream_end(&text);
    provenance_put(out, run->experiment->name);
    fputs("command ", out);
    options_put_command(out, run);
    putc('\n', out);
    for (size_t i = 0; i < run->experiment->option_count; i++) {
        const struct option_value *v = &run->values[i];
        for (size_t j = 0; v->encodings && j < v->count; j++) {
            fprintf(out, "encoding %s = %s\n", v->encodings[j]->text, v->encodings[j]->resolved);
            struct encoding_files files;
            if (encoding_files(v->encodings[j], &files))
                fprintf(out, "%s of %s: checksum %016" PRIx64 "\n", files.what,
                        v->encodings[j]->text,
                        checksum_add(CHECKSUM_START, files.bytes, files.size));
        }
        for (size_t j = 0; v->qks && j < v->count; j++)
            fprintf(out, "qk %s = %s\n", v->qks[j].text, v->qks[j].resolved);
        if (!v->encodings && !v->qks && v->present)
            fprintf(out, "%s %s\n", run->experiment->options[i].name, v->text ? v->text : "yes");
    }
    return text_stream_end(&text);
}

/* The table that the options given ask for. */
static struct experiment_table table_of(const struct run *run)
{
    const struct experiment *e = run->experiment;
    for (size_t i = 0; i < e->table_count; i++)
        if (run_value(run, e->tables[i].option)->given)
            return e->tables[i];
    return (struct experiment_table){NULL, e->columns, e->column_count, e->run};
}

static int run_table(struct run *run, const struct settings *settings, const char *header)
{
    struct message error;
    if (settings->reuse && reuse_matches(settings->output, header, run->experiment->column_count,
                                         run->experiment->columns)) {
        const char *slash = strrchr(settings->output, '/');
        message_set(&error, "%s is up to date", slash ? slash + 1 : settings->output);
        return settings->quiet ? EXIT_DONE : failure_print(EXIT_DONE, &error);
    }
    struct experiment_table table = table_of(run);
    run->table = table_open(settings->output, (enum table_format)settings->format, header,
                            table.column_count, table.columns, &error);
    if (!run->table)
        return failure_print(EXIT_BROKEN, &error);
    enum status status = table.run(run);
    progress_end();
    if (run->error.text[0] || status != STATUS_OK) {
        table_discard(run->table);
        bool usage = run->error.text[0] && status == STATUS_DOMAIN &&
                     !message_is_memory(&run->error);
        if (!run->error.text[0])
            message_set(&run->error, "%s: %s%s", run->experiment->name, run->where.text,
                        failure_text(status));
        return failure_print(usage ? EXIT_USAGE : EXIT_BROKEN, &run->error);
    }
    return table_close(run->table, &error) ? EXIT_DONE : failure_print(EXIT_BROKEN, &error);
}

static int run_with(struct run *run, const struct settings *settings)
{
    struct message error;
    if (settings->reuse && !reuse_allowed(settings->output, settings->format == TABLE_CSV, &error))
        return failure_print(EXIT_USAGE, &error);
    struct cost cost;
    estimate_here(run, &cost);
    run->cost = &cost;
    run->yes = settings->yes;
    run->quiet = settings->quiet;
    run->long_run = estimate_long(run);
    char *header = header_new(run);
    int code = header ? run_table(run, settings, header) : failure_memory();
    free(header);
    cost_free(&cost);
    return code;
}

int experiment_main(const struct experiment *experiment, int argc, char **argv)
{
    struct settings settings;
    struct message error;
    struct run run = {.experiment = experiment};
    if (command_line_helps(argc, argv))
        return help_experiment(experiment);
    run.values = calloc(experiment->option_count + 1, sizeof *run.values);
    if (!run.values)
        return failure_memory();
    int code;
    if (!options_parse(experiment, argc, argv, &settings, run.values, &error)) {
        code = failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    } else {
        run.scale = settings.scale;
        for (size_t i = 0; i < experiment->option_count; i++)
            if (strcmp(experiment->options[i].name, "seed") == 0)
                run.stream = random_draws((uint64_t)run.values[i].numbers[0]);
        run_threads(settings.threads);
        code = run_with(&run, &settings);
    }
    options_free(experiment, run.values);
    free(run.values);
    return code;
}

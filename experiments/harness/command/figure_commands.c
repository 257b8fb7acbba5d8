#include "experiments/harness/command/figure_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/version.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/figures.h"
#include "experiments/harness/report/report.h"

/* Seconds that a figure's data take on two cores of this machine; 0: no memory to tell. */
static double seconds_of(const struct experiment *experiment, const struct figure *figure,
                         const char *scale)
{
    struct cost cost = {0};
    struct message error;
    size_t count = 0;
    while (figure->arguments[count])
        count++;
    const char **words = malloc((count + 1) * sizeof *words);
    if (!words)
        return 0.0;
    words[0] = scale;
    memcpy(words + 1, figure->arguments, count * sizeof *words);
    if (estimate_words(experiment, count + 1, words, 2.0, &cost, &error))
        cost_free(&cost);
    free(words);
    return cost.seconds;
}

int command_plan(const struct request *r)
{
    char scale[32];
    snprintf(scale, sizeof scale, "--scale=%s", scale_names[r->settings.scale]);
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t f = 0; f < experiments[e]->figure_count; f++) {
            const struct figure *figure = &experiments[e]->figures[f];
            printf("%s\t%.4f\t%s %s", figure->stem, seconds_of(experiments[e], figure, scale),
                   experiments[e]->name, scale);
            for (size_t a = 0; figure->arguments[a]; a++) {
                putchar(' ');
                command_line_quote(stdout, figure->arguments[a]);
            }
            putchar('\n');
        }
    return EXIT_DONE;
}

/* The figures of every experiment, to be freed; NULL: no memory. */
static struct figure_list *lists_new(void)
{
    struct figure_list *lists = calloc(experiment_count, sizeof *lists);
    for (size_t e = 0; lists && e < experiment_count; e++)
        lists[e] = (struct figure_list){experiments[e]->name, experiments[e]->figure_count,
                                        experiments[e]->figures, experiments[e]->tabulated};
    return lists;
}

int command_plot(const struct request *r)
{
    struct figure_list *lists = lists_new();
    if (!lists)
        return failure_memory();
    const struct settings *s = &r->settings;
    bool output = s->given & 1u << SETTING_OUTPUT;
    int code = figures_plot(experiment_count, lists,
                            &(struct figures_request){
                                .what = r->words[0],
                                .folder = s->given & 1u << SETTING_OUT ? s->folder : NULL,
                                .output = s->output,
                                .printed = output && !s->output,
                                .figure = s->figure,
                                .formats = s->formats,
                            });
    free(lists);
    return code;
}

int command_report(const struct request *r)
{
    char version[4096];
    struct figure_list *lists = lists_new();
    if (!lists)
        return failure_memory();
    version_text(version, sizeof version);
    int code = report_write(&(struct report){r->settings.folder, version, experiment_count, lists});
    free(lists);
    return code;
}

#include "experiments/harness/report/report_figures.h"

#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/report_subject.h"
#include "experiments/harness/report/subject.h"
#include "experiments/harness/report/svg_inline.h"

enum { PATH_LENGTH = 4096 };

struct message report_out_option(const char *folder)
{
    struct message text = {""};
    if (strcmp(folder, "out") == 0)
        return text;
    size_t used = (size_t)snprintf(text.text, sizeof text.text, " --out='");
    for (const char *p = folder; *p && used + 6 < sizeof text.text; p++)
        used += (size_t)snprintf(text.text + used, sizeof text.text - used,
                                 *p == '\'' ? "'\\''" : "%c", *p);
    snprintf(text.text + used, sizeof text.text - used, "'");
    return text;
}

/* The rows of a CSV in the columns that an experiment wants seen as numbers. */
static void put_table(FILE *out, const struct figure_list *list, const struct csv *csv)
{
    struct message ignored;
    size_t count = 0, at[16];
    while (count < sizeof at / sizeof *at && list->tabulated[count])
        count++;
    if (!csv_columns(csv, "", count, list->tabulated, at, &ignored))
        return;
    page_put(out, "<div class=\"wide\">\n"
                  "<table class=\"context\">\n"
                  "<caption class=\"soft\">The figure's numbers, rounded; the CSV has all "
                  "digits.</caption>\n"
                  "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        page_put(out, "<th scope=\"col\" class=\"number\">%s</th>", list->tabulated[i]);
    page_put(out, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < csv->row_count; row++) {
        page_put(out, "<tr>");
        for (size_t i = 0; i < count; i++) {
            const char *cell = csv_cell(csv, row, at[i]);
            page_put(out, "<td class=\"number\">%s</td>",
                     *cell && strlen(cell) <= 8 ? cell : page_number(cell).text);
        }
        page_put(out, "</tr>\n");
    }
    page_put(out, "</tbody>\n</table>\n</div>\n");
}

/* The drawing, or why there is none and what makes it. */
static bool put_drawing(FILE *out, const char *folder, const struct figure *figure, bool ran,
                        struct message *refused, struct message *error)
{
    char drawing[PATH_LENGTH];
    struct message missing, where = report_out_option(folder);
    snprintf(drawing, sizeof drawing, "%s/%s.svg", folder, figure->stem);
    page_put(out, "<figure>\n");
    bool drawn = svg_inline(out, drawing, figure->stem, figure->title, &missing);
    bool there = access(drawing, F_OK) == 0;
    if (!drawn && there) {
        page_put(out, "<p class=\"missing\">%s</p>\n", missing.text);
        if (!refused->text[0])
            *refused = missing;
    }
    if (!drawn && !there && ran)
        page_put(out,
                 "<p class=\"missing\">Not drawn. With gnuplot installed, this draws it: <code "
                 "class=\"run\">%s plot %s%s</code></p>\n",
                 program_name(), figure->stem, where.text);
    if (!ran)
        page_put(out,
                 "<p class=\"missing\">Not run yet. In a checkout this runs and draws it: <code "
                 "class=\"run\">./paper_repro.sh --only=%s%s</code></p>\n",
                 figure->stem, where.text);
    page_put(out, "<figcaption id=\"caption-%s\">%s</figcaption>\n</figure>\n", figure->stem,
             figure->caption);
    return drawn || !message_is_memory(&missing) || message_memory(error);
}

/* Where the numbers are, and what makes them again. */
static void put_origin(FILE *out, const char *stem, const struct csv *csv)
{
    const char *command = csv_header(csv, "command"), *made = csv_header(csv, "version");
    page_put(out, "<p class=\"soft\">Data: <a href=\"%s.csv\">%s.csv</a>", stem, stem);
    if (made)
        page_put(out, ", by posbias %s", made);
    page_put(out, "%s</p>\n", command ? ". This command makes it again:" : "");
    if (command)
        page_put(out, "<p><code class=\"run\">%s</code></p>\n", command);
}

static bool put_figure(FILE *out, const char *folder, const struct figure_list *list,
                       const struct figure *figure, struct message *refused, struct message *error)
{
    char data[PATH_LENGTH];
    snprintf(data, sizeof data, "%s/%s.csv", folder, figure->stem);
    struct csv csv = {0};
    bool ran = access(data, F_OK) == 0, ok = !ran || csv_read(data, &csv, error);
    page_put(out, "<section class=\"figure\" id=\"figure-%s\">\n<h3>%s</h3>\n", figure->stem,
             figure->title);
    ok = ok && put_drawing(out, folder, figure, ran, refused, error);
    if (ok)
        report_beside(out, list->experiment, figure->stem, &csv);
    if (ok && ran) {
        page_put(out, "<details class=\"numbers\">\n<summary>Numbers, and the command that makes "
                      "them</summary>\n");
        if (list->tabulated && figure == list->figures)
            put_table(out, list, &csv);
        put_origin(out, figure->stem, &csv);
        page_put(out, "</details>\n");
    }
    page_put(out, "</section>\n");
    csv_free(&csv);
    return ok;
}

/* The place of a figure among those of the subject that come first; their number if it is none. */
static size_t place_of(const char *stem)
{
    size_t place = 0;
    while (place < subject.figure_count && strcmp(subject.figures[place], stem) != 0)
        place++;
    return place;
}

/* The figures of that place, in the order of the lists. */
static bool put_figures_at(FILE *out, const struct report *report, size_t place,
                           struct message *refused, struct message *error)
{
    bool ok = true;
    for (size_t e = 0; ok && e < report->list_count; e++)
        for (size_t f = 0; ok && f < report->lists[e].count; f++)
            if (place_of(report->lists[e].figures[f].stem) == place)
                ok = put_figure(out, report->folder, &report->lists[e],
                                &report->lists[e].figures[f], refused, error);
    return ok;
}

static void put_links_at(FILE *out, const struct report *report, size_t place)
{
    for (size_t e = 0; e < report->list_count; e++)
        for (size_t f = 0; f < report->lists[e].count; f++) {
            const struct figure *figure = &report->lists[e].figures[f];
            if (place_of(figure->stem) == place)
                page_put(out, "<li><a href=\"#figure-%s\">%s</a></li>\n", figure->stem,
                         figure->title);
        }
}

bool report_card(FILE *out, const struct report *report, struct message *refused,
                 struct message *error)
{
    return put_figures_at(out, report, 0, refused, error);
}

bool report_figures(FILE *out, const struct report *report, struct message *refused,
                    struct message *error)
{
    bool ok = true;
    page_put(out, "<section id=\"figures\">\n<h2>Figures</h2>\n<ul class=\"contents\">\n");
    for (size_t place = 1; place <= subject.figure_count; place++)
        put_links_at(out, report, place);
    page_put(out, "</ul>\n<div class=\"figures\">\n");
    for (size_t place = 1; ok && place <= subject.figure_count; place++)
        ok = put_figures_at(out, report, place, refused, error);
    page_put(out, "</div>\n</section>\n");
    return ok;
}

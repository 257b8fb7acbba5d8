#include "experiments/harness/report/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/report_claims.h"
#include "experiments/harness/report/report_style.h"
#include "experiments/harness/report/report_subject.h"
#include "experiments/harness/report/subject.h"
#include "experiments/harness/report/svg_inline.h"

enum { PATH_LENGTH = 4096 };

/* " --out='DIR'" for a shell; nothing for the default. */
static struct message out_option(const char *folder)
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

static bool put_figure(FILE *out, const char *folder, const struct figure_list *list,
                       const struct figure *figure, struct message *refused, struct message *error)
{
    char drawing[PATH_LENGTH], data[PATH_LENGTH];
    snprintf(drawing, sizeof drawing, "%s/%s.svg", folder, figure->stem);
    snprintf(data, sizeof data, "%s/%s.csv", folder, figure->stem);
    struct csv csv = {0};
    bool ran = access(data, F_OK) == 0, ok = !ran || csv_read(data, &csv, error);
    const char *stem = figure->stem, *command = csv_header(&csv, "command"),
               *made = csv_header(&csv, "version");
    struct message where = out_option(folder);
    page_put(out, "<section class=\"figure\" id=\"figure-%s\">\n<h3>%s</h3>\n<figure>\n", stem,
             figure->title);
    struct message missing;
    bool drawn = svg_inline(out, drawing, stem, figure->title, &missing);
    if (!drawn && message_is_memory(&missing))
        ok = message_memory(error);
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
                 program_name(), stem, where.text);
    if (!ran)
        page_put(out,
                 "<p class=\"missing\">Not run yet. In a checkout this runs and draws it: <code "
                 "class=\"run\">./paper_repro.sh --only=%s%s</code></p>\n",
                 stem, where.text);
    page_put(out, "<figcaption id=\"caption-%s\">%s</figcaption>\n</figure>\n", stem,
             figure->caption);
    if (ok)
        report_beside(out, list->experiment, stem, &csv);
    if (ok && ran && list->tabulated && figure == list->figures)
        put_table(out, list, &csv);
    if (ran)
        page_put(out, "<p class=\"soft\">Data: <a href=\"%s.csv\">%s.csv</a>", stem, stem);
    if (made)
        page_put(out, ", by posbias %s", made);
    if (ran)
        page_put(out, "%s</p>\n", command ? ". This command makes it again:" : "");
    if (command)
        page_put(out, "<p><code class=\"run\">%s</code></p>\n", command);
    page_put(out, "</section>\n");
    csv_free(&csv);
    return ok;
}

/* The lines of `posbias version` as a table: "key rest". */
static void put_environment(FILE *out, const char *version)
{
    page_put(
        out,
        "<section id=\"environment\">\n<h2>Environment</h2>\n<table class=\"facts\">\n<tbody>\n");
    for (const char *line = version; *line;) {
        struct message key, rest;
        size_t length = strcspn(line, "\n"), word = strcspn(line, " \n");
        const char *after = line + word + (line[word] == ' ');
        message_set(&key, "%.*s", (int)word, line);
        message_set(&rest, "%.*s", (int)(line + length - after), after);
        page_put(out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", key.text, rest.text);
        line += length + (line[length] == '\n');
    }
    page_put(out, "</tbody>\n</table>\n</section>\n");
}

static bool put_report(FILE *out, const struct report *report, const struct claim_rows *claims,
                       struct message *refused, struct message *error)
{
    page_put(out,
             "<!DOCTYPE html>\n"
             "<html lang=\"en\">\n"
             "<head>\n"
             "<meta charset=\"utf-8\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"color-scheme\" content=\"only light\"/>\n"
             "<title>%s</title>\n"
             "<style>\n",
             subject.title);
    fputs(report_style, out);
    fputs(report_style_media, out);
    page_put(out,
             "</style>\n"
             "</head>\n"
             "<body>\n"
             "<header>\n"
             "<h1>%s</h1>\n"
             "<nav aria-label=\"Sections\"><a href=\"#answer\">Answer</a><a "
             "href=\"#claims\">Claims</a><a href=\"#figures\">Figures</a><a "
             "href=\"#environment\">Environment</a></nav>\n"
             "</header>\n"
             "<main>\n",
             subject.heading);
    report_answer(out, subject.question, claims);
    report_claims(out, claims);
    page_put(out, "<section id=\"figures\">\n<h2>Figures</h2>\n");
    bool ok = true;
    for (size_t e = 0; ok && e < report->list_count; e++)
        for (size_t f = 0; ok && f < report->lists[e].count; f++)
            ok = put_figure(out, report->folder, &report->lists[e], &report->lists[e].figures[f],
                            refused, error);
    page_put(out, "</section>\n");
    put_environment(out, report->version);
    page_put(
        out,
        "</main>\n"
        "<footer>\n"
        "<p class=\"soft\">Written by <code>%s report%s</code> from claims.csv and the CSVs and "
        "drawings beside it; in a checkout <code>./paper_repro.sh</code> makes all of them. "
        "Commands that begin with build/ are meant for its folder. The same results give "
        "the same bytes.</p>\n"
        "</footer>\n"
        "</body>\n"
        "</html>\n",
        program_name(), out_option(report->folder).text);
    return ok;
}

/* False with *error set if the page is a file of the folder that it is made from. */
static bool page_fits(const struct report *report, const char *page, struct message *error)
{
    static const char *const kinds[] = {"csv", "svg"};
    char other[PATH_LENGTH];
    snprintf(other, sizeof other, "%s/claims.csv", report->folder);
    bool same = destination_same(page, other);
    for (size_t e = 0; e < report->list_count; e++)
        for (size_t f = 0; f < report->lists[e].count; f++)
            for (size_t k = 0; k < 2 && !same; k++) {
                snprintf(other, sizeof other, "%s/%s.%s", report->folder,
                         report->lists[e].figures[f].stem, kinds[k]);
                same = destination_same(page, other);
            }
    return !same || message_set(error, "report: \"%s\" is the same file as \"%s\", which it shows",
                                message_quote(page).text, message_quote(other).text);
}

static bool write_page(const struct report *report, const char *path,
                       const struct claim_rows *claims, struct message *refused,
                       struct message *error)
{
    struct atomic_file out;
    if (!atomic_open(&out, path, error))
        return false;
    if (put_report(out.stream, report, claims, refused, error))
        return atomic_commit(&out, error);
    atomic_discard(&out);
    return false;
}

int report_write(const struct report *report)
{
    const char *folder = report->folder;
    struct message error, refused = {""};
    struct stat status;
    char path[PATH_LENGTH], page[PATH_LENGTH];
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        message_set(&error,
                    "report: \"%s\" is not a folder; expected the one that holds claims.csv",
                    folder);
        return failure_print(EXIT_USAGE, &error);
    }
    if (strlen(folder) + 256 > sizeof path) {
        message_set(&error, "report: the folder's path \"%s\" is too long", folder);
        return failure_print(EXIT_USAGE, &error);
    }
    snprintf(path, sizeof path, "%s/claims.csv", folder);
    if (access(path, R_OK) != 0) {
        message_set(&error,
                    "report: cannot read \"%s\": %s; judge the claims first (posbias claims -o %s)",
                    path, strerror(errno), path);
        return failure_print(EXIT_BROKEN, &error);
    }
    snprintf(page, sizeof page, "%s/report.html", folder);
    if (!page_fits(report, page, &error))
        return failure_print(EXIT_USAGE, &error);
    struct claim_rows claims = {0};
    bool ok = report_claims_read(path, &claims, &error) &&
              write_page(report, page, &claims, &refused, &error);
    csv_free(&claims.csv);
    if (ok && refused.text[0]) {
        message_set(&error, "report: %s", refused.text);
        return failure_print(EXIT_BROKEN, &error);
    }
    return ok ? EXIT_DONE : failure_print(EXIT_BROKEN, &error);
}

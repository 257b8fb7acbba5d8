#include "experiments/harness/report/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/report_claims.h"
#include "experiments/harness/report/report_figures.h"
#include "experiments/harness/report/report_front.h"
#include "experiments/harness/report/report_script.h"
#include "experiments/harness/report/report_style.h"
#include "experiments/harness/report/subject.h"

enum { PATH_LENGTH = 4096 };

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

/* The page's own style and script are all it may use: it asks for nothing, from anywhere. */
static void put_head(FILE *out)
{
    page_put(out,
             "<!DOCTYPE html>\n"
             "<html lang=\"en\">\n"
             "<head>\n"
             "<meta charset=\"utf-8\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
             "'unsafe-inline'; script-src 'unsafe-inline'\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
             "<title>%s</title>\n"
             "<style>\n",
             subject.title);
    for (size_t i = 0; i < sizeof report_style / sizeof *report_style; i++)
        fputs(report_style[i], out);
    page_put(out, "</style>\n</head>\n");
}

static bool put_report(FILE *out, const struct report *report, struct claim_rows *claims,
                       struct message *refused, struct message *error)
{
    put_head(out);
    page_put(out,
             "<body>\n"
             "<header>\n"
             "<h1>%s</h1>\n"
             "<nav aria-label=\"Sections\"><a href=\"#answer\">Answer</a><a "
             "href=\"#figures\">Figures</a><a href=\"#claims\">Claims</a><a "
             "href=\"#environment\">Environment</a></nav>\n"
             "</header>\n"
             "<main>\n"
             "<section id=\"answer\" class=\"first\">\n<div>\n",
             subject.heading);
    report_front(out, claims);
    page_put(out, "</div>\n<div class=\"card\">\n");
    if (!report_card(out, report, refused, error))
        return false;
    page_put(out, "</div>\n</section>\n");
    if (!report_figures(out, report, refused, error))
        return false;
    if (!report_claims(out, claims, error))
        return false;
    put_environment(out, report->version);
    page_put(
        out,
        "</main>\n"
        "<footer>\n"
        "<p class=\"soft\">Written by <code>%s report%s</code> from claims.csv and the CSVs and "
        "drawings beside it; in a checkout <code>./paper_repro.sh</code> makes all of them. "
        "Commands that begin with build/ are meant for its folder. Print has of a folded "
        "claim its line; open those that are wanted first. The same results give the same "
        "bytes.</p>\n"
        "</footer>\n"
        "<script>\n",
        program_name(), report_out_option(report->folder).text);
    fputs(report_script, out);
    page_put(out, "</script>\n</body>\n</html>\n");
    return true;
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

static bool write_page(const struct report *report, const char *path, struct claim_rows *claims,
                       struct message *refused, struct message *error)
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
    bool ok = claim_rows_read(path, &claims, &error) &&
              write_page(report, page, &claims, &refused, &error);
    csv_free(&claims.csv);
    if (ok && refused.text[0]) {
        message_set(&error, "report: %s", refused.text);
        return failure_print(EXIT_BROKEN, &error);
    }
    return ok ? EXIT_DONE : failure_print(EXIT_BROKEN, &error);
}
